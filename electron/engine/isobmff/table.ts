// Tables of fixed-size entries (stts, stsz, stco, trun …), read in slices: the count is believed only as far as bytes are there.
import type { ByteSource } from '../base/byte-source.ts'
import type { Findings } from '../base/findings.ts'
import { endOf, pathOf, payloadOffset, payloadSize } from './box.ts'
import type { Box } from './box.ts'

const sliceBytes = 1 << 20
/** Entries of one table; as many as samples are kept of one track. */
export const tableLimit = 4_000_000

export type TableHead = {
  version: number
  flags: number
  /** Payload bytes up to the first entry, version and flags included. */
  fields: DataView
  /** What the box says. */
  declared: number
  /** What is there, and not above `tableLimit`. */
  count: number
}

/**
 * Fields before the entries of a FullBox whose 32-bit entry count stands at payload + `countAt`, entries of `entryBits`
 * directly after it. Findings: `box-cut`, `table-cut` (fewer bytes than entries), `table-too-long`.
 */
export async function readTableHead(
  source: ByteSource,
  box: Box,
  findings: Findings,
  countAt: number,
  entryBits: number,
): Promise<TableHead | null> {
  const place = { offset: box.offset, path: pathOf(box), clause: 'ISO/IEC 14496-12 8.6' }
  const head = await source.read(payloadOffset(box), Math.min(payloadSize(box), countAt + 4))
  if (head.length < countAt + 4) {
    findings.add('box-cut', 'error', `“${box.type}” has no room for its entry count.`, place)
    return null
  }
  // A copy, and not by `slice`: that of a Buffer is a view of the pool it came from.
  const fields = new DataView(Uint8Array.from(head).buffer)
  const declared = fields.getUint32(countAt)
  const room = Math.floor(((payloadSize(box) - head.length) * 8) / entryBits)
  if (declared > room) {
    findings.add('table-cut', 'error', `“${box.type}” says ${declared} entries, ${room} are there.`, place)
  }
  const count = Math.min(declared, room, tableLimit)
  if (Math.min(declared, room) > tableLimit) {
    findings.add(
      'table-too-long',
      'warning',
      `“${box.type}” has ${declared} entries; ${tableLimit} were read.`,
      place,
    )
  }
  return { version: fields.getUint8(0), flags: fields.getUint32(0) & 0xff_ffff, fields, declared, count }
}

/** Hands `count` entries of `entryBytes` at `offset` of the file to `take`, many at a time, never past `box`. */
export async function readEntries(
  source: ByteSource,
  box: Box,
  layout: { offset: number; entryBytes: number; count: number },
  take: (view: DataView, first: number, count: number) => void,
): Promise<void> {
  const perSlice = Math.max(1, Math.floor(sliceBytes / layout.entryBytes))
  for (let first = 0; first < layout.count;) {
    const at = layout.offset + first * layout.entryBytes
    const wanted = Math.min(perSlice, layout.count - first)
    const bytes = await source.read(at, Math.min(wanted * layout.entryBytes, endOf(box) - at))
    const got = Math.floor(bytes.length / layout.entryBytes)
    if (got === 0) return
    take(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), first, got)
    first += got
  }
}

/** All entries as 32-bit words, `wordsPerEntry` for each, in file order; null where the box is absent or unreadable. */
export async function readWords(
  source: ByteSource,
  box: Box | undefined,
  findings: Findings,
  countAt: number,
  wordsPerEntry: number,
): Promise<{ head: TableHead; words: Uint32Array } | null> {
  const head = box && (await readTableHead(source, box, findings, countAt, wordsPerEntry * 32))
  if (!box || !head) return null
  const words = new Uint32Array(head.count * wordsPerEntry)
  const layout = {
    offset: payloadOffset(box) + countAt + 4,
    entryBytes: wordsPerEntry * 4,
    count: head.count,
  }
  await readEntries(source, box, layout, (view, first, count) => {
    for (let index = 0; index < count * wordsPerEntry; index += 1) {
      words[first * wordsPerEntry + index] = view.getUint32(index * 4)
    }
  })
  return { head, words }
}
