// XML 1.0 text for writing: well-formed whatever the strings are.
import { assert } from '#engine/base/assert.ts'

/** What XML 1.0 cannot carry at all, not even as a character reference (production 2, Char). */
// eslint-disable-next-line no-control-regex -- these are the characters to keep out
const notXml = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g
const special = /[&<>"\t\n\r]/g
const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Readers turn these into spaces in attributes, and line ends into LF, unless they are references.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** Characters that XML cannot carry become U+FFFD; nothing is escaped, as in comments. */
export function carryXml(text: string): string {
  return text.toWellFormed().replace(notXml, '\uFFFD')
}

/** For text and for attributes in double quotes. Characters that XML cannot carry become U+FFFD. */
export function escapeXml(text: string): string {
  return carryXml(text).replace(special, (character) => references[character] ?? character)
}

/** A finite number as xs:float. */
export function formatNumber(value: number): string {
  assert(Number.isFinite(value), 'a number to write is finite')
  return String(value === 0 ? 0 : value)
}

/** One element; attributes that are null are left out, `content` is XML already. */
export function formatElement(
  name: string,
  attributes: Readonly<Record<string, string | null>>,
  content: readonly string[],
): string {
  let tag = name
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null) tag += ` ${key}="${escapeXml(value)}"`
  }
  const inner = content.join('')
  return inner === '' ? `<${tag}/>` : `<${tag}>${inner}</${name}>`
}
