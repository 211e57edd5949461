// X.501 names as text (RFC 4514 2) and as keys for comparison (RFC 5280 7.1, simplified).
import * as asn1js from 'asn1js'
import type { AsnType } from 'asn1js'
import { childrenOf, oidOf } from './asn1.ts'

type Attribute = { oid: string; value: string; hex: boolean }

const labels: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
}
const textLimit = 1_000

export type DistinguishedName = {
  /** `CN=…, O=…`, at most 1,000 characters; control characters escaped. Empty for an empty name. */
  text: string
  /** Equal for names that RFC 5280 takes as equal but for rare Unicode cases. Only for finding candidates. */
  key: string
  /** The same, part by part from the first. */
  keys: string[]
  attributes: readonly { oid: string; value: string }[]
}

/** Reads a Name (a SEQUENCE of SETs of attributes); null where it is something else. */
export function readName(name: AsnType | null): DistinguishedName | null {
  const sets = childrenOf(name ?? undefined)
  if (sets === null) return null
  const parts: Attribute[][] = []
  for (const set of sets) {
    const attributes = childrenOf(set)?.map(readAttribute)
    if (!attributes || attributes.length === 0 || attributes.includes(null)) return null
    parts.push(attributes.filter((attribute) => attribute !== null))
  }
  // RFC 4514 begins with the last part, the most specific by custom. Names that were made from `/CN=…/O=…` have it first.
  const commonNameFirst = parts[0]?.some((attribute) => attribute.oid === '2.5.4.3') ?? false
  const ordered = commonNameFirst ? parts : parts.toReversed()
  const keys = parts.map((part) => JSON.stringify(part.map(attributeKey).sort()))
  const text = ordered.map((part) => part.map(formatAttribute).join('+')).join(', ')
  return {
    text: text.length > textLimit ? `${text.slice(0, textLimit)}…` : text,
    key: JSON.stringify(keys),
    keys,
    attributes: parts.flat(),
  }
}

function readAttribute(attribute: AsnType): Attribute | null {
  const fields = childrenOf(attribute)
  const oid = oidOf(fields?.[0])
  const value = fields?.[1]
  if (oid === null || value === undefined) return null
  const text = textOf(value)
  if (text !== null) return { oid, value: text, hex: false }
  return { oid, value: Buffer.from(value.valueBeforeDecodeView).toString('hex'), hex: true }
}

function textOf(value: AsnType): string | null {
  const isText =
    value instanceof asn1js.Utf8String ||
    value instanceof asn1js.PrintableString ||
    value instanceof asn1js.IA5String ||
    value instanceof asn1js.TeletexString ||
    value instanceof asn1js.BmpString ||
    value instanceof asn1js.UniversalString ||
    value instanceof asn1js.NumericString ||
    value instanceof asn1js.VisibleString
  return isText ? value.getValue() : null
}

function formatAttribute({ oid, value, hex }: Attribute): string {
  return `${labels[oid] ?? oid}=${hex ? `#${value}` : escapeValue(value)}`
}

/** RFC 4514 2.4, and every control, format and separator character as `\XX` so that a name stays on one line. */
function escapeValue(value: string): string {
  const escaped = value
    .replace(/["+,;<>\\]/g, '\\$&')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
      [...Buffer.from(character)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join(''),
    )
  const leading = /^[ #]/.test(escaped) ? `\\${escaped}` : escaped
  return leading.length > 1 && leading.endsWith(' ') ? `${leading.slice(0, -1)}\\ ` : leading
}

function attributeKey({ oid, value, hex }: Attribute): string {
  const plain = hex ? value : value.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ')
  return `${oid}=${plain}`
}
