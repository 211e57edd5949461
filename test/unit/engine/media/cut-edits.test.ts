// Any cut at all: no frame's UTC changes, and what was shown together is shown together.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EvidenceError } from '#contract/errors.ts'
import { filetime } from '#engine/base/time.ts'
import type { Edit } from '#engine/isobmff/boxes/elst.ts'
import { planCut } from '#engine/media/cut.ts'
import type { CutPlan } from '#engine/media/cut.ts'
import { utcOf } from '#engine/media/cut-clock.ts'
import { at, noon, sourceOf, track } from './cut-sources.ts'

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

describe('edit lists of the source', () => {
  const steadyTrack = (edits: Edit[]) =>
    track(
      1,
      'vide',
      1_000,
      Array.from({ length: 50 }, () => ({ duration: 40 })),
      edits,
    )

  it('of several parts are not carried over, and said', () => {
    const edits = [0, 1_000].map((mediaTime) => ({ segmentDuration: 500, mediaTime, rate: 1 }))
    const plan = planCut(sourceOf(steadyTrack(edits)), { from: at(0), to: at(1) })
    expect(plan.notes).toEqual([
      'Track 1 is shown in several parts or at another speed by its edit list; the cut shows it straight.',
    ])
  })

  it('of impossible times are put aside, and said', () => {
    const plan = planCut(sourceOf(steadyTrack([{ segmentDuration: 1, mediaTime: 9e18, rate: 1 }])), {
      from: at(0),
      to: at(1),
    })
    expect(plan.notes).toEqual(['Track 1 has an edit list with impossible times; the cut does without it.'])
    expect(plan.tracks[0]?.edits).toEqual([])
  })
})
