import { describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import type { UtcTime } from '#contract/units.ts'
import { soundShift } from '../../../../renderer/state/sound-shift.ts'

const track = (given: Partial<Track>): Track =>
  ({ startTime: null, timescale: 1000, editMediaTime: 0, editDelaySeconds: 0, ...given }) as Track
const start = (text: string): { startTime: UtcTime } => ({
  startTime: `2026-05-01T22:00:${text}Z` as UtcTime,
})

describe('where the sound lies on the timeline of the picture', () => {
  it('is told by the start times of an export', () => {
    expect(soundShift(track(start('01.000')), track(start('01.250')), true)).toBeCloseTo(0.25, 9)
    // Edit lists do not count then: a start time is that of the media timeline (EFF 5.3).
    expect(soundShift(track({ ...start('01.000'), editMediaTime: 80 }), track(start('01.000')), true)).toBe(0)
  })

  it('is told by the edit lists of other files', () => {
    expect(soundShift(track({ editMediaTime: 80 }), track({ timescale: 44_100 }), false)).toBeCloseTo(0.08, 9)
    expect(soundShift(track({}), track({ editDelaySeconds: 0.5 }), false)).toBeCloseTo(0.5, 9)
    expect(soundShift(track(start('01.000')), track(start('09.000')), false)).toBe(0)
  })
})
