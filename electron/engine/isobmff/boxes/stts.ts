// `stts`, TimeToSampleBox (ISO/IEC 14496-12 8.6.1.2): decode durations as runs of equal ones.
import type { ByteSource } from '../../base/byte-source.ts'
import type { Findings } from '../../base/findings.ts'
import type { Box } from '../box.ts'
import { writeFullBox } from '../box-writer.ts'
import { readWords } from '../table.ts'
import { runsOf, writeCountedWords } from '../table-writer.ts'

/** Runs as pairs of words: count of samples, duration of each in ticks. */
export type Stts = { runs: Uint32Array }

export async function readStts(
  source: ByteSource,
  box: Box | undefined,
  findings: Findings,
): Promise<Stts | null> {
  const table = await readWords(source, box, findings, 4, 2)
  return table && { runs: table.words }
}

/** One run for each stretch of equal durations. */
export const writeStts = (durations: ArrayLike<number>): Uint8Array => writeSttsRuns(runsOf(durations))

/** `runs`: pairs of count and duration. */
export const writeSttsRuns = (runs: readonly number[]): Uint8Array =>
  writeFullBox('stts', 0, 0, ...writeCountedWords(runs, 2))
