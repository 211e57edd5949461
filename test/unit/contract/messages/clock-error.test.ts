import { expect, it } from 'vitest'
import { correctedTime, describeClockError, formatClockLength } from '#contract/messages/clock-error.ts'
import type { ClockOffset } from '#contract/clock.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'

const entry = (offsetMicros: number): ClockOffset => ({
  id: '7c3f9c1e-3f0b-4f9a-9f60-0d9f3b7f2a11',
  itemId: '7c3f9c1e-3f0b-4f9a-9f60-0d9f3b7f2a12' as ItemId,
  recorderTime: '2026-05-01T22:02:11.500Z' as UtcTime,
  referenceTime: '2026-05-01T21:59:58.500Z' as UtcTime,
  method: 'read from the screen',
  offsetMicros,
  enteredBy: 'Officer 12',
  enteredAt: '2026-05-03T09:00:00.000Z' as UtcTime,
  withdrawn: null,
})

it('says how far a clock was off, to the digit', () => {
  expect(describeClockError(133_000_000)).toBe('The recorder was 2 min 13.000 s ahead.')
  expect(describeClockError(-80_000)).toBe('The recorder was 0.080 s behind.')
  expect(describeClockError(0)).toBe('The recorder was right, to the microsecond.')
  expect(formatClockLength(1)).toBe('0.000001 s')
  expect(formatClockLength(3_602_500_000)).toBe('1 h 00 min 02.500 s')
  expect(formatClockLength(-(365 * 86_400 + 3_600) * 1_000_000)).toBe('365 d 01 h 00 min 00.000 s')
})

it('corrects a recorded time by the error, and nothing where there is no entry', () => {
  const recorded = '2026-05-01T22:00:00.1234567Z' as UtcTime
  expect(correctedTime(recorded, entry(133_000_000))).toBe('2026-05-01T21:57:47.1234567Z')
  expect(correctedTime(recorded, entry(-1))).toBe('2026-05-01T22:00:00.1234577Z')
  expect(correctedTime(recorded, null)).toBeNull()
  expect(correctedTime(null, entry(1))).toBeNull()
})
