import { describe, expect, it } from 'vitest'
import type { MetadataFrame, MetadataObject } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { matchFrames, timed } from '../../../../renderer/state/overlay-match.ts'
import { formatInstant, parseInstant } from '../../../../renderer/state/playhead-time.ts'

const zero = parseInstant('2026-05-01T22:00:00.000Z') ?? 0n
const ms = (value: number): bigint => BigInt(Math.round(value * 10_000))
const object = { id: '1' } as MetadataObject

function frame(atMs: number, options: Partial<MetadataFrame> = {}): MetadataFrame {
  const time = formatInstant(zero + ms(atMs)) as UtcTime
  return {
    kind: 'frame',
    time,
    trackId: 2,
    sample: atMs,
    source: 'A',
    objects: [object],
    ended: [],
    ptz: null,
    ...options,
  }
}

function match(frames: MetadataFrame[], atMs: number, lengthMs = 40): { sample: number; carried: boolean }[] {
  return matchFrames(timed(frames), zero + ms(atMs), ms(lengthMs)).map(({ frame: { sample }, carried }) => ({
    sample,
    carried,
  }))
}

describe('matching metadata frames to pictures', () => {
  it('takes the frame within half a picture, earlier or later', () => {
    expect(match([frame(100)], 100)).toEqual([{ sample: 100, carried: false }])
    expect(match([frame(120)], 100)).toEqual([{ sample: 120, carried: false }])
    expect(match([frame(80)], 100)).toEqual([{ sample: 80, carried: false }])
    expect(match([frame(121)], 100)).toEqual([])
  })

  it('takes the nearest of several', () => {
    expect(match([frame(85), frame(95), frame(112)], 100)).toEqual([{ sample: 95, carried: false }])
  })

  it('carries the nearest earlier one over for a second, and says so', () => {
    expect(match([frame(0), frame(60)], 100)).toEqual([{ sample: 60, carried: true }])
    expect(match([frame(0)], 1000)).toEqual([{ sample: 0, carried: true }])
    expect(match([frame(0)], 1001)).toEqual([])
    expect(match([frame(200)], 100)).toEqual([])
  })

  it('prefers one that belongs to the picture to one that is carried over', () => {
    expect(match([frame(115), frame(70)], 100)).toEqual([{ sample: 115, carried: false }])
  })

  // ONVIF Analytics 5.2: an empty frame means that nothing is seen until the next that is not. What was marked as idle is not
  // listed while it does not change (“Objects”): that stays, as the tests of overlay-idle.ts hold.
  it('lets an empty frame clear what moved before', () => {
    expect(match([frame(60), frame(100, { objects: [], sample: 7 })], 100)).toEqual([
      { sample: 7, carried: false },
    ])
    expect(match([frame(0), frame(60, { objects: [], sample: 7 })], 100)).toEqual([
      { sample: 7, carried: true },
    ])
  })

  it('keeps several analytics modules apart', () => {
    expect(match([frame(100), frame(98, { source: 'B' }), frame(70, { source: null })], 100)).toHaveLength(3)
  })

  it('does not stretch half a picture over a gap', () => {
    // A picture stored as lasting 20 s: metadata 5 s later is not of this picture.
    expect(match([frame(5000)], 100, 20_000)).toEqual([])
    expect(match([frame(599)], 100, 20_000)).toEqual([{ sample: 599, carried: false }])
  })
})
