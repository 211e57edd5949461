// Looks up a message and puts its parameters in; the compiler knows which parameters each message has.
import { en } from './en.ts'
import { formatNumber, formatOffset, formsOf, spoken } from './language.ts'
import type { Language } from './language.ts'
import type { MessageKey, Plural } from './translation.ts'

export type { MessageKey } from './translation.ts'

type TextOf<M> = M extends string ? M : M extends Plural ? M['one'] | M['other'] : never
type NamesIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never
type NamesOf<K extends MessageKey> =
  NamesIn<TextOf<(typeof en)[K]>> | ((typeof en)[K] extends Plural ? 'count' : never)
type Given<Names extends string> = [Names] extends [never] ? [] : [Readonly<Record<Names, string | number>>]

/** Parameters that are places in a file, not amounts. */
const places: ReadonlySet<string> = new Set(['offset', 'first', 'last'])

/**
 * The text for a key, in English where the language of the window lacks it. Numbers among the parameters are written
 * with thousands separators; pass a string for what is not a quantity. Text from evidence has to be made safe first (`safeText`).
 */
export function t<K extends MessageKey>(key: K, ...given: Given<NamesOf<K>>): string {
  const { language, texts } = spoken()
  const translated: string | Plural | undefined = texts[key]
  const message: string | Plural = translated ?? en[key]
  const values: Readonly<Record<string, string | number>> = given[0] ?? {}
  const text =
    typeof message === 'string'
      ? message
      : pick(message, values['count'], translated === undefined ? 'en' : language)
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name]
    if (value === undefined) return whole
    if (typeof value !== 'number') return value
    return places.has(name) ? formatOffset(value) : formatNumber(value)
  })
}

/** French counts none as one: a form that leaves the number out (“One file”) would then say what is not so. */
function pick({ one, other }: Plural, count: string | number | undefined, language: Language): string {
  const isOne = formsOf(language).plural.select(Number(count)) === 'one'
  return isOne && (Number(count) === 1 || one.includes('{count}')) ? one : other
}

/** “1 and 3”, “a, b and c”. */
export function formatList(parts: readonly string[]): string {
  return formsOf(spoken().language).list.format(parts)
}

/** A word that begins a line, for the middle of a sentence. Only its first letter: other words keep their capitals. */
export function withinSentence(word: string): string {
  return word.slice(0, 1).toLowerCase() + word.slice(1)
}

/** Text from evidence for one line of a message: control and direction characters shown, shortened. */
export function safeText(text: string, atMost = 80): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
  const characters = [...visible]
  return characters.length > atMost ? `${characters.slice(0, atMost).join('')}…` : visible
}
