// Other languages: nothing that English has not, no parameter too many, and English where a text is missing.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { en } from '#contract/messages/en.ts'
import { formatList, t, withinSentence } from '#contract/messages/format.ts'
import { languageFor, languages, localeOf, speakWith } from '#contract/messages/language.ts'
import type { Language } from '#contract/messages/language.ts'
import {
  formatByteCount,
  formatBytes,
  formatDuration,
  formatFixed,
  formatMicros,
  formatOffset,
  formatRate,
} from '#contract/messages/quantities.ts'
import { formatDay, formatUtc, formatUtcLong } from '#contract/messages/times.ts'
import type { Translation } from '#contract/messages/translation.ts'
import { voices } from '#contract/messages/translations.ts'
import { utc } from '#test/support/fake-evidence.ts'

const speak = (language: Language): void => speakWith(() => voices[language])
afterEach(() => speak('en'))

type Message = string | { one: string; other: string }
const english = new Map<string, Message>(Object.entries(en))
const textsOf = (message: Message): string[] =>
  typeof message === 'string' ? [message] : [message.one, message.other]
const namesIn = (message: Message, plural = false): Set<string> =>
  new Set([
    ...textsOf(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')),
    ...(plural ? ['count'] : []),
  ])

const folder = join(import.meta.dirname, '../../../../electron/contract/messages')
const others = languages.filter((language) => language !== 'en')
const told = (language: Language): string =>
  `${language}: ${Object.keys(voices[language].texts).length} of ${english.size} messages`

describe.each(others.map((language) => [told(language), language] as const))('%s', (_, language) => {
  const entries = Object.entries(voices[language].texts) as [string, Message][]

  it('has begun, and leaves no file of its folder out', async () => {
    const files = readdirSync(join(folder, language))
    const parts = await Promise.all(
      files.map((file) => import(join(folder, language, file)) as Promise<Record<string, object>>),
    )
    const keys = parts.flatMap((part) => Object.values(part).flatMap((texts) => Object.keys(texts)))
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
    expect(new Set(entries.map(([key]) => key))).toEqual(new Set(keys))
    expect(keys.length).toBeGreaterThan(600)
  })

  it('names no key and no parameter that English has not, and is plural where English is', () => {
    for (const [key, message] of entries) {
      const original = english.get(key)
      if (original === undefined) throw new Error(`${key} is no message of English`)
      expect(typeof message, key).toBe(typeof original)
      const known = namesIn(original, typeof original !== 'string')
      expect(
        [...namesIn(message)].filter((name) => !known.has(name)),
        key,
      ).toEqual([])
      for (const text of textsOf(message)) expect(text.replace(/\{\w+\}/g, ''), key).not.toMatch(/[{}]/)
    }
  })

  it('leaves out no fact that English gives: each parameter is used', () => {
    for (const [key, message] of entries) {
      const original = english.get(key) ?? ''
      // Where one form names the number and the other says “one”, each language does as it likes.
      const wanted = [...namesIn(original)].filter((name) => name !== 'count')
      expect([...namesIn(message)], key).toEqual(expect.arrayContaining(wanted))
      if (typeof message !== 'string' && textsOf(original)[1]?.includes('{count}')) {
        expect(message.other, key).toContain('{count}')
      }
    }
  })

  it('has every word of verdicts and states', () => {
    const words =
      /^(verdict|mediaChip|intact|trust|custody|seal|chip|groupState|kind\.noSeal|missing\.word)\b/
    const chips = [...english.keys()].filter((key) => words.test(key) && !key.startsWith('groupState'))
    expect(chips.length).toBeGreaterThan(150)
    expect(chips.filter((key) => !(key in voices[language].texts))).toEqual([])
  })

  it('keeps to the rules of language', () => {
    const never = /!|authenti|erfolgreich|\bbitte\b|garanti|réussi|s’il vous|\blyckad|vänligen|100 ?%/i
    for (const [key, message] of entries)
      for (const text of textsOf(message)) expect(text, key).not.toMatch(never)
  })

  it('keeps spaces and full stops at the ends, where texts are put together', () => {
    const ends = (text: string): string[] =>
      [/^\s/, /\s$/, /[.:]$/, /…$/].map((end) => String(end.test(text)))
    for (const [key, message] of entries) {
      const originals = textsOf(english.get(key) ?? '')
      for (const [at, text] of textsOf(message).entries())
        expect(ends(text), key).toEqual(ends(originals[at] ?? ''))
    }
  })
})

describe('a text', () => {
  it('stands in English where a language lacks it', () => {
    const texts: Translation = { 'player.title': 'Bild' }
    speakWith(() => ({ language: 'de', texts }))
    expect(t('player.title')).toBe('Bild')
    expect(t('player.volume')).toBe('Volume')
    expect(t('custody.count', { count: 12_345 })).toBe('12.345 entries')
  })

  it('is checked by the compiler', () => {
    // @ts-expect-error a key that English has not
    const unknown: Translation = { 'player.nothing': 'Nichts' }
    // @ts-expect-error one form where English has two
    const single: Translation = { 'custody.count': '{count} Einträge' }
    expect([unknown, single]).toHaveLength(2)
  })

  it('never says one where French counts none as one', () => {
    const texts: Translation = { 'intake.plan.files': { one: 'Un fichier', other: '{count} fichiers' } }
    speakWith(() => ({ language: 'fr', texts }))
    expect([0, 1, 2].map((count) => t('intake.plan.files', { count }))).toEqual([
      '0 fichiers',
      'Un fichier',
      '2 fichiers',
    ])
    speak('fr')
    expect(t('custody.count', { count: 0 })).toBe('0 écriture')
  })

  it('keeps the capitals of nouns within a sentence', () => {
    speak('de')
    expect(withinSentence(t('custodyTab.known.unknown'))).toBe('unbekannter Unterzeichner')
  })
})

describe('what is not a word', () => {
  const time = utc('2026-05-02T08:15:00.500Z')

  it('writes amounts and days as the language does', () => {
    const shown = languages.map((language) => {
      speak(language)
      const parts = [formatBytes(56_381), formatByteCount(1234), formatDuration(0.5), formatFixed(0.5, 2)]
      return [...parts, formatMicros(12_500_000), formatDay(time), formatList(['a', 'b'])].join(' | ')
    })
    expect(shown.map((line) => line.replace(/[\u00a0\u202f]/g, '_'))).toEqual([
      '56.4 kB | 1,234 bytes | 0.5 s | 0.50 | 12.5 | 2 May 2026 | a and b',
      '56,4 kB | 1.234 Bytes | 0,5 s | 0,50 | 12,5 | 2. Mai 2026 | a und b',
      '56,4 kB | 1_234 octets | 0,5 s | 0,50 | 12,5 | 2 mai 2026 | a et b',
      '56,4 kB | 1_234 byte | 0,5 s | 0,50 | 12,5 | 2 maj 2026 | a och b',
    ])
  })

  it('leaves UTC times as they are, and never puts a mark into an offset that reads as a fraction', () => {
    for (const language of others) {
      speak(language)
      expect(formatUtc(time)).toBe('2026-05-02 08:15:00.500 UTC')
      expect(formatUtcLong(time)).toMatch(/ 2026, 08:15:00 UTC$/)
      expect([formatOffset(5678), t('findings.offset', { offset: 5678 })]).toEqual([
        '5678',
        expect.stringContaining('5678'),
      ])
      expect(t('missing.range', { first: 1000, last: 1999, bytes: '' })).toMatch(/\b1000\D+1999\b/)
    }
  })

  it('writes rates', () => {
    speak('fr')
    expect(formatRate(3.2, 'steps')).toBe('3,2 étapes/s')
  })
})

describe('the language of the system', () => {
  it('is the first preferred one that there is, else English', () => {
    expect(languageFor(['de-AT', 'en'])).toBe('de')
    expect(languageFor(['nb-NO', 'sv-FI', 'en-US'])).toBe('sv')
    expect(languageFor(['FR'])).toBe('fr')
    expect(languageFor(['zh-Hans'])).toBe('en')
    expect(languageFor([])).toBe('en')
  })

  it('is known to Intl by its locale', () => {
    const locales = languages.map((language) => localeOf[language])
    expect(Intl.NumberFormat.supportedLocalesOf(locales)).toEqual(locales)
  })
})

it.each(languages)(
  '%s: that nothing was checked comes first, so that no damage is read where the name is cut off',
  (language) => {
    speak(language)
    expect(t('damage.laneUnchecked')).toMatch(/^(Not checked|Nicht|Non vérifié|Inte) /)
  },
)
