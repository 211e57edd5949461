// Values of the types of XML Schema as W3C EXI 1.0 represents them (7.1, Table 7-1), for the tests' own encoder.
import type { ExiBits } from './exi-bits.ts'

const space = '\t\n\r '

/** Table 7-2. */
export function restrictedSet(type: string): string | null {
  if (/date|time|^g[DMY]/i.test(type)) return `${space}+-.0123456789:TZ`
  if (/^(float|double)$/.test(type)) return `${space}+-.0123456789EFINae`
  if (type === 'decimal') return `${space}+-.0123456789`
  if (type === 'boolean') return `${space}01aeflrstu`
  if (type === 'hexBinary') return `${space}0123456789ABCDEFabcdef`
  if (type === 'base64Binary')
    return `${space}+/0123456789=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz`
  return /int|short|long|byte/i.test(type) ? `${space}+-0123456789` : null
}

/** False where the type is a string, which goes by the string table. */
export function writeTyped(out: ExiBits, type: string, text: string): boolean {
  if (/date|time|^g[DMY]/i.test(type)) writeDate(out, type, text)
  else if (type === 'boolean') out.nBit(1, text === 'true' ? 1 : 0)
  else if (type === 'decimal') writeDecimal(out, text)
  else if (type === 'float' || type === 'double') writeFloat(out, text)
  else if (type === 'base64Binary') writeBinary(out, Buffer.from(text, 'base64'))
  else if (type === 'hexBinary') writeBinary(out, Buffer.from(text, 'hex'))
  else if (type === 'byte') out.nBit(8, Number(text) + 128)
  else if (type === 'unsignedByte') out.nBit(8, Number(text))
  else if (/^(nonNegativeInteger|positiveInteger|unsigned)/.test(type)) out.unsigned(BigInt(text))
  else if (/integer|int|long|short/i.test(type)) out.integer(BigInt(text))
  else return false
  return true
}

const backwards = (digits: string): bigint => BigInt([...digits].reverse().join(''))

function writeBinary(out: ExiBits, bytes: Uint8Array): void {
  out.unsigned(bytes.length).raw(bytes)
}

function writeDecimal(out: ExiBits, text: string): void {
  const [, sign, whole, fraction] = /^(-?)(\d+)\.(\d+)$/.exec(text)!
  out
    .nBit(1, sign === '-' ? 1 : 0)
    .unsigned(BigInt(whole!))
    .unsigned(backwards(fraction!))
}

function writeFloat(out: ExiBits, text: string): void {
  const special = { INF: 1n, '-INF': -1n, NaN: 0n }[text]
  const [mantissa, exponent] = text.split('E')
  if (special === undefined) out.integer(BigInt(mantissa!)).integer(BigInt(exponent ?? 0))
  else out.integer(special).integer(-16384n)
}

/** 7.1.8; the parts as they stand in the text. */
function writeDate(out: ExiBits, type: string, text: string): void {
  const zone = /(Z|[+-]\d\d:\d\d)$/.exec(type === 'gYear' || type === 'gYearMonth' ? '' : text)?.[0]
  const value = zone ? text.slice(0, -zone.length) : text
  const year = /^-?\d{4,}(?=-|$)/.exec(value)?.[0]
  const time = /(\d\d):(\d\d):(\d\d)(?:\.(\d+))?$/.exec(value)
  if (year && type !== 'time') out.integer(BigInt(year) - 2000n)
  const monthDay = /^(?:-?\d{4,})?-+(\d\d)(?:-(\d\d))?/.exec(value)
  if (type === 'gDay') out.nBit(9, Number(monthDay![1]))
  else if (monthDay) out.nBit(9, Number(monthDay[1]) * 32 + Number(monthDay[2] ?? 0))
  if (time) {
    out.nBit(17, (Number(time[1]) * 64 + Number(time[2])) * 64 + Number(time[3]))
    out.nBit(1, time[4] ? 1 : 0)
    if (time[4]) out.unsigned(backwards(time[4]))
  }
  out.nBit(1, zone ? 1 : 0)
  if (!zone) return
  const [hours, minutes] = zone === 'Z' ? [0, 0] : zone.slice(1).split(':').map(Number)
  out.nBit(11, 896 + (zone.startsWith('-') ? -1 : 1) * (hours! * 64 + minutes!))
}
