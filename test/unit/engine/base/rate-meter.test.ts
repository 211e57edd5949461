// Units a second over the last seconds: steady, and not spoiled by what went before.
import { describe, expect, it } from 'vitest'
import { RateMeter } from '#engine/base/rate-meter.ts'

const fed = (...points: [at: number, done: number][]): RateMeter => {
  const meter = new RateMeter()
  for (const [at, done] of points) meter.add(at, done, 'bytes')
  return meter
}

describe('the rate', () => {
  it('is not known until half a second was seen', () => {
    expect(new RateMeter().rate()).toBeNull()
    expect(fed([0, 0]).rate()).toBeNull()
    expect(fed([0, 0], [499, 100]).rate()).toBeNull()
    expect(fed([0, 0], [500, 100]).rate()).toBe(200)
  })

  it('follows the last four seconds', () => {
    const meter = new RateMeter()
    for (let at = 0; at <= 10_000; at += 100) meter.add(at, at * 10, 'bytes')
    expect(meter.rate()).toBeCloseTo(10_000, -1)
    for (let at = 10_100; at <= 20_000; at += 100) meter.add(at, 100_000 + (at - 10_000), 'bytes')
    expect(meter.rate()).toBeCloseTo(1_000, -1)
  })

  it('is right also where thousands of reports come at once', () => {
    const meter = new RateMeter()
    for (let at = 0; at <= 2_000; at += 0.1) meter.add(at, at * 7, 'bytes')
    expect(meter.rate()).toBeCloseTo(7_000, -2)
  })

  it('a standstill is 0, not unknown', () => {
    expect(fed([0, 50], [1_000, 50]).rate()).toBe(0)
  })

  it('begins anew with another unit, or where the count falls', () => {
    const meter = fed([0, 0], [1_000, 1_000])
    meter.add(1_100, 1, 'steps')
    expect(meter.rate()).toBeNull()
    const fallen = fed([0, 0], [1_000, 1_000], [1_100, 10])
    expect(fallen.rate()).toBeNull()
    fallen.add(2_100, 20, 'bytes')
    expect(fallen.rate()).toBeCloseTo(10, 5)
  })

  it('keeps a rate through a long silence, and forgets what was before it', () => {
    const meter = fed([0, 0], [100, 100], [60_000, 200])
    expect(meter.rate()).toBeLessThan(3)
  })
})
