import { describe, expect, it } from 'vitest'
import type { UtcTime } from '#contract/units.ts'
import {
  formatMediaTime,
  parseDestination,
  splitUtc,
} from '../../../../renderer/features/player/clock-text.ts'
import { formatInstant, parseInstant } from '../../../../renderer/state/playhead-time.ts'

describe('clock text', () => {
  it('splits off the digits below the millisecond', () => {
    expect(splitUtc('2026-05-01T21:59:58.500Z' as UtcTime)).toEqual({
      date: '2026-05-01',
      time: '21:59:58',
      milliseconds: '.500',
      rest: '',
    })
    expect(splitUtc('2026-05-01T21:59:58.0333666Z' as UtcTime).rest).toBe('3666')
  })

  it('writes media time, cut off to milliseconds', () => {
    expect(formatMediaTime(62.5)).toBe('00:01:02.500')
    expect(formatMediaTime(0.0333666)).toBe('00:00:00.033')
    expect(formatMediaTime(4.08)).toBe('00:00:04.080')
    expect(formatMediaTime(-0.08)).toBe('−00:00:00.080')
    expect(formatMediaTime(360_000.001)).toBe('100:00:00.001')
  })
})

describe('what a user types to go somewhere', () => {
  const reference = parseInstant('2026-05-01T23:59:58.000Z')
  const at = (text: string): string | null => {
    const destination = parseDestination(text, reference)
    return destination?.kind === 'instant'
      ? formatInstant(destination.at)
      : destination && JSON.stringify(destination)
  }

  it('is a picture number', () => {
    expect(parseDestination(' 1,250 ', reference)).toEqual({ kind: 'picture', number: 1250 })
    expect(parseDestination('250', null)).toEqual({ kind: 'picture', number: 250 })
  })

  it('is a date and time, exact to 100 ns', () => {
    expect(at('2026-05-01 21:59:58.5 UTC')).toBe('2026-05-01T21:59:58.500Z')
    expect(at('2026-05-01T21:59:58.1234567Z')).toBe('2026-05-01T21:59:58.1234567Z')
    expect(at('2026-05-01 21:59')).toBe('2026-05-01T21:59:00.000Z')
  })

  it('is a time of the day that is nearest, over midnight too', () => {
    expect(at('23:59:50')).toBe('2026-05-01T23:59:50.000Z')
    expect(at('0:00:10')).toBe('2026-05-02T00:00:10.000Z')
    expect(parseDestination('0:00:10', null)).toEqual({ kind: 'time of day' })
  })

  it('is none of these', () => {
    for (const text of ['', 'soon', '25:00', '12:60', '2026-02-30 12:00:00', '1,25', '-3', '1e3'])
      expect(parseDestination(text, reference)).toBeNull()
  })
})
