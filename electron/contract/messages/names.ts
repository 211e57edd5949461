// The name of a person or machine in a certificate's subject (RFC 4514), fit for a sentence.
import { safeText } from './format.ts'

/** Common name, else organisation, else the whole subject; never empty, control characters shown. */
export function signerName(subject: string): string {
  const parts = splitSubject(subject)
  const value = (type: string): string | undefined =>
    parts.find((part) => part.type.toUpperCase() === type && part.value.trim() !== '')?.value
  const name = value('CN') ?? value('O') ?? value('OU') ?? subject
  return safeText(name.trim()) || '?'
}

/** The same in quotation marks, at most 60 characters: a name that nobody vouches for. */
export function claimedName(subject: string): string {
  return `‘${safeText(withoutQuotes(signerName(subject)), 60)}’`
}

/** Whatever looks like a quotation mark; the two classes are those of Unicode for opening and closing ones. */
const quotes = /[\p{Pi}\p{Pf}"'`´‚„⹂′-‷ʹ-ʿˈˊˋ՚׳״❛-❠〝-〟＂＇｀]/gu

/** For text that is put into quotation marks, so that it cannot close them and go on as if it were Exhibit's. */
export function withoutQuotes(text: string): string {
  return text.replace(quotes, '_')
}

/** Splits at commas that are not escaped; `+` joins parts of one name and is a border here too. */
function splitSubject(subject: string): { type: string; value: string }[] {
  const parts = subject.match(/(?:\\.|"(?:\\.|[^"\\])*"|[^,+\n\\"])+/g) ?? []
  return parts.flatMap((part) => {
    const equals = part.indexOf('=')
    if (equals < 0) return []
    const value = part
      .slice(equals + 1)
      .replace(/^\s*"(.*)"\s*$/, '$1')
      .replace(/\\(.)/g, '$1')
    return [{ type: part.slice(0, equals).trim(), value }]
  })
}
