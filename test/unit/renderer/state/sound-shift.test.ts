// Sound lies beside the pictures as the export says of both, else as the edit lists say (ONVIF EFF 26.06 5.3).
import { describe, expect, it } from 'vitest'
import type { StartTime, TimeOrigin, Track } from '#contract/track.ts'
import type { UtcTime } from '#contract/units.ts'
import { fakeTrack } from '#test/support/fake-item.ts'
import { soundShift } from '../../../../renderer/state/sound-shift.ts'

const says = (trackId: number, origin: TimeOrigin, seconds: string, own?: boolean): StartTime => ({
  ...{ trackId, origin, utc: `2026-05-01T22:00:${seconds}Z` as UtcTime },
  ...(own === undefined ? {} : { own }),
})
/** As FFmpeg writes: pictures out of order, sound half a second later with a priming of 1,024 samples. */
const video = fakeTrack({ timescale: 12_800, editMediaTime: 1_024 })
const audio = fakeTrack({
  ...{ id: 2, kind: 'audio', timescale: 48_000, editMediaTime: 1_024, editDelaySeconds: 0.5 },
})
const byEdits = 0.5 - 1_024 / 48_000 + 1_024 / 12_800
const shift = (...startTimes: StartTime[]): number => soundShift(video, audio, startTimes)

describe('where the sound lies on the timeline of the picture', () => {
  it('is told by the start times where a statement names both tracks', () => {
    expect(shift(says(1, 'cstb', '01.000', true), says(2, 'cstb', '01.250', true))).toBeCloseTo(0.25, 9)
    // Edit lists do not count then: a start time is that of the media timeline.
    expect(shift(says(1, 'cstb', '01.000', true), says(2, 'cstb', '01.000', true))).toBe(0)
    const corrected = [
      ...[says(1, 'corrected cstb', '09.000', true), says(1, 'cstb', '01.000', true)],
      ...[says(2, 'corrected cstb', '09.100', true), says(2, 'cstb', '01.250', true)],
    ]
    expect(shift(...corrected)).toBeCloseTo(0.1, 9)
  })

  it.each<TimeOrigin>(['cstb', 'sumi', 'misb', 'metadata', 'mvhd', 'corrected cstb'])(
    'is told by the edit lists where both have the one time of %s',
    (origin) => {
      expect(shift(says(1, origin, '01.000', true), says(2, origin, '01.000', false))).toBeCloseTo(byEdits, 9)
      expect(shift(says(1, origin, '01.000', false), says(2, origin, '01.000', false))).toBeCloseTo(
        byEdits,
        9,
      )
    },
  )

  it('is told by the edit lists of files without a start time', () => {
    expect(shift()).toBeCloseTo(byEdits, 9)
    const plain = fakeTrack({ timescale: 1_000 })
    const edited = (given: Partial<Track>): Track => fakeTrack({ id: 2, timescale: 1_000, ...given })
    expect(soundShift({ ...plain, editMediaTime: 80 }, edited({}), [])).toBeCloseTo(0.08, 9)
    expect(soundShift(plain, edited({ editDelaySeconds: 0.5 }), [])).toBeCloseTo(0.5, 9)
  })

  it('stays what was said of both where a correction moves all tracks alike', () => {
    const corrected = [
      ...[says(1, 'corrected cstb', '09.000', true), says(1, 'cstb', '01.000', true)],
      ...[says(2, 'corrected cstb', '09.000', false), says(2, 'cstb', '01.250', true)],
    ]
    expect(shift(...corrected)).toBeCloseTo(0.25, 9)
  })

  it('is not told by a correction that does not count', () => {
    const untrusted = [
      ...[says(1, 'cstb', '01.000', true), says(1, 'corrected cstb', '09.000', true)],
      ...[says(2, 'cstb', '01.000', false), says(2, 'corrected cstb', '09.700', true)],
    ]
    expect(shift(...untrusted)).toBeCloseTo(byEdits, 9)
  })

  it('is told by the difference in inspections of earlier versions, which do not say who has a time of his own', () => {
    expect(shift(says(1, 'cstb', '01.000'), says(2, 'cstb', '01.250'))).toBeCloseTo(0.25, 9)
    expect(shift(says(1, 'cstb', '01.000'), says(2, 'cstb', '01.000'))).toBeCloseTo(byEdits, 9)
  })
})
