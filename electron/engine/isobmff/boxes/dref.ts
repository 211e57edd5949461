// `dref`, DataReferenceBox (ISO/IEC 14496-12 8.7.2): where the media lies; evidence always holds its own.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'

export type DataReference = {
  type: string
  /** Flag 1: the media lies in this very file. */
  selfContained: boolean
}

/** The references that are there, at most 256. */
export function readDref(cursor: Cursor): DataReference[] {
  readVersionAndFlags(cursor)
  const declared = cursor.u32()
  const references: DataReference[] = []
  while (references.length < Math.min(declared, 256) && cursor.remaining >= 12) {
    const size = cursor.u32()
    const type = cursor.fourcc()
    const { flags } = readVersionAndFlags(cursor)
    references.push({ type, selfContained: (flags & 1) !== 0 })
    if (size < 12) break
    cursor.skip(Math.min(size - 12, cursor.remaining))
  }
  return references
}

/** One entry: this file. */
export const writeDref = (): Uint8Array =>
  writeFullBox('dref', 0, 0, new ByteSink().u32(1).finish(), writeFullBox('url ', 0, 1))
