import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { en } from '#contract/messages/en.ts'
import { errorCodes, EvidenceError } from '#contract/errors.ts'
import { describeFailure } from '#contract/messages/failure.ts'
import { formatList, safeText, t } from '#contract/messages/format.ts'
import { claimedName, signerName } from '#contract/messages/names.ts'
import {
  formatBytes,
  formatBytesExactly,
  formatCoordinates,
  formatDuration,
  formatRate,
  groupHash,
} from '#contract/messages/quantities.ts'
import {
  formatDay,
  formatInZone,
  formatUtc,
  formatUtcLong,
  formatUtcSpan,
  millisOf,
} from '#contract/messages/times.ts'
import { utc } from '#test/support/fake-evidence.ts'

describe('messages', () => {
  it('have each key once, and leave no file out', async () => {
    const folder = new URL('../../../../electron/contract/messages/', import.meta.url)
    const files = [...readdirSync(new URL('en/', folder)).map((name) => `en/${name}`), 'en-review.ts']
    const parts = await Promise.all(
      files.map((file) => import(new URL(file, folder).href) as Promise<Record<string, object>>),
    )
    const keys = parts.flatMap((part) => Object.values(part).flatMap((messages) => Object.keys(messages)))
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
    expect(Object.keys(en).length).toBe(keys.length)
  })

  it('keep to the rules of language', () => {
    for (const [key, message] of Object.entries(en)) {
      const texts = typeof message === 'string' ? [message] : [message.one, message.other]
      // What another program would answer is quoted in its own words.
      if (key.startsWith('signed.verdict.')) continue
      for (const text of texts)
        expect(text, key).not.toMatch(/!|successful|authentic|100 ?%|please|\bsorry\b/i)
    }
  })

  it('take parameters, and plural by count', () => {
    expect(t('custody.count', { count: 1 })).toBe('1 entry')
    expect(t('custody.count', { count: 12_345 })).toBe('12,345 entries')
    expect(t('seal.startTime', { track: '1', time: '{time}' })).toBe('Track 1: {time}')
    // @ts-expect-error a parameter is missing
    expect(t('seal.startTime', { track: '1' })).toBe('Track 1: {time}')
  })

  it('have text and a next step for every failure', () => {
    for (const code of errorCodes) {
      const { what, facts, next } = describeFailure(new EvidenceError(code, 'It was at /a/b.'))
      expect(
        [what, facts, next].every((text) => text.length > 5),
        code,
      ).toBe(true)
    }
    expect(describeFailure('odd').facts).toBe('odd')
  })
})

describe('text from evidence', () => {
  it('is made safe and shortened by characters, not by halves of them', () => {
    expect(safeText('a\u0000b\u202ec\nd')).toBe('a\ufffdb\ufffdc\ufffdd')
    expect(safeText('😀'.repeat(90), 80)).toBe(`${'😀'.repeat(80)}…`)
  })

  it('gives the common name of a subject, else the next best', () => {
    expect(signerName('CN=Metro VMS, O=Metro')).toBe('Metro VMS')
    expect(signerName('O=Metro\\, Inc., C=FR')).toBe('Metro, Inc.')
    expect(signerName('CN="Metro, CN=Police", O=x')).toBe('Metro, CN=Police')
    expect(signerName('weird')).toBe('weird')
    expect(signerName('')).toBe('?')
    expect(claimedName('CN=A')).toBe('‘A’')
    expect(claimedName('CN=O’Brien "x"')).toBe('‘O_Brien _x_’')
    expect(claimedName(`CN=${'x'.repeat(61)}`)).toBe(`‘${'x'.repeat(60)}…’`)
  })
})

describe('quantities', () => {
  it('write bytes', () => {
    expect([0, 1, 999, 1000, 56_381, 999_499, 999_500, 1_204_881, 123e9].map(formatBytes)).toEqual([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1 kB',
      '56.4 kB',
      '999 kB',
      '1 MB',
      '1.2 MB',
      '123 GB',
    ])
    expect(formatBytesExactly(56_381)).toBe('56.4 kB (56,381 bytes)')
  })

  it('write rates and durations', () => {
    expect(formatRate(132e6, 'bytes')).toBe('132 MB/s')
    expect(formatRate(3.2, 'items')).toBe('3.2 items/s')
    expect([0.48, 12, 59.6, 125, 3725, 97_200].map(formatDuration)).toEqual([
      '0.5 s',
      '12 s',
      '1 min 00 s',
      '2 min 05 s',
      '1 h 02 min',
      '1 d 03 h',
    ])
  })

  it('write hashes and places', () => {
    expect(groupHash('0123456789abcdef')).toBe('0123 4567 89ab cdef')
    expect(formatCoordinates(48.8584, -2.2945)).toBe('48.85840° N, 2.29450° W')
    expect(formatList(['1', '3', '4'])).toBe('1, 3 and 4')
  })
})

describe('times', () => {
  const time = utc('2026-05-01T21:59:58.5001234Z')
  it('keep every digit that is there and never round up', () => {
    expect(formatUtc(time)).toBe('2026-05-01 21:59:58.5001234 UTC')
    expect(formatUtcLong(utc('2026-05-02T08:15:00.999Z'))).toBe('2 May 2026, 08:15:00 UTC')
    expect(formatDay(time)).toBe('1 May 2026')
    expect(millisOf(time)).toBe(Date.UTC(2026, 4, 1, 21, 59, 58, 500))
  })

  it('say the day once', () => {
    expect(formatUtcSpan(time, utc('2026-05-01T22:00:08.000Z'))).toBe('2026-05-01 21:59:58 – 22:00:08')
    expect(formatUtcSpan(time, utc('2026-05-02T00:00:08.000Z'))).toBe(
      '2026-05-01 21:59:58 – 2026-05-02 00:00:08',
    )
  })

  it('tell the two hours apart that a clock set back shows twice', () => {
    expect(formatInZone(utc('2026-10-25T00:30:00.000Z'), 'Europe/Berlin')).toBe(
      '2026-10-25 02:30:00.000 GMT+2',
    )
    expect(formatInZone(utc('2026-10-25T01:30:00.000Z'), 'Europe/Berlin')).toBe(
      '2026-10-25 02:30:00.000 GMT+1',
    )
    expect(formatInZone(time, 'UTC')).toBe('')
  })
})
