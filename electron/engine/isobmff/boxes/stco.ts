// `stco`, ChunkOffsetBox (ISO/IEC 14496-12 8.7.5): where chunks begin in the file, 32-bit.
import type { ByteSource } from '../../base/byte-source.ts'
import type { Findings } from '../../base/findings.ts'
import type { Box } from '../box.ts'
import { writeFullBox } from '../box-writer.ts'
import { readWords } from '../table.ts'
import { writeCountedWords } from '../table-writer.ts'

export async function readStco(
  source: ByteSource,
  box: Box,
  findings: Findings,
): Promise<Float64Array | null> {
  const table = await readWords(source, box, findings, 4, 1)
  return table && Float64Array.from(table.words)
}

export const writeStco = (offsets: readonly number[]): Uint8Array =>
  writeFullBox('stco', 0, 0, ...writeCountedWords(offsets, 1))
