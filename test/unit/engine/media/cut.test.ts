// Planning cuts: where they begin and end, what they keep, and that no frame's time and no track's place moves.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import { filetime, filetimeSpan, parseUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import type { Edit } from '#engine/isobmff/boxes/elst.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import { SampleTableBuilder } from '#engine/isobmff/sample-table.ts'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'
import { planCut } from '#engine/media/cut.ts'
import type { CutPlan, CutSource } from '#engine/media/cut.ts'
import { utcOf } from '#engine/media/cut-clock.ts'
import { outputTracks } from '#engine/media/cut-output.ts'
import type { CutTrack } from '#engine/media/cut-track.ts'
import { audioTrack, metadataTrack, progressiveFile, readBack, videoTrack } from '../isobmff/made-movie.ts'

type Row = { time?: number; duration: number; offset?: number; sync?: boolean }

function tableOf(rows: readonly Row[]): SampleTable {
  const builder = new SampleTableBuilder({ left: 100_000 })
  for (const { time, duration, offset, sync } of rows) {
    if (time !== undefined) builder.nextTime = time
    builder.push(builder.length * 10, 10, offset ?? 0, duration, sync ?? true, 0)
  }
  return builder.build()
}

/** 25 pictures a second in ticks of 1/1000, a sync sample every second, no B-frames. */
const steady = (count: number, duration = 40, every = 25): Row[] =>
  Array.from({ length: count }, (_, at) => ({ duration, sync: at % every === 0 }))

const track = (
  id: number,
  handler: string,
  timescale: number,
  rows: readonly Row[],
  edits: Edit[] = [],
): CutTrack => ({
  id,
  handler,
  timescale,
  samples: tableOf(rows),
  edits,
})

const noon = parseUtc('2026-03-14T12:00:00Z')!
const at = (seconds: number): Filetime => filetime(noon + BigInt(Math.round(seconds * 1e7)))
const sourceOf = (...tracks: CutTrack[]): CutSource => ({
  fileSize: 1e9,
  timescale: 1_000,
  tracks,
  origins: new Map(tracks.map(({ id }) => [id, noon])),
})
const range = (plan: CutPlan, id = 1): number[] => {
  const found = plan.tracks.find((planned) => planned.id === id)
  return found ? [found.first, found.count] : []
}
const refusalOf = (source: CutSource, from: number, to: number): string => {
  try {
    planCut(source, { from: at(from), to: at(to) })
  } catch (error) {
    expect(error).toBeInstanceOf(EvidenceError)
    expect((error as EvidenceError).code).toBe('cut-refused')
    return (error as EvidenceError).message
  }
  throw new Error('not refused')
}

describe('where video begins and ends', () => {
  const video = sourceOf(track(1, 'vide', 1_000, steady(100)))

  it('begins at the sync sample at or before, and ends with the last picture before', () => {
    const plan = planCut(video, { from: at(1.5), to: at(2.1) })
    expect(range(plan)).toEqual([25, 28])
    expect([plan.from, plan.to]).toEqual([at(1), at(2.12)])
    expect(plan).toMatchObject({ videoSamples: 28, bytes: 280 })
    expect(plan.notes).toEqual([
      'Video track 1 starts 0.500 s early, at 2026-03-14T12:00:01.000Z: decoding can only begin there.',
      'The last picture of video track 1 stays until 0.020 s after the end asked for.',
    ])
  })

  it('says nothing where the cut is exactly what was asked for', () => {
    const plan = planCut(video, { from: at(1), to: at(3) })
    expect(range(plan)).toEqual([25, 50])
    expect([plan.from, plan.to, plan.notes]).toEqual([at(1), at(3), []])
  })

  it('takes a time that was shown rounded down as the frame itself', () => {
    const thirds = sourceOf(
      track(
        1,
        'vide',
        90_000,
        Array.from({ length: 90 }, (_, n) => ({ duration: 3_003, sync: n % 30 === 0 })),
      ),
    )
    const shown = utcOf(noon, 30 * 3_003, 90_000)
    const wholeMicros = filetime((shown / 10n) * 10n)
    for (const from of [shown, wholeMicros]) {
      expect(range(planCut(thirds, { from, to: at(2) }))[0]).toBe(30)
      expect(range(planCut(thirds, { from: at(0), to: from }))).toEqual([0, 30])
    }
    expect(range(planCut(thirds, { from: filetime(wholeMicros - 1n), to: at(2) }))[0]).toBe(0)
  })

  it('begins and ends with the recording where more was asked for', () => {
    const plan = planCut(video, { from: at(-5), to: at(99) })
    expect(range(plan)).toEqual([0, 100])
    expect(plan.notes).toEqual([
      'Video track 1 starts 5.000 s late, at 2026-03-14T12:00:00.000Z: nothing earlier can be shown.',
      'Video track 1 ends 95.000 s before the end asked for, at 2026-03-14T12:00:04.000Z: no picture follows.',
    ])
  })

  it('begins later where the recording does not start with a sync sample', () => {
    const rows = steady(60).map((row, index) => ({ ...row, sync: index % 25 === 10 }))
    expect(range(planCut(sourceOf(track(1, 'vide', 1_000, rows)), { from: at(0.1), to: at(1) }))).toEqual([
      10, 15,
    ])
  })

  it('keeps what later pictures in decode order need, and hides what is beyond the end', () => {
    // I P B B: decode 0,1,2,3, shown 0,3,1,2.
    const offsets = [40, 120, 0, 0]
    const rows = Array.from({ length: 16 }, (_, n) => ({
      duration: 40,
      offset: offsets[n % 4]!,
      sync: n % 4 === 0,
    }))
    const plan = planCut(sourceOf(track(1, 'vide', 1_000, rows)), { from: at(0.2), to: at(0.28) })
    // Shown: I at 200 and B at 240 (decode 4 and 6); P at 320 (decode 5) is needed by B.
    expect(range(plan)).toEqual([4, 3])
    expect(plan.tracks[0]?.edits).toEqual([{ segmentDuration: 80, mediaTime: 40, rate: 1 }])
    expect(plan.notes).toEqual([
      'Video track 1: 1 pictures after the end are stored but not shown, as earlier ones refer to them.',
    ])
  })

  it('goes back over a sync sample whose leading pictures are wanted, and hides those that cannot be decoded', () => {
    // Open groups of I B B P: decode I(60) B(20) B(40) P(80) … shown in that order.
    const offsets = [60, 0, 0, 20]
    const rows = Array.from({ length: 16 }, (_, n) => ({
      duration: 20,
      offset: offsets[n % 4]!,
      sync: n % 4 === 0,
    }))
    const source = sourceOf(track(1, 'vide', 1_000, rows))
    // Wanted: the picture at 100 ms (decode 5), shown before the I at 140 ms.
    expect(range(planCut(source, { from: at(0.1), to: at(0.2) }))[0]).toBe(0)
    const plan = planCut(source, { from: at(0.14), to: at(0.2) })
    expect(range(plan)[0]).toBe(4)
    expect(plan.from).toBe(at(0.14))
    expect(plan.tracks[0]?.edits[0]).toMatchObject({ mediaTime: 60 })
    expect(plan.notes[0]).toContain('2 pictures before the first one are stored but not shown')
  })
})

describe('gaps', () => {
  // A second of pictures, then nothing for ten seconds, then two seconds more.
  const rows = steady(75).map((row, index) => (index === 25 ? { ...row, time: 11_000 } : row))
  const source = sourceOf(track(1, 'vide', 1_000, rows))

  it('stay gaps', () => {
    const plan = planCut(source, { from: at(0), to: at(12) })
    expect(plan.tracks[0]?.duration[24]).toBe(10_040)
    expect([...plan.tracks[0]!.duration].reduce((a, b) => a + b)).toBe(12_000)
    expect(plan.notes).toEqual([
      'Video track 1 has a gap of 10.000 s at 2026-03-14T12:00:01.000Z, as in the original.',
    ])
  })

  it('are not where a cut begins or ends', () => {
    const inside = planCut(source, { from: at(5), to: at(11.5) })
    expect(range(inside)).toEqual([25, 13])
    expect(inside.from).toBe(at(11))
    const before = planCut(source, { from: at(0), to: at(5) })
    expect([before.to, before.tracks[0]?.duration[24]]).toEqual([at(1), 40])
  })

  it('hold nothing to cut', () => {
    expect(refusalOf(source, 5, 6)).toBe(
      'Video track 1 has no picture between 2026-03-14T12:00:05.000Z and 2026-03-14T12:00:06.000Z.',
    )
    expect(refusalOf(source, -5, 0)).toContain('no picture')
    expect(refusalOf(source, 99, 100)).toContain('no picture')
  })
})

describe('refusals', () => {
  it('an end before the start', () => {
    expect(refusalOf(sourceOf(track(1, 'vide', 1_000, steady(50))), 2, 2)).toContain('not after')
  })

  it('no sync sample', () => {
    const rows = steady(50).map((row) => ({ ...row, sync: false }))
    expect(refusalOf(sourceOf(track(1, 'vide', 1_000, rows)), 0, 1)).toContain('decoding can begin')
  })

  it('samples whose bytes are not there', () => {
    const source = { ...sourceOf(track(1, 'vide', 1_000, steady(50))), fileSize: 300 }
    expect(range(planCut(source, { from: at(0), to: at(1) }))).toEqual([0, 25])
    expect(refusalOf(source, 0, 1.5)).toBe(
      'Sample 31 of track 1 lies outside the file: the recording is cut short there.',
    )
  })

  it('no start time', () => {
    const source = { ...sourceOf(track(1, 'vide', 1_000, steady(50))), origins: new Map<number, Filetime>() }
    expect(refusalOf(source, 0, 1)).toContain('start time')
  })
})

describe('times that fall back', () => {
  it('end the cut', () => {
    const rows = steady(75).map((row, index) => (index === 50 ? { ...row, time: 0 } : row))
    const plan = planCut(sourceOf(track(1, 'vide', 1_000, rows)), { from: at(0), to: at(9) })
    expect(plan.tracks[0]!.first + plan.tracks[0]!.count).toBeLessThanOrEqual(75)
    expect([...plan.tracks[0]!.duration].every((ticks) => ticks < 2_000)).toBe(true)
  })
})

describe('other tracks', () => {
  it('start with what overlaps the real start of the video, and never end later than it', () => {
    const audio = Array.from({ length: 300 }, () => ({ duration: 1_024 }))
    const metadata = Array.from({ length: 10 }, () => ({ duration: 1_000 }))
    const source = sourceOf(
      track(1, 'vide', 1_000, steady(100)),
      track(2, 'soun', 48_000, audio),
      track(3, 'meta', 1_000, metadata),
    )
    const plan = planCut(source, { from: at(1.5), to: at(2.5) })
    // 1 s is tick 48,000: within the 47th sample (46 × 1,024 = 47,104); the last one begins before 2.52 s.
    expect(range(plan, 2)).toEqual([46, 73])
    expect(range(plan, 3)).toEqual([1, 2])
    expect(plan.tracks.map(({ id }) => id)).toEqual([1, 2, 3])
    expect(plan.timescale).toBe(48_000)
    expect(plan.tracks[1]?.edits).toEqual([
      { segmentDuration: 119 * 1_024 - 48_000, mediaTime: 48_000 - 47_104, rate: 1 },
    ])
    expect(plan.tracks[1]?.origin).toBe(filetime(noon + filetimeSpan(47_104, 48_000)))
  })

  it('are left out, and named, where they hold nothing or have no time', () => {
    const late = track(2, 'soun', 1_000, [{ time: 90_000, duration: 40 }])
    const source = sourceOf(
      track(1, 'vide', 1_000, steady(100)),
      late,
      track(3, 'meta', 1_000, [{ duration: 40 }]),
    )
    const plan = planCut(
      {
        ...source,
        origins: new Map([
          [1, noon],
          [2, noon],
        ]),
      },
      { from: at(0), to: at(2) },
    )
    expect(plan.tracks.map(({ id }) => id)).toEqual([1])
    expect(plan.notes.join(' ')).toMatch(
      /Track 3 has no known start time and is left out.*Track 2 has nothing between/,
    )
  })

  it('are cut alone where there is no video', () => {
    const plan = planCut(sourceOf(track(2, 'soun', 1_000, steady(100, 40, 1))), { from: at(1.01), to: at(2) })
    expect(range(plan, 2)).toEqual([25, 25])
    expect(plan.from).toBe(at(1))
  })

  it('wait with an empty edit where they begin after the video', () => {
    const audio = track(2, 'soun', 8_000, [{ time: 12_000, duration: 8_000 }, { duration: 8_000 }])
    const plan = planCut(sourceOf(track(1, 'vide', 1_000, steady(100)), audio), { from: at(1), to: at(3) })
    expect(plan.tracks[1]?.edits).toEqual([
      { segmentDuration: 4_000, mediaTime: -1, rate: 1 },
      { segmentDuration: 16_000, mediaTime: 0, rate: 1 },
    ])
  })

  it('two cameras: each from its own sync sample, everything from the earlier one on', () => {
    const source = sourceOf(
      track(1, 'vide', 1_000, steady(100)),
      track(2, 'vide', 1_000, steady(100, 40, 30)),
      track(3, 'soun', 1_000, steady(100, 40, 1)),
    )
    const plan = planCut(source, { from: at(1.3), to: at(2) })
    expect(plan.tracks.map(({ first }) => first)).toEqual([25, 30, 25])
    expect(plan.from).toBe(at(1))
    expect(plan.tracks[1]?.edits[0]).toMatchObject({ segmentDuration: 200, mediaTime: -1 })
  })
})

/** When a media time is shown, as a fraction over one denominator for all tracks. */
function shownAt(edits: readonly Edit[], movieTimescale: number, timescale: number, ticks: number): bigint {
  const [first] = edits
  const delay = first?.mediaTime === -1 ? first.segmentDuration : 0
  const mediaTime = (first?.mediaTime === -1 ? edits[1] : first)?.mediaTime ?? 0
  const unit = 1_000n * 48_000n * 90_000n * 12_800n * 44_100n
  return (
    (BigInt(delay) * unit) / BigInt(movieTimescale) + (BigInt(ticks - mediaTime) * unit) / BigInt(timescale)
  )
}

describe('any cut', () => {
  const bFrames = [1, 3, 0, 2, 0]
  const inputs = fc.record({
    videoTimescale: fc.constantFrom(90_000, 12_800, 1_000),
    audioTimescale: fc.constantFrom(48_000, 44_100),
    pictureTicks: fc.integer({ min: 30, max: 4_000 }),
    group: fc.integer({ min: 1, max: 40 }),
    delay: fc.integer({ min: 0, max: 500 }),
    mediaTime: fc.integer({ min: 0, max: 2_000 }),
    from: fc.double({ min: -1, max: 8, noNaN: true }),
    length: fc.double({ min: 0.001, max: 5, noNaN: true }),
    audioOrigin: fc.bigInt({ min: -5_000_000n, max: 5_000_000n }),
  })

  it('moves no frame in time and no track against another', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const rows = Array.from({ length: 200 }, (_, n) => ({
          duration: input.pictureTicks,
          offset: (n % input.group === 0 ? 1 : bFrames[(n % input.group) % 5]!) * input.pictureTicks,
          sync: n % input.group === 0,
        }))
        const edits: Edit[] = [
          ...(input.delay > 0 ? [{ segmentDuration: input.delay, mediaTime: -1, rate: 1 }] : []),
          { segmentDuration: 0, mediaTime: input.mediaTime, rate: 1 },
        ]
        const video = track(1, 'vide', input.videoTimescale, rows, edits)
        const audio = track(
          2,
          'soun',
          input.audioTimescale,
          Array.from({ length: 400 }, () => ({ duration: 1_024 })),
        )
        const source = {
          ...sourceOf(video, audio),
          origins: new Map([
            [1, noon],
            [2, filetime(noon + input.audioOrigin)],
          ]),
        }
        const wanted = { from: at(input.from), to: at(input.from + input.length) }
        let plan: CutPlan
        try {
          plan = planCut(source, wanted)
        } catch (error) {
          expect((error as EvidenceError).code).toBe('cut-refused')
          return
        }
        const shifts = new Set<bigint>()
        for (const planned of plan.tracks) {
          const old = source.tracks.find(({ id }) => id === planned.id)!
          expect(old.samples.sync[planned.first]).toBe(1)
          let time = 0
          for (let index = 0; index < planned.count; index += 1) {
            const from = planned.first + index
            const ticks = time + planned.compositionOffset[index]!
            const oldTicks = old.samples.decodeTime[from]! + old.samples.compositionOffset[from]!
            const now = utcOf(planned.origin, ticks, old.timescale)
            const before = utcOf(source.origins.get(old.id)!, oldTicks, old.timescale)
            // Video to the digit; other tracks within one count of 100 ns.
            expect(before - now <= (old.handler === 'vide' ? 0n : 1n) && before >= now).toBe(true)
            shifts.add(
              shownAt(planned.edits, plan.timescale, old.timescale, ticks) -
                shownAt(old.edits, 1_000, old.timescale, oldTicks),
            )
            time += planned.duration[index]!
          }
          for (const edit of planned.edits) {
            expect(edit.mediaTime).toBeGreaterThanOrEqual(-1)
            expect(edit.segmentDuration).toBeGreaterThan(0)
          }
        }
        // One shift for all samples of all tracks: what was shown together is shown together.
        expect(shifts.size).toBe(1)
        // Within a millisecond of what was asked for, or it says why.
        expect(plan.tracks[0]!.from <= wanted.from + 10_000n || plan.notes.length > 0).toBe(true)
      }),
      { seed: 20_260_314, numRuns: 400 },
    )
  })
})

describe('from plan to file', () => {
  it('the file holds the same bytes at the same times', async () => {
    const made = [videoTrack(), audioTrack(), metadataTrack()]
    const file = progressiveFile(made)
    const { movie } = await readBack(file)
    const origins = new Map(movie.tracks.map(({ id }) => [id, noon]))
    const plan = planCut(
      { fileSize: file.length, timescale: movie.timescale, tracks: movie.tracks, origins },
      { from: at(0.6), to: at(1) },
    )
    const tracks = outputTracks(movie.tracks, plan)
    const layout = layOutMovie(tracks, { creationTime: 0n, timescale: plan.timescale })
    const media = layout.chunks.flatMap(({ track: which, firstSample, count }) => {
      const { samples } = movie.tracks[which]!
      return Array.from({ length: count }, (_, index) => {
        const from = plan.tracks[which]!.first + firstSample + index
        return file.subarray(samples.offset[from]!, samples.offset[from]! + samples.size[from]!)
      })
    })
    const cut = Buffer.concat([layout.head, ...media])
    const { movie: read, findings } = await readBack(cut)
    expect(findings.list()).toEqual([])
    expect(read.tracks.map(({ samples }) => samples.length)).toEqual([13, 25, 2])
    expect(read.tracks[2]?.references).toEqual([{ type: 'cdsc', trackIds: [1] }])
    for (const [which, { samples }] of read.tracks.entries()) {
      const { first } = plan.tracks[which]!
      for (let index = 0; index < samples.length; index += 1) {
        const before = movie.tracks[which]!.samples
        const [a, b] = [samples.offset[index]!, before.offset[first + index]!]
        expect(
          cut
            .subarray(a, a + samples.size[index]!)
            .equals(Buffer.from(file.subarray(b, b + before.size[first + index]!))),
        ).toBe(true)
        expect(samples.sync[index]).toBe(before.sync[first + index])
      }
    }
  })

  it('references to tracks that are not part of the cut are left out', async () => {
    const { movie } = await readBack(progressiveFile([videoTrack(), metadataTrack()]))
    const origins = new Map([[3, noon]])
    const plan = planCut(
      { fileSize: 1e9, timescale: 1_000, tracks: movie.tracks, origins },
      { from: at(0), to: at(1) },
    )
    expect(outputTracks(movie.tracks, plan).map(({ references }) => references)).toEqual([[]])
  })
})

describe('uncompressed audio', () => {
  const runs = (jump: boolean): CutTrack => {
    const builder = new SampleTableBuilder({ left: 100 })
    builder.unitSize = 2
    for (let n = 0; n < 10; n += 1) {
      if (jump && n === 6) builder.nextTime += 500
      builder.push(n * 2_048, 2_048, 0, 1_024, true, 0)
    }
    return { id: 1, handler: 'soun', timescale: 8_000, samples: builder.build(), edits: [] }
  }
  const cutOf = (track: CutTrack) => {
    const plan = planCut(sourceOf(track), { from: at(0.2), to: at(1) })
    const entry = audioTrack().sampleEntry
    const full = {
      ...track,
      handlerName: '',
      language: 'und',
      width: 0,
      height: 0,
      rotation: 0,
      references: [],
      mediaDuration: 0,
    }
    const entries = [{ type: 'sowt', offset: 0, size: entry.length, bytes: entry }]
    return outputTracks([{ ...full, entries, pixelAspect: { h: 1, v: 1 } } as unknown as MovieTrack], plan)
  }

  it('stays in runs', async () => {
    const tracks = cutOf(runs(false))
    expect(tracks[0]?.samples).toMatchObject({ length: 7, unitSize: 2 })
    const { movie } = await readBack(progressiveFile(tracks))
    expect(movie.tracks[0]).toMatchObject({ mediaDuration: 7 * 1_024, samples: { unitSize: 2 } })
  })

  it('keeps its gaps, as samples of their own', async () => {
    const tracks = cutOf(runs(true))
    expect(tracks[0]?.samples.unitSize).toBe(0)
    const { movie } = await readBack(progressiveFile(tracks))
    expect(movie.tracks[0]?.mediaDuration).toBe(7 * 1_024 + 500)
  })
})
