// The language of the window, and how its numbers are written. Engine, reports and command line never choose one: English.
import type { Translation } from './translation.ts'

export const languages = ['en', 'de', 'fr', 'sv'] as const
export type Language = (typeof languages)[number]

/** A language and its texts; what it lacks stands in English. */
export type Voice = { readonly language: Language; readonly texts: Translation }

const english: Voice = { language: 'en', texts: {} }
let current = (): Voice => english

/** `source` is asked for every text anew, so that a window can follow when its answer changes. */
export function speakWith(source: () => Voice): void {
  current = source
}

export const spoken = (): Voice => current()

/** The first of the languages that somebody prefers (BCP 47, `de-AT`) which there is; else English. */
export function languageFor(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const [name] = tag.toLowerCase().split('-')
    const known = languages.find((language) => language === name)
    if (known) return known
  }
  return 'en'
}

/** Region as well: the day before the month, and a comma or a point as it is written there. */
export const localeOf = { en: 'en-GB', de: 'de-DE', fr: 'fr-FR', sv: 'sv-SE' } as const satisfies Record<
  Language,
  string
>

type Forms = {
  number: Intl.NumberFormat
  list: Intl.ListFormat
  plural: Intl.PluralRules
  day: Intl.DateTimeFormat
  decimalMark: string
}

const known = new Map<Language, Forms>()

/** How a language writes numbers, lists and days; made once. */
export function formsOf(language: Language): Forms {
  let forms = known.get(language)
  if (!forms) {
    const locale = localeOf[language]
    const number = new Intl.NumberFormat(locale)
    forms = {
      number,
      list: new Intl.ListFormat(locale, { type: 'conjunction' }),
      plural: new Intl.PluralRules(locale),
      day: new Intl.DateTimeFormat(locale, {
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      }),
      decimalMark: number.formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.',
    }
    known.set(language, forms)
  }
  return forms
}

export function formatNumber(value: number): string {
  return formsOf(spoken().language).number.format(value)
}

/**
 * A place in a file. Outside English it has no separators: half the world reads `5,678` as a fraction, and a place is
 * looked up in other programs.
 */
export function formatOffset(value: number): string {
  return spoken().language === 'en' ? formatNumber(value) : String(value)
}

/** `0.5` as the language writes it, from digits that are exact already. */
export function localDecimal(digits: string): string {
  return digits.replace('.', formsOf(spoken().language).decimalMark)
}
