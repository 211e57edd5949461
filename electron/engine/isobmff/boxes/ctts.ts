// `ctts`, CompositionOffsetBox (ISO/IEC 14496-12 8.6.1.3): composition time = decode time + offset; version 1 is signed.
import type { ByteSource } from '../../base/byte-source.ts'
import type { Findings } from '../../base/findings.ts'
import type { Box } from '../box.ts'
import { writeFullBox } from '../box-writer.ts'
import { readWords } from '../table.ts'
import { runsOf, writeCountedWords } from '../table-writer.ts'

/**
 * Runs as pairs of words: count of samples, offset of each in ticks. The offset is taken as signed in version 0 too:
 * QuickTime writes it so, and no honest offset reaches 2^31.
 */
export type Ctts = { version: number; runs: Int32Array }

export async function readCtts(
  source: ByteSource,
  box: Box | undefined,
  findings: Findings,
): Promise<Ctts | null> {
  const table = await readWords(source, box, findings, 4, 2)
  return table && { version: table.head.version, runs: new Int32Array(table.words.buffer) }
}

/** One run for each stretch of equal offsets; version 1 where one is negative. */
export function writeCtts(offsets: ArrayLike<number>): Uint8Array {
  const runs = runsOf(offsets)
  // Counts are positive, so a negative number is an offset; as an unsigned word it has the same bits.
  const signed = runs.some((value) => value < 0)
  return writeFullBox('ctts', signed ? 1 : 0, 0, ...writeCountedWords(runs, 2))
}
