// The bytes of one timed-metadata sample as XML text. The bytes decide, not the declared content_encoding
// (ONVIF EFF 26.06 5.5; gzip: RFC 1952, ONVIF Streaming 5.1.2.1.1; EXI: W3C EXI 1.0, see exi/).
import { constants, gunzipSync } from 'node:zlib'
import { decodeExi } from './exi/decode-exi.ts'
import { startsLikeExi } from './exi/exi-header.ts'

/** The most that is read of one sample, stored or inflated. */
export const maxSampleBytes = 16 * 1024 * 1024

/**
 * `xml`: the text, and what had to be given up to get it (null where nothing) ·
 * `unsupported`: EXI that is known and not read, a phrase that goes on from “in EXI ” · `bad`: one phrase that says why
 * there is no text.
 */
export type SamplePayload = { xml: string; damage: string | null } | { unsupported: string } | { bad: string }

/**
 * Never throws. At most `maxSampleBytes` are inflated, however many gzip members there are; NULs at the end are dropped.
 *
 * @param contentEncoding the string of the `metx` entry, used only to say what was expected
 */
export function decodeSamplePayload(bytes: Uint8Array, contentEncoding: string | null): SamplePayload {
  // The trailer of gzip data may end in zeros of its own, and zlib passes over those behind it.
  if (!startsWith(bytes, 0x1f, 0x8b)) return decodeInner(bytes, contentEncoding)
  const inflated = inflate(bytes)
  if ('bad' in inflated) return inflated
  if (startsWith(inflated.bytes, 0x1f, 0x8b)) return { bad: 'it is gzip within gzip' }
  const payload = decodeInner(inflated.bytes, 'xml')
  if ('bad' in payload && inflated.damage) return { bad: `${inflated.damage}, and ${payload.bad}` }
  if (!('xml' in payload)) return payload
  return { xml: payload.xml, damage: inflated.damage ?? payload.damage }
}

/** EXI may end in zeros of its own too. */
function decodeInner(bytes: Uint8Array, contentEncoding: string | null): SamplePayload {
  if (startsLikeExi(bytes)) return decodeExi(bytes, maxSampleBytes)
  return decodePlain(withoutTrailingNuls(bytes), contentEncoding)
}

function decodePlain(bytes: Uint8Array, contentEncoding: string | null): SamplePayload {
  if (bytes.length === 0) return { bad: 'it is empty' }
  const encoding = textEncoding(bytes)
  if (encoding) return decodeText(bytes, encoding)
  const expected = contentEncoding
    ? `, though its content encoding is given as “${contentEncoding.slice(0, 40)}”`
    : ''
  return { bad: `it begins with byte 0x${hex(bytes[0])}: neither XML nor gzip nor EXI${expected}` }
}

function textEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return 'utf-8'
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0x3c, 0x00)) return 'utf-16le'
  if (startsWith(bytes, 0xfe, 0xff) || startsWith(bytes, 0x00, 0x3c)) return 'utf-16be'
  const first = bytes.findIndex((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)
  return bytes[first] === 0x3c ? 'utf-8' : null
}

function decodeText(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): SamplePayload {
  try {
    return { xml: new TextDecoder(encoding, { fatal: true }).decode(bytes), damage: null }
  } catch {
    // Read on with U+FFFD: one broken name must not cost the frames around it.
    const xml = new TextDecoder(encoding).decode(bytes)
    return { xml, damage: `it has bytes that are not ${encoding.toUpperCase()}, read as U+FFFD` }
  }
}

function inflate(bytes: Uint8Array): { bytes: Uint8Array; damage: string | null } | { bad: string } {
  const bounds = { maxOutputLength: maxSampleBytes, chunkSize: 131_072 }
  try {
    return { bytes: gunzipSync(bytes, bounds), damage: null }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    if (code === 'ERR_BUFFER_TOO_LARGE') return { bad: `it inflates to more than ${maxSampleBytes} bytes` }
    if (code !== 'Z_BUF_ERROR') return { bad: `its gzip data is broken (${reasonOf(cause)})` }
  }
  // Cut short: whatever stood before the cut still counts.
  try {
    const kept = gunzipSync(bytes, { ...bounds, finishFlush: constants.Z_SYNC_FLUSH })
    return { bytes: kept, damage: 'its gzip data is cut short' }
  } catch (cause) {
    return { bad: `its gzip data is cut short (${reasonOf(cause)})` }
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

const hex = (byte: number | undefined): string => (byte ?? 0).toString(16).padStart(2, '0')

function startsWith(bytes: Uint8Array, ...prefix: number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte)
}

/** A text in UTF-16LE ends with a NUL of its own ("3e 00"), which is left to it. */
function withoutTrailingNuls(bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end -= 1
  const inUtf16le = startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0x3c, 0x00)
  return bytes.subarray(0, inUtf16le && end % 2 === 1 && end < bytes.length ? end + 1 : end)
}
