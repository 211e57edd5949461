// Writes boxes (ISO/IEC 14496-12 4.2): header and parts joined. For structures that fit in memory, never for media.
import { assert } from '../base/assert.ts'
import { ByteSink } from '../base/byte-sink.ts'

const sizeLimit = 0xffff_ffff

/** A whole box: 32-bit size, type, then the parts as they are. */
export function writeBox(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return joinBox(type, new Uint8Array(0), parts)
}

/** A whole FullBox (4.2.2): version and 24 bits of flags stand before the parts. */
export function writeFullBox(
  type: string,
  version: number,
  flags: number,
  ...parts: readonly Uint8Array[]
): Uint8Array {
  return joinBox(type, new ByteSink().u8(version).u24(flags).finish(), parts)
}

function joinBox(type: string, fields: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  assert(type.length === 4, `box type “${type}” has four characters`)
  const size = parts.reduce((sum, part) => sum + part.length, 8 + fields.length)
  assert(size <= sizeLimit, `box “${type}” fits a 32-bit size`)
  const bytes = new Uint8Array(size)
  bytes.set(new ByteSink().u32(size).fourcc(type).finish())
  bytes.set(fields, 8)
  let at = 8 + fields.length
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Header of a media data box whose `payloadSize` bytes follow elsewhere; 64-bit where 32 bits do not hold it. */
export function writeMdatHeader(payloadSize: number): Uint8Array {
  const wide = payloadSize + 8 > sizeLimit
  const sink = new ByteSink().u32(wide ? 1 : payloadSize + 8).fourcc('mdat')
  return (wide ? sink.u64(BigInt(payloadSize + 16)) : sink).finish()
}
