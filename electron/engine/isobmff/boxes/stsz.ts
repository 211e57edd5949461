// `stsz`, SampleSizeBox (ISO/IEC 14496-12 8.7.3.2): one size for all samples, or one for each.
import type { ByteSource } from '../../base/byte-source.ts'
import type { Findings } from '../../base/findings.ts'
import { payloadOffset, payloadSize } from '../box.ts'
import type { Box } from '../box.ts'
import { writeFullBox } from '../box-writer.ts'
import { readWords } from '../table.ts'
import { writeWords } from '../table-writer.ts'

/** `sampleSize` > 0: all samples have it, and `sizes` is empty; `count` is then a claim without bytes behind it. */
export type SampleSizes = { sampleSize: number; count: number; sizes: Uint32Array }

export async function readStsz(
  source: ByteSource,
  box: Box,
  findings: Findings,
): Promise<SampleSizes | null> {
  const fields = await source.read(payloadOffset(box), Math.min(payloadSize(box), 12))
  const view = new DataView(fields.buffer, fields.byteOffset, fields.byteLength)
  const sampleSize = fields.length >= 8 ? view.getUint32(4) : 0
  if (sampleSize > 0 && fields.length === 12) {
    return { sampleSize, count: view.getUint32(8), sizes: new Uint32Array(0) }
  }
  const table = await readWords(source, box, findings, 8, 1)
  return table && { sampleSize: 0, count: table.head.count, sizes: table.words }
}

export function writeStsz(sizes: SampleSizes): Uint8Array {
  const { sampleSize, count } = sizes
  return writeFullBox(
    'stsz',
    0,
    0,
    writeWords([sampleSize, count]),
    writeWords(sampleSize > 0 ? [] : sizes.sizes),
  )
}
