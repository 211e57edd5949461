// Planning cuts: where they begin and end, what they keep, what they say, and when they are refused.
import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import { filetime, filetimeSpan } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import { planCut } from '#engine/media/cut.ts'
import type { CutPlan, CutSource } from '#engine/media/cut.ts'
import { utcOf } from '#engine/media/cut-clock.ts'
import { at, noon, sourceOf, steady, track } from './cut-sources.ts'

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
    // A sync sample every 7 pictures of 3,003/90,000 s: 0.233566666… s.
    const rows = Array.from({ length: 90 }, (_, n) => ({ duration: 3_003, sync: n % 7 === 0 }))
    const thirds = sourceOf(track(1, 'vide', 90_000, rows))
    const shown = utcOf(noon, 7 * 3_003, 90_000)
    const wholeMicros = filetime((shown / 10n) * 10n)
    expect([shown - noon, wholeMicros - noon]).toEqual([2_335_666n, 2_335_660n])
    for (const from of [shown, wholeMicros]) {
      expect(range(planCut(thirds, { from, to: at(2) }))[0]).toBe(7)
      expect(range(planCut(thirds, { from: at(0), to: from }))).toEqual([0, 7])
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

describe('the picture that is shown last', () => {
  it('is found among samples that are stored in another order', () => {
    // I P B B in groups of four, B shown before P; the last group is not wanted.
    const shown = [0, 3, 1, 2]
    const rows = steady(100, 40, 4).map((row, at) => ({
      ...row,
      offset: 40 * ((shown[at % 4] ?? 0) - (at % 4) + 2),
    }))
    const plan = planCut(sourceOf(track(1, 'vide', 1_000, rows)), { from: at(0.08), to: at(0.32) })
    const [video] = plan.tracks
    expect([video?.first, video?.lastShown]).toEqual([0, 6])
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

  it('are told to be more than were looked for, where there are so many', () => {
    // Every other picture is followed by one that is missing.
    const many = steady(2 * 10_050).map((row, at) => ({ ...row, time: 40 * (at + (at >> 1)) }))
    const { notes } = planCut(sourceOf(track(1, 'vide', 1_000, many)), { from: at(0), to: at(1_300) })
    expect(notes.filter((note) => note.includes('has a gap'))).toHaveLength(10_000)
    expect(notes.at(-1)).toBe(
      'Video track 1 has so many gaps that nobody looked for more after 2026-03-14T12:20:00.000Z.',
    )
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
