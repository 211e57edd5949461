// `stz2`, CompactSampleSizeBox (ISO/IEC 14496-12 8.7.3.3): sizes of 4, 8 or 16 bits.
import type { ByteSource } from '../../base/byte-source.ts'
import type { Findings } from '../../base/findings.ts'
import { pathOf, payloadOffset } from '../box.ts'
import type { Box } from '../box.ts'
import { writeFullBox } from '../box-writer.ts'
import { readEntries, readTableHead } from '../table.ts'
import type { SampleSizes } from './stsz.ts'
import { writeEntries, writeWords } from '../table-writer.ts'

export type FieldSize = 4 | 8 | 16

export async function readStz2(
  source: ByteSource,
  box: Box,
  findings: Findings,
): Promise<SampleSizes | null> {
  const fields = await source.read(payloadOffset(box), 8)
  const fieldSize = fields[7] ?? 0
  if (fieldSize !== 4 && fieldSize !== 8 && fieldSize !== 16) {
    findings.add('sample-size-width', 'error', `Sizes of ${fieldSize} bits are not 4, 8 or 16.`, {
      offset: box.offset,
      path: pathOf(box),
      clause: 'ISO/IEC 14496-12 8.7.3.3',
    })
    return null
  }
  const head = await readTableHead(source, box, findings, 8, fieldSize)
  if (!head) return null
  const sizes = new Uint32Array(head.count)
  const bytes = Math.ceil((head.count * fieldSize) / 8)
  // Read as bytes: each may hold two sizes, one, or half of one.
  const layout = { offset: payloadOffset(box) + 12, entryBytes: 1, count: bytes }
  await readEntries(source, box, layout, (view, first, count) => {
    for (let index = 0; index < count; index += 1) {
      const byte = view.getUint8(index)
      const at = first + index
      if (fieldSize === 8) sizes[at] = byte
      else if (fieldSize === 4) {
        sizes[at * 2] = byte >> 4
        sizes[at * 2 + 1] = byte & 0xf
      } else sizes[at >> 1] = at % 2 === 0 ? byte << 8 : (sizes[at >> 1] ?? 0) | byte
    }
  })
  return { sampleSize: 0, count: head.count, sizes }
}

export function writeStz2(sizes: readonly number[], fieldSize: FieldSize): Uint8Array {
  const bytes = writeEntries(Math.ceil((sizes.length * fieldSize) / 8), 1, (view, at) => {
    const even = sizes[at * 2] ?? 0
    const odd = sizes[at * 2 + 1] ?? 0
    const whole = sizes[fieldSize === 16 ? at >> 1 : at] ?? 0
    if (fieldSize === 4) view.setUint8(at, (even << 4) | (odd & 0xf))
    else if (fieldSize === 8) view.setUint8(at, whole)
    else view.setUint8(at, at % 2 === 0 ? whole >> 8 : whole & 0xff)
  })
  return writeFullBox('stz2', 0, 0, writeWords([fieldSize, sizes.length]), bytes)
}
