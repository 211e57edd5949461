import { expect, it } from 'vitest'
import type { UtcTime } from '#contract/units.ts'
import { clockError, parseTypedClock } from '../../../../../renderer/features/clock/typed-clock.ts'

const utc = (text: string): UtcTime => text as UtcTime

it('reads a clock as people write it down', () => {
  const same = utc('2026-05-01T21:59:58.500Z')
  for (const typed of [
    '2026-05-01 21:59:58.5',
    ' 2026-05-01T21:59:58.500Z ',
    '2026-5-1, 21:59:58,5 UTC',
    '2026/05/01 21:59:58.5',
    '20260501T215958.5Z',
    '01.05.2026 21:59:58.5',
    '1. 5. 2026, 21:59:58.5',
    '1 May 2026 21:59:58.5',
    '1-may-2026 21:59:58.5 GMT',
    'May 1, 2026 21:59:58.5',
    '2026-05-01 23:59:58.5 +02:00',
    '2026-05-02 03:29:58.5+0530',
    '2026-05-01 18:59:58.5 UTC-3',
  ]) {
    expect(parseTypedClock(typed, null), typed).toBe(same)
  }
  expect(parseTypedClock('2026-05-01 9:05', null)).toBe('2026-05-01T09:05:00.000Z')
  expect(parseTypedClock('2026-05-01 09:05:00.123456789', null)).toBe('2026-05-01T09:05:00.123456789Z')
})

it('takes nothing for a time that is none, or could be two', () => {
  for (const typed of [
    '',
    '2026-05-01',
    '2026-05',
    '03/04/2026 21:59',
    '2026-04-31 21:59',
    '2026-02-29 21:59',
    '2026-05-01 24:00',
    '2026-05-01 21:60',
    '2026-05-01 21:59:60',
    '2026-05-01 9:59 PM',
    '1 Ju 2026 21:59',
    '1 Mai 2026 21:59',
    '2026-05-01 21:59 +15:00',
    '2026-05-01 21:59 CET',
    '2026-05/01 21:59',
    'yesterday 21:59',
    '21:59',
  ]) {
    expect(parseTypedClock(typed, null), typed).toBeNull()
  }
})

it('means a time of day alone on the day nearest to the other clock', () => {
  const near = utc('2026-05-01T23:59:30.000Z')
  expect(parseTypedClock('00:00:10', near)).toBe('2026-05-02T00:00:10.000Z')
  expect(parseTypedClock('23:50', near)).toBe('2026-05-01T23:50:00.000Z')
})

it('counts recorder minus reference in microseconds', () => {
  const right = utc('2026-05-01T21:59:58.500Z')
  expect(clockError(utc('2026-05-01T22:02:11.500Z'), right)).toBe(133_000_000)
  expect(clockError(utc('2026-05-01T21:59:58.4999Z'), right)).toBe(-100)
  expect(clockError(right, right)).toBe(0)
  expect(clockError(utc('1926-05-01T21:59:58.500Z'), right)).toBe(-3_155_760_000_000_000)
  expect(clockError(utc('1925-05-01T21:59:58.500Z'), right)).toBe('too far')
})
