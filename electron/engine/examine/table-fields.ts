// The tables of `stbl` (ISO/IEC 14496-12 8.5 to 8.7) as they stand in the file: how many entries, and the first of them.
import { Cursor } from '#engine/base/cursor.ts'

/** Names of the 32-bit columns of each table. */
const tables: Readonly<Record<string, readonly string[]>> = {
  stts: ['sampleCount', 'sampleDelta'],
  ctts: ['sampleCount', 'sampleOffset'],
  stss: ['sampleNumber'],
  stsc: ['firstChunk', 'samplesPerChunk', 'sampleDescription'],
  stco: ['chunkOffset'],
}

const entryLimit = 64

type Reader = (payload: Uint8Array) => unknown

export function readTableHead(type: string): Reader | undefined {
  if (type === 'stsz') return readSizes
  if (type === 'co64') return (payload) => readTable(payload, (cursor) => ({ chunkOffset: cursor.u64() }))
  if (type === 'stsd') return readDescriptions
  const columns = Object.hasOwn(tables, type) ? tables[type] : undefined
  if (!columns) return undefined
  return (payload) =>
    readTable(payload, (cursor, version) =>
      Object.fromEntries(
        columns.map((name) => {
          const value = cursor.u32()
          // From version 1 on composition offsets have a sign (8.6.1.3).
          return [name, type === 'ctts' && version > 0 && name === 'sampleOffset' ? value | 0 : value]
        }),
      ),
    )
}

function readTable(payload: Uint8Array, entry: (cursor: Cursor, version: number) => unknown): unknown {
  const cursor = new Cursor(payload)
  const version = cursor.u8()
  const flags = cursor.u8() * 65_536 + cursor.u16()
  const entryCount = cursor.u32()
  const entries = Array.from({ length: Math.min(entryCount, entryLimit) }, () => entry(cursor, version))
  return { version, flags, entryCount, entries }
}

function readSizes(payload: Uint8Array): unknown {
  const cursor = new Cursor(payload)
  const version = cursor.u8()
  const flags = cursor.u8() * 65_536 + cursor.u16()
  const [sampleSize, sampleCount] = [cursor.u32(), cursor.u32()]
  const sizes = sampleSize === 0 ? Math.min(sampleCount, entryLimit) : 0
  return {
    version,
    flags,
    sampleSize,
    sampleCount,
    entries: Array.from({ length: sizes }, () => cursor.u32()),
  }
}

function readDescriptions(payload: Uint8Array): unknown {
  return readTable(payload, (cursor) => {
    const size = cursor.u32()
    const type = Buffer.from(cursor.take(4)).toString('latin1')
    cursor.skip(Math.max(0, size - 8))
    return { size, type }
  })
}
