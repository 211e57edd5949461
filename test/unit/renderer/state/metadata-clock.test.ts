// Which picture a time in the metadata belongs to, whatever corrects the start time (ONVIF EFF 26.06 5.3).
import { describe, expect, it } from 'vitest'
import type { MetadataFrame } from '#contract/metadata.ts'
import type { StartTime, TimeOrigin, Track } from '#contract/track.ts'
import type { UtcTime } from '#contract/units.ts'
import { fakeTrack } from '#test/support/fake-item.ts'
import { MetadataClock } from '../../../../renderer/state/metadata-clock.ts'
import { matchFrames, timed } from '../../../../renderer/state/overlay-match.ts'

const utc = (seconds: string): UtcTime => `2026-05-01T22:00:${seconds}Z` as UtcTime
const says = (trackId: number, origin: TimeOrigin, seconds: string, own?: boolean): StartTime => ({
  ...{ trackId, origin, utc: utc(seconds) },
  ...(own === undefined ? {} : { own }),
})

/** Pictures are track 1, metadata 2 and 3; `startTimes` in the order of precedence. */
function clockOf(startTimes: StartTime[], given: Partial<Track> = {}): MetadataClock {
  const best = startTimes.find(({ trackId }) => trackId === 1)
  const pictures = fakeTrack({ startTime: best?.utc ?? null })
  const metadata = [2, 3].map((id) => fakeTrack({ id, kind: 'metadata', ...given }))
  const clock = MetadataClock.of({ startTimes, tracks: [pictures, ...metadata] }, pictures)
  if (!clock) throw new Error('there is no start time')
  return clock
}

const recorded = [1, 2, 3].map((id) => says(id, 'cstb', '00.000', id === 1))
const corrected = [1, 2, 3].map((id) => says(id, 'corrected cstb', '00.400', id === 1))

describe('the clock of the metadata', () => {
  it('is that of the pictures where nobody corrects it', () => {
    const clock = clockOf(recorded)
    expect([clock.secondsOf(utc('10.000'), 2), clock.timeAt(10, 2)]).toEqual([10, utc('10.000')])
    expect([clock.shifts, clock.correctedTime(utc('10.000'), 2)]).toEqual([[0n], null])
  })

  it('moves with the pictures: a correction says that the camera’s clock was wrong', () => {
    const clock = clockOf([...corrected, ...recorded])
    expect([clock.secondsOf(utc('10.000'), 2), clock.timeAt(10, 2)]).toEqual([10, utc('10.000')])
    expect(clock.correctedTime(utc('10.000'), 2)).toBe(utc('10.400'))
    expect([clock.shiftOf(3), clock.shiftOf(null), clock.shifts]).toEqual([
      4_000_000n,
      4_000_000n,
      [4_000_000n],
    ])
  })

  it('gives a picture the objects of the same moment', () => {
    const clock = clockOf([...corrected, ...recorded])
    const frames = Array.from({ length: 500 }, (_, sample): MetadataFrame => ({
      ...{ kind: 'frame', trackId: 2, source: null, objects: [], ended: [], ptz: null },
      ...{ sample, time: utc((sample / 25).toFixed(3).padStart(6, '0')) },
    }))
    // Picture 250 begins 10 s after the origin.
    const at = clock.originOf(2) + clock.shiftOf(2) + 100_000_000n
    const found = matchFrames(timed(frames, clock.shiftOf(2)), at, 400_000n)
    expect(found.map(({ frame, carried }) => [frame.sample, carried])).toEqual([[250, false]])
  })

  it('is corrected by its own entry where the correction names its track', () => {
    const own = [
      says(1, 'corrected cstb', '00.400', true),
      says(2, 'corrected cstb', '00.000', true),
      says(3, 'corrected cstb', '00.400', false),
    ]
    const clock = clockOf([...own, ...recorded])
    // It was right, and the pictures were not: they lie 0.4 s later.
    expect([clock.shiftOf(2), clock.shiftOf(3)]).toEqual([0n, 4_000_000n])
    expect(clock.secondsOf(utc('10.000'), 2)).toBeCloseTo(9.6, 9)
    expect(clock.secondsOf(utc('10.000'), 3)).toBeCloseTo(10, 9)
    expect(clock.shifts.toSorted()).toEqual([0n, 4_000_000n])
  })

  it('of which no entry of its own was recorded, is told by the difference in inspections of earlier versions', () => {
    const old = (list: StartTime[]): StartTime[] =>
      list.map(({ trackId, utc: time, origin }) => ({ trackId, utc: time, origin }))
    expect(clockOf(old([...corrected, ...recorded])).shiftOf(2)).toBe(4_000_000n)
    const own = [says(1, 'corrected cstb', '00.400'), says(2, 'corrected cstb', '00.100')]
    expect(clockOf([...own, ...old(recorded)]).shiftOf(2)).toBe(1_000_000n)
  })

  it('does not take a beginning of its own for a correction', () => {
    // The track of metadata begins 2 s later; the correction names the pictures alone.
    const later = [says(1, 'cstb', '00.000', true), says(2, 'cstb', '02.000', true)]
    const clock = clockOf([...corrected.slice(0, 2), ...later])
    expect(clock.shiftOf(2)).toBe(4_000_000n)
    expect(clock.secondsOf(utc('10.000'), 2)).toBe(10)
  })

  it('moves with the pictures that it describes', () => {
    const pictures = fakeTrack({ startTime: utc('00.400') })
    const others = fakeTrack({ id: 4, startTime: utc('05.000') })
    const metadata = fakeTrack({ id: 2, kind: 'metadata', describes: [4] })
    const startTimes = [
      ...[says(1, 'corrected cstb', '00.400', true), says(1, 'cstb', '00.000', true)],
      ...[says(4, 'corrected cstb', '05.000', true), says(4, 'cstb', '00.000', true)],
      ...[says(2, 'corrected cstb', '00.400', false), says(2, 'cstb', '00.000', false)],
    ]
    const clock = MetadataClock.of({ startTimes, tracks: [pictures, others, metadata] }, pictures)
    expect(clock?.shiftOf(2)).toBe(50_000_000n)
  })

  it('knows which tracks speak of other pictures', () => {
    const pictures = fakeTrack({ startTime: utc('00.000') })
    const others = fakeTrack({ id: 4, startTime: utc('00.000') })
    const metadata = [[], [1], [4], [4, 1], [9]].map((describes, at) =>
      fakeTrack({ id: 10 + at, kind: 'metadata', describes }),
    )
    const known = { startTimes: [], tracks: [pictures, others, ...metadata] }
    const foreign = (clock: MetadataClock | null): number[] =>
      metadata.map(({ id }) => id).filter((id) => clock?.isForeign(id))
    const clock = MetadataClock.of(known, pictures)
    // Who names no video of the file may speak of any.
    expect(foreign(clock)).toEqual([12])
    const other = MetadataClock.of(known, others, clock)
    expect(foreign(other)).toEqual([11])
  })

  it('is not moved by a correction that does not count, nor against the time at which the file was made', () => {
    const untrusted = [...recorded, ...corrected]
    expect(clockOf(untrusted).shiftOf(2)).toBe(0n)
    expect(clockOf([...corrected, says(1, 'mvhd', '30.000', false)]).shiftOf(2)).toBe(0n)
    // By the samples of the metadata, which is how the pictures were placed before.
    expect(clockOf([...corrected, says(1, 'metadata', '00.100', false)]).shiftOf(2)).toBe(3_000_000n)
  })

  it('stays the same object as long as it says the same', () => {
    const pictures = fakeTrack({ startTime: utc('00.400') })
    const tracks = [pictures, fakeTrack({ id: 2, kind: 'metadata' })]
    const startTimes = [...corrected, ...recorded]
    const clock = MetadataClock.of({ startTimes, tracks }, pictures)
    expect(MetadataClock.of(structuredClone({ startTimes, tracks }), { ...pictures }, clock)).toBe(clock)
    expect(MetadataClock.of({ startTimes: recorded, tracks }, pictures, clock)).not.toBe(clock)
    expect(MetadataClock.of({ startTimes, tracks }, fakeTrack(), clock)).toBeNull()
  })
})
