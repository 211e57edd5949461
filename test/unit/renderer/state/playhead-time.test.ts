import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addSeconds,
  formatInstant,
  instantOfTicks,
  lastInstantOf,
  lastTicksAt,
  parseInstant,
  secondsBetween,
} from '../../../../renderer/state/playhead-time.ts'

const start = parseInstant('2026-05-01T21:59:58.500Z') ?? 0n

describe('times', () => {
  it('parses to 100 ns and formats back, milliseconds where exact', () => {
    expect(formatInstant(start)).toBe('2026-05-01T21:59:58.500Z')
    expect(formatInstant(start + 1n)).toBe('2026-05-01T21:59:58.5000001Z')
    expect(parseInstant('2026-05-01T21:59:58.123456789Z')).toBe(parseInstant('2026-05-01T21:59:58.1234567Z'))
    expect(parseInstant('1601-01-01T00:00:00.000Z')).toBe(-116_444_736_000_000_000n)
    expect(formatInstant(-116_444_736_000_000_000n)).toBe('1601-01-01T00:00:00.000Z')
    expect(formatInstant(-1n)).toBe('1969-12-31T23:59:59.9999999Z')
  })

  it('refuses what is not a time of the contract', () => {
    for (const text of ['', '2026-05-01', '2026-05-01T21:59:58Z', '2026-05-01T21:59:58.5+01:00', 'now']) {
      expect(parseInstant(text)).toBeNull()
    }
    expect(formatInstant(10n ** 30n)).toBeNull()
  })

  it('puts pictures of 30000/1001 on their exact 100 ns', () => {
    const times = [0, 1, 2, 30].map((frame) => instantOfTicks(0n, frame * 1001, 30_000))
    expect(times).toEqual([0n, 333_666n, 667_333n, 10_010_000n])
  })

  it('rounds down before the origin too', () => {
    expect(instantOfTicks(0n, -1, 3)).toBe(-3_333_334n)
  })

  it('finds the last tick at an instant: the exact inverse, whatever the timescale', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.integer({ min: 1, max: 10_000_000 }),
        (ticks, timescale) => {
          const at = instantOfTicks(start, ticks, timescale)
          const found = lastTicksAt(start, at, timescale)
          // No later tick lies at or before the instant, and this one does.
          expect(instantOfTicks(start, found, timescale) <= at).toBe(true)
          expect(instantOfTicks(start, found + 1, timescale) > at).toBe(true)
          expect(found).toBeGreaterThanOrEqual(ticks)
        },
      ),
      { seed: 7, numRuns: 500 },
    )
  })

  it('takes a time cut off at milliseconds for all it can stand for', () => {
    expect(lastInstantOf('2026-05-01T21:59:58.500Z')).toBe(start + 9_999n)
    expect(lastInstantOf('2026-05-01T21:59:58.5000000Z')).toBe(start)
    expect(lastInstantOf('2026-05-01T21:59:58.500000000Z')).toBe(start)
  })

  it('converts to seconds for drawing and back', () => {
    expect(secondsBetween(start, start + 12_345_678n)).toBeCloseTo(1.2345678, 9)
    expect(addSeconds(start, 1.5)).toBe(start + 15_000_000n)
  })
})
