// `co64`, ChunkLargeOffsetBox (ISO/IEC 14496-12 8.7.5): where chunks begin in the file, 64-bit.
import type { ByteSource } from '../../base/byte-source.ts'
import type { Findings } from '../../base/findings.ts'
import type { Box } from '../box.ts'
import { writeFullBox } from '../box-writer.ts'
import { readWords } from '../table.ts'
import { writeEntries, writeWords } from '../table-writer.ts'

/** Offsets beyond 2^53 lie in no file and are rounded. */
export async function readCo64(
  source: ByteSource,
  box: Box,
  findings: Findings,
): Promise<Float64Array | null> {
  const table = await readWords(source, box, findings, 4, 2)
  if (!table) return null
  const offsets = new Float64Array(table.words.length / 2)
  for (let index = 0; index < offsets.length; index += 1) {
    offsets[index] = (table.words[index * 2] ?? 0) * 0x1_0000_0000 + (table.words[index * 2 + 1] ?? 0)
  }
  return offsets
}

export function writeCo64(offsets: readonly number[]): Uint8Array {
  const entries = writeEntries(offsets.length, 8, (view, at, index) => {
    view.setBigUint64(at, BigInt(offsets[index] ?? 0))
  })
  return writeFullBox('co64', 0, 0, writeWords([offsets.length]), entries)
}
