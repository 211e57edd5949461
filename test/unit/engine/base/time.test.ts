// Exact times: what goes in as text comes out again, and nothing that is no time becomes one.
import { describe, expect, it } from 'vitest'
import {
  filetime,
  filetimeFromMacSeconds,
  filetimeSpan,
  formatUtc,
  macSecondsFromFiletime,
  parseUtc,
  unixMicrosFromFiletime,
} from '#engine/base/time.ts'

const there = (text: string): string | null => {
  const time = parseUtc(text)
  return time === null ? null : formatUtc(time)
}

describe('parseUtc and formatUtc', () => {
  it.each([
    ['2026-05-01T21:59:58.500Z', '2026-05-01T21:59:58.500Z'],
    ['2026-05-01T21:59:58Z', '2026-05-01T21:59:58.000Z'],
    ['2026-05-01T21:59:58.1234567Z', '2026-05-01T21:59:58.1234567Z'],
    ['2026-05-01T21:59:58.123456789Z', '2026-05-01T21:59:58.1234567Z'],
    ['2026-05-01T23:59:58.5+02:00', '2026-05-01T21:59:58.500Z'],
    ['2026-05-01T17:29:58.5-0430', '2026-05-01T21:59:58.500Z'],
    ['2026-05-01T21:59:58,5', '2026-05-01T21:59:58.500Z'],
    ['2026-12-31T24:00:00Z', '2027-01-01T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.9999999Z'],
    ['1601-01-01T00:00:00Z', '1601-01-01T00:00:00.000Z'],
    ['1969-12-31T23:59:59.25Z', '1969-12-31T23:59:59.250Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(there(text)).toBe(expected)
  })

  it.each([
    '',
    'yesterday',
    '2026-13-01T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2024-02-31T00:00:00Z',
    '2026-05-01T25:00:00Z',
    '2026-05-01T24:00:01Z',
    '2026-05-01T00:60:00Z',
    '2026-05-01',
    '0050-01-01T00:00:00Z',
  ])('“%s” is none that can be shown', (text) => {
    expect(there(text)).toBeNull()
  })
})

describe('epochs', () => {
  it('the bytes of the format facts: 3786825600 s since 1904 and FILETIME 133540000000000000', () => {
    expect(formatUtc(filetimeFromMacSeconds(3_786_825_600n))).toBe('2023-12-31T00:00:00.000Z')
    expect(macSecondsFromFiletime(filetimeFromMacSeconds(3_786_825_600n))).toBe(3_786_825_600n)
    expect(unixMicrosFromFiletime(filetime(133_540_000_000_000_000n))).toBe(1_709_526_400_000_000)
  })

  it('spans are exact where doubles are not', () => {
    expect(filetimeSpan(2n ** 60n, 90_000)).toBe((2n ** 60n * 10_000_000n) / 90_000n)
    expect(filetimeSpan(1, 3)).toBe(3_333_333n)
  })
})
