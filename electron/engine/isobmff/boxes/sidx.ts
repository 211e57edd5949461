// `sidx`, SegmentIndexBox (ISO/IEC 14496-12 8.16.3): sizes and durations of the subsegments that follow it.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags, readWide } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'
import { writeWords } from '../table-writer.ts'

export type SidxReference = {
  /** True where it points to another `sidx`. */
  isIndex: boolean
  size: number
  duration: number
  startsWithSap: boolean
  sapType: number
  sapDelta: number
}
export type Sidx = {
  referenceId: number
  timescale: number
  earliestPresentationTime: bigint
  firstOffset: bigint
  references: SidxReference[]
}

/** The references that are there. */
export function readSidx(cursor: Cursor): Sidx {
  const { version } = readVersionAndFlags(cursor)
  const referenceId = cursor.u32()
  const timescale = cursor.u32()
  const earliestPresentationTime = readWide(cursor, version)
  const firstOffset = readWide(cursor, version)
  cursor.skip(2)
  const count = cursor.u16()
  const references: SidxReference[] = []
  while (references.length < count && cursor.remaining >= 12) {
    const first = cursor.u32()
    const duration = cursor.u32()
    const sap = cursor.u32()
    references.push({
      isIndex: first >>> 31 === 1,
      size: first & 0x7fff_ffff,
      duration,
      startsWithSap: sap >>> 31 === 1,
      sapType: (sap >>> 28) & 7,
      sapDelta: sap & 0xfff_ffff,
    })
  }
  return { referenceId, timescale, earliestPresentationTime, firstOffset, references }
}

export function writeSidx(sidx: Sidx): Uint8Array {
  const head = new ByteSink().u32(sidx.referenceId).u32(sidx.timescale)
  head.u64(sidx.earliestPresentationTime).u64(sidx.firstOffset).u16(0).u16(sidx.references.length)
  const words = sidx.references.flatMap((reference) => [
    (reference.isIndex ? 0x8000_0000 : 0) + reference.size,
    reference.duration,
    (reference.startsWithSap ? 0x8000_0000 : 0) + (reference.sapType << 28) + reference.sapDelta,
  ])
  return writeFullBox('sidx', 1, 0, head.finish(), writeWords(words))
}
