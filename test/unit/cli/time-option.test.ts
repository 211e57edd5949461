// Times on the command line: ISO 8601, UTC where no zone is given, never guessed.
import { describe, expect, it } from 'vitest'
import { parseTimeOption } from '../../../electron/cli/time-option.ts'

const utc = (text: string): string | undefined => parseTimeOption('--at', text)?.utc

describe('a time', () => {
  it('that was not given is none', () => {
    expect(parseTimeOption('--at', undefined)).toBeNull()
  })

  it.each([
    ['2026-05-01T21:59:58.500Z', '2026-05-01T21:59:58.500Z'],
    ['2026-05-01T21:59:58', '2026-05-01T21:59:58.000Z'],
    ['2026-05-01T23:59:58+02:00', '2026-05-01T21:59:58.000Z'],
    ['2026-05-01T23:59:58.1234567Z', '2026-05-01T23:59:58.1234567Z'],
    ['2026-05-01', '2026-05-01T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(utc(text)).toBe(expected)
  })

  it('in milliseconds is rounded down, also before 1970', () => {
    expect(parseTimeOption('--at', '1970-01-01T00:00:00.0019999Z')?.unixMillis).toBe(1)
    expect(parseTimeOption('--at', '1969-12-31T23:59:59.999Z')?.unixMillis).toBe(-1)
  })

  it.each([
    '',
    'now',
    'yesterday',
    '2026',
    '2026-13-01',
    '2026-02-30',
    '25:00',
    '1777672798',
    '2026-05-01T21:59:58 CET',
    '01.05.2026',
  ])('“%s” is refused with its name', (text) => {
    expect(() => parseTimeOption('--from', text)).toThrow(
      expect.objectContaining({
        code: 'wrong-input',
        message: expect.stringContaining('--from') as string,
      }) as Error,
    )
  })
})
