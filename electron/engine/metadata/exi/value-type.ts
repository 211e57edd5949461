// The types of XML Schema and how their values are represented (Table 7-1, 7.1), read back as XML text. Values have no more
// digits than were stored; what was typed is written in its canonical form (the lexical form was not kept, 6.3).
import { ExiStop, broken } from './exi-limits.ts'
import type { ExiInput } from './exi-input.ts'

type DateParts = 'dateTime' | 'time' | 'date' | 'gYearMonth' | 'gYear' | 'gMonthDay' | 'gDay' | 'gMonth'

/** `set`: its restricted character set where lexical values are kept (Table 7-2); null for any character. */
export type ValueType = { readonly set: string | null } & (
  | { readonly kind: 'string' | 'base64' | 'hex' | 'boolean' | 'decimal' | 'float' | 'integer' | 'unsigned' }
  /** Eight bits from `least` on: a bounded integer (7.1.5). */
  | { readonly kind: 'octet'; readonly least: number }
  | { readonly kind: 'date'; readonly parts: DateParts }
  /** Of strings (7.1.11). */
  | { readonly kind: 'list' }
)

const blank = '\t\n\r '
const digits = '0123456789'
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const integerSet = `${blank}+-${digits}`

const string: ValueType = { kind: 'string', set: null }
const integer: ValueType = { kind: 'integer', set: integerSet }
const unsigned: ValueType = { kind: 'unsigned', set: integerSet }
const float: ValueType = { kind: 'float', set: `${blank}+-.${digits}EFINae` }
const list: ValueType = { kind: 'list', set: null }
const date = (parts: DateParts): ValueType => ({ kind: 'date', parts, set: `${blank}+-.${digits}:TZ` })

const types: Readonly<Record<string, ValueType>> = {
  base64Binary: { kind: 'base64', set: `${blank}+/${digits}=${upper}${upper.toLowerCase()}` },
  hexBinary: { kind: 'hex', set: `${blank}${digits}ABCDEFabcdef` },
  boolean: { kind: 'boolean', set: `${blank}01aeflrstu` },
  dateTime: date('dateTime'),
  time: date('time'),
  date: date('date'),
  gYearMonth: date('gYearMonth'),
  gYear: date('gYear'),
  gMonthDay: date('gMonthDay'),
  gDay: date('gDay'),
  gMonth: date('gMonth'),
  decimal: { kind: 'decimal', set: `${blank}+-.${digits}` },
  float,
  double: float,
  integer,
  long: integer,
  int: integer,
  short: integer,
  negativeInteger: integer,
  nonPositiveInteger: integer,
  byte: { kind: 'octet', least: -128, set: integerSet },
  nonNegativeInteger: unsigned,
  positiveInteger: unsigned,
  unsignedLong: unsigned,
  unsignedInt: unsigned,
  unsignedShort: unsigned,
  unsignedByte: { kind: 'octet', least: 0, set: integerSet },
  NMTOKENS: list,
  IDREFS: list,
  ENTITIES: list,
}

const strings: ReadonlySet<string> = new Set([
  ...[
    'string',
    'normalizedString',
    'token',
    'language',
    'Name',
    'NCName',
    'NMTOKEN',
    'ID',
    'IDREF',
    'ENTITY',
  ],
  ...['anyURI', 'QName', 'NOTATION', 'duration', 'anySimpleType'],
])

/** The simple type of that local name in the namespace of XML Schema. */
export function builtInType(local: string): ValueType | null {
  return (Object.hasOwn(types, local) ? types[local] : null) ?? (strings.has(local) ? string : null)
}

/** Strings and lists of them go through the string table, so they are read by the caller. */
export function readTyped(input: ExiInput, type: ValueType, longest: number): string {
  switch (type.kind) {
    case 'base64':
      return Buffer.from(input.binary(longest)).toString('base64')
    case 'hex':
      return Buffer.from(input.binary(longest)).toString('hex').toUpperCase()
    case 'boolean':
      return String(input.boolean())
    case 'decimal':
      return readDecimal(input)
    case 'float':
      return readFloat(input)
    case 'integer':
      return String(input.integer())
    case 'unsigned':
      return String(input.bigUnsigned())
    case 'octet':
      return String(input.nBit(8) + type.least)
    case 'date':
      return readDate(input, type.parts)
    case 'string':
    case 'list':
      throw new ExiStop('broken', 'a string was asked for where none is')
  }
}

/** 7.1.3: sign, whole part, and the digits behind the point in reverse order. */
function readDecimal(input: ExiInput): string {
  const sign = input.boolean() ? '-' : ''
  const whole = input.bigUnsigned()
  return `${sign}${whole}.${reversed(input.bigUnsigned())}`
}

const reversed = (value: bigint): string => [...String(value)].reverse().join('')

/** 7.1.4: mantissa and power of ten; the exponent -(2^14) is for what is no number. */
function readFloat(input: ExiInput): string {
  const mantissa = input.integer()
  const exponent = input.integer()
  if (exponent === -16_384n) return mantissa === 1n ? 'INF' : mantissa === -1n ? '-INF' : 'NaN'
  return exponent === 0n ? String(mantissa) : `${mantissa}E${exponent}`
}

/** 7.1.8, Tables 7-3 and 7-4. */
function readDate(input: ExiInput, parts: DateParts): string {
  let text = ''
  if (parts === 'dateTime' || parts === 'date' || parts === 'gYear' || parts === 'gYearMonth')
    text += formatYear(input.integer() + 2000n)
  if (parts !== 'gYear' && parts !== 'time') text += formatMonthDay(input.nBit(9), parts)
  if (parts === 'dateTime') text += 'T'
  if (parts === 'dateTime' || parts === 'time') {
    const time = input.nBit(17)
    text += `${two(time >> 12)}:${two((time >> 6) & 63)}:${two(time & 63)}`
    if (input.boolean()) text += `.${reversed(input.bigUnsigned())}`
  }
  return input.boolean() ? text + formatZone(input.nBit(11) - 896) : text
}

function formatYear(year: bigint): string {
  const digitsOfYear = String(year < 0n ? -year : year).padStart(4, '0')
  return year < 0n ? `-${digitsOfYear}` : digitsOfYear
}

function formatMonthDay(value: number, parts: DateParts): string {
  const month = value >> 5
  const day = value & 31
  if (parts === 'gYearMonth') return `-${two(month)}`
  if (parts === 'gMonth') return `--${two(month)}`
  if (parts === 'gDay') return `---${two(day)}`
  return `${parts === 'gMonthDay' ? '-' : ''}-${two(month)}-${two(day)}`
}

/** Hours and minutes have the same sign. */
function formatZone(value: number): string {
  if (value === 0) return 'Z'
  const size = Math.abs(value)
  if (size > 896) throw broken('a time zone in it is more than 14 hours off')
  return `${value < 0 ? '-' : '+'}${two(size >> 6)}:${two(size & 63)}`
}

const two = (value: number): string => String(value).padStart(2, '0')
