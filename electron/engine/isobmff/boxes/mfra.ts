// `mfra`, MovieFragmentRandomAccessBox (ISO/IEC 14496-12 8.8.9): one `tfra` a track, and `mfro` last.
import type { ByteSource } from '../../base/byte-source.ts'
import { Cursor, OutOfBounds } from '../../base/cursor.ts'
import type { Findings } from '../../base/findings.ts'
import { childOf, childrenOf, pathOf, payloadSize, readPayload } from '../box.ts'
import type { Box } from '../box.ts'
import { readBox } from '../box-reading.ts'
import { writeBox } from '../box-writer.ts'
import { readMfro, writeMfro } from './mfro.ts'
import { readTfra, writeTfra } from './tfra.ts'
import type { Tfra } from './tfra.ts'

export type Mfra = {
  tracks: Tfra[]
  /** What `mfro` says; null where it is missing. */
  statedSize: number | null
}

/** 28 bytes an entry at most: some 140,000 sync samples in each table, more than a day of video. */
const tableBytes = 4 << 20

/** Findings: `box-cut`, `table-cut`, `table-too-long`, `mfra-size` (mfro missing or not the size of the box). */
export async function readMfra(source: ByteSource, box: Box, findings: Findings): Promise<Mfra> {
  const tracks: Tfra[] = []
  let left = tableBytes
  for (const child of childrenOf(box, 'tfra')) {
    const payload = await readPayload(source, child, left)
    left -= payload.length
    const place = { offset: child.offset, path: pathOf(child), clause: 'ISO/IEC 14496-12 8.8.10' }
    try {
      const tfra = readTfra(new Cursor(payload))
      tracks.push(tfra)
      if (payload.length < payloadSize(child)) {
        findings.add(
          'table-too-long',
          'warning',
          `${tfra.entries.length} of ${tfra.declared} entries were read.`,
          place,
        )
      } else if (tfra.entries.length < tfra.declared) {
        findings.add(
          'table-cut',
          'error',
          `“tfra” says ${tfra.declared} entries, ${tfra.entries.length} are there.`,
          place,
        )
      }
    } catch (error) {
      if (!(error instanceof OutOfBounds)) throw error
      findings.add('box-cut', 'error', `“tfra” has only ${payloadSize(child)} bytes of content.`, place)
    }
  }
  const mfro = await readBox(source, childOf(box, 'mfro'), findings, readMfro)
  if (mfro?.mfraSize !== box.size) {
    const said = mfro ? `says ${mfro.mfraSize} bytes` : 'is missing'
    findings.add('mfra-size', 'deviation', `“mfro” ${said}, “mfra” has ${box.size}.`, {
      offset: box.offset,
      path: pathOf(box),
      clause: 'ISO/IEC 14496-12 8.8.11',
    })
  }
  return { tracks, statedSize: mfro?.mfraSize ?? null }
}

export function writeMfra(tracks: readonly Pick<Tfra, 'trackId' | 'entries'>[]): Uint8Array {
  const tables = tracks.map(writeTfra)
  const size = tables.reduce((sum, table) => sum + table.length, 8 + 16)
  return writeBox('mfra', ...tables, writeMfro({ mfraSize: size }))
}
