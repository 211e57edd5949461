// `stsd`, SampleDescriptionBox (ISO/IEC 14496-12 8.5.2): the sample entries, kept as raw bytes so that a cut carries them unchanged.
import { ByteSink } from '../../base/byte-sink.ts'
import type { ByteSource } from '../../base/byte-source.ts'
import type { Findings } from '../../base/findings.ts'
import { endOf, pathOf, payloadOffset } from '../box.ts'
import type { Box } from '../box.ts'
import { writeFullBox } from '../box-writer.ts'

/** Bytes kept of one entry. */
const entryLimit = 65_536
const countLimit = 64

export type RawEntry = {
  type: string
  /** Of the entry's size field in the file. */
  offset: number
  /** Of the whole entry; `bytes` is shorter where it exceeds 64 KiB. */
  size: number
  /** The whole entry, header included. */
  bytes: Uint8Array
}
/** `declared`: how many entries the box says that it has. */
export type Stsd = { version: number; declared: number; entries: RawEntry[] }

/** Findings: `sample-entry-bad` (no box), `sample-entry-long`, `sample-entries-many`, `sample-entries-missing`. */
export async function readStsd(source: ByteSource, box: Box, findings: Findings): Promise<Stsd> {
  const place = { path: pathOf(box), clause: 'ISO/IEC 14496-12 8.5.2' }
  const head = Buffer.from(await source.read(payloadOffset(box), 8))
  const entries: RawEntry[] = []
  let at = payloadOffset(box) + 8
  while (at + 8 <= endOf(box)) {
    if (entries.length >= countLimit) {
      findings.add(
        'sample-entries-many',
        'warning',
        `Only the first ${countLimit} sample entries were read.`,
        {
          ...place,
          offset: at,
        },
      )
      break
    }
    const header = Buffer.from(await source.read(at, 8))
    const size = header.length < 8 ? 0 : header.readUInt32BE(0)
    if (size < 8 || size > endOf(box) - at) {
      const detail = `At byte ${at}: a sample entry says ${size} bytes, ${endOf(box) - at} are there.`
      findings.add('sample-entry-bad', 'error', detail, { ...place, offset: at })
      break
    }
    if (size > entryLimit) {
      const detail = `A sample entry has ${size} bytes; ${entryLimit} were kept.`
      findings.add('sample-entry-long', 'warning', detail, { ...place, offset: at })
    }
    // A copy: what a source hands out may be a view of a larger buffer.
    const bytes = Uint8Array.from(await source.read(at, Math.min(size, entryLimit)))
    entries.push({ type: header.toString('latin1', 4, 8), offset: at, size, bytes })
    at += size
  }
  const declared = head.length === 8 ? head.readUInt32BE(4) : 0
  if (entries.length === 0 || entries.length < Math.min(declared, countLimit)) {
    const detail = `${declared} sample entries are announced, ${entries.length} are there.`
    findings.add('sample-entries-missing', 'error', detail, { ...place, offset: box.offset })
  }
  return { version: head[0] ?? 0, declared, entries }
}

/** `entries` are whole sample entries. */
export const writeStsd = (entries: readonly Uint8Array[]): Uint8Array =>
  writeFullBox('stsd', 0, 0, new ByteSink().u32(entries.length).finish(), ...entries)
