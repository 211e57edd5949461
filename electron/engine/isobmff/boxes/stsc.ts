// `stsc`, SampleToChunkBox (ISO/IEC 14496-12 8.7.4): how many samples each chunk holds, and after which sample entry.
import type { ByteSource } from '../../base/byte-source.ts'
import type { Findings } from '../../base/findings.ts'
import type { Box } from '../box.ts'
import { writeFullBox } from '../box-writer.ts'
import { readWords } from '../table.ts'
import { writeCountedWords } from '../table-writer.ts'

/** Runs as triples of words: first chunk (from 1), samples in each chunk, number of the sample entry (from 1). */
export type Stsc = { runs: Uint32Array }

export async function readStsc(
  source: ByteSource,
  box: Box | undefined,
  findings: Findings,
): Promise<Stsc | null> {
  const table = await readWords(source, box, findings, 4, 3)
  return table && { runs: table.words }
}

/** `chunks` in order, each with its count of samples and the number of its sample entry from 1. */
export function writeStsc(chunks: readonly { samples: number; entry: number }[]): Uint8Array {
  const runs: number[] = []
  let last: { samples: number; entry: number } | undefined
  for (const [index, chunk] of chunks.entries()) {
    if (last?.samples === chunk.samples && last.entry === chunk.entry) continue
    runs.push(index + 1, chunk.samples, chunk.entry)
    last = chunk
  }
  return writeFullBox('stsc', 0, 0, ...writeCountedWords(runs, 3))
}
