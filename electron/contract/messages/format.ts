// Looks up a message and puts its parameters in; the compiler knows which parameters each message has.
import { en } from './en.ts'
import { formatNumber } from './quantities.ts'

export type MessageKey = keyof typeof en

/** A message that depends on `count`. */
type Plural = { readonly one: string; readonly other: string }
type TextOf<M> = M extends string ? M : M extends Plural ? M['one'] | M['other'] : never
type NamesIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never
type NamesOf<K extends MessageKey> =
  NamesIn<TextOf<(typeof en)[K]>> | ((typeof en)[K] extends Plural ? 'count' : never)
type Given<Names extends string> = [Names] extends [never] ? [] : [Readonly<Record<Names, string | number>>]

const pluralRules = new Intl.PluralRules('en-GB')

/**
 * The text for a key. Numbers among the parameters are written with thousands separators; pass a string for
 * what is not a quantity. Text from evidence has to be made safe first (`safeText`).
 */
export function t<K extends MessageKey>(key: K, ...given: Given<NamesOf<K>>): string {
  const message: string | Plural = en[key]
  const values: Readonly<Record<string, string | number>> = given[0] ?? {}
  const text = typeof message === 'string' ? message : pick(message, values['count'])
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? formatNumber(value) : value
  })
}

function pick(message: Plural, count: string | number | undefined): string {
  return pluralRules.select(Number(count)) === 'one' ? message.one : message.other
}

const listFormat = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** “1 and 3”, “a, b and c”. */
export function formatList(parts: readonly string[]): string {
  return listFormat.format(parts)
}

/** Text from evidence for one line of a message: control and direction characters shown, shortened. */
export function safeText(text: string, atMost = 80): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
  const characters = [...visible]
  return characters.length > atMost ? `${characters.slice(0, atMost).join('')}…` : visible
}
