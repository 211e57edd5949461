// `stss`, SyncSampleBox (ISO/IEC 14496-12 8.6.2): numbers (from 1) of the samples at which decoding may begin.
import type { ByteSource } from '../../base/byte-source.ts'
import type { Findings } from '../../base/findings.ts'
import type { Box } from '../box.ts'
import { writeFullBox } from '../box-writer.ts'
import { readWords } from '../table.ts'
import { writeCountedWords } from '../table-writer.ts'

/** Null where the box is absent: then every sample is a sync sample. */
export async function readStss(
  source: ByteSource,
  box: Box | undefined,
  findings: Findings,
): Promise<Uint32Array | null> {
  const table = await readWords(source, box, findings, 4, 1)
  return table && table.words
}

export const writeStss = (numbers: readonly number[]): Uint8Array =>
  writeFullBox('stss', 0, 0, ...writeCountedWords(numbers, 1))
