// `trun`, TrackRunBox (ISO/IEC 14496-12 8.8.8): a run of samples that lie one after the other.
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'
import { writeWords } from '../table-writer.ts'

/** Where each optional field lies in an entry; −1 where entries do not have it. */
export type TrunLayout = {
  entryBytes: number
  duration: number
  size: number
  flags: number
  compositionOffset: number
}

export type TrunHead = {
  version: number
  /** A claim until compared with the bytes that are there. */
  sampleCount: number
  /** Relative to the base of the track fragment; null: directly after the run before. */
  dataOffset: number | null
  firstSampleFlags: number | null
  /** Bytes of the payload before the first entry. */
  headBytes: number
  layout: TrunLayout
}

export function readTrunHead(cursor: Cursor): TrunHead {
  const { version, flags } = readVersionAndFlags(cursor)
  const sampleCount = cursor.u32()
  const dataOffset = flags & 0x1 ? cursor.s32() : null
  const firstSampleFlags = flags & 0x4 ? cursor.u32() : null
  let entryBytes = 0
  const field = (flag: number): number => {
    if ((flags & flag) === 0) return -1
    entryBytes += 4
    return entryBytes - 4
  }
  const layout = {
    duration: field(0x100),
    size: field(0x200),
    flags: field(0x400),
    compositionOffset: field(0x800),
    entryBytes,
  }
  return { version, sampleCount, dataOffset, firstSampleFlags, headBytes: cursor.position, layout }
}

export type TrunSample = {
  duration: number | null
  size: number | null
  flags: number | null
  compositionOffset: number | null
}
export type Trun = { dataOffset: number | null; firstSampleFlags: number | null; samples: TrunSample[] }

/** A whole run, at most 65,536 samples: for small runs; fragments are read with the head and slices. */
export function readTrun(cursor: Cursor): Trun {
  const head = readTrunHead(cursor)
  const { layout } = head
  const room = layout.entryBytes === 0 ? head.sampleCount : Math.floor(cursor.remaining / layout.entryBytes)
  const samples: TrunSample[] = []
  while (samples.length < Math.min(head.sampleCount, room, 65_536)) {
    samples.push({
      duration: layout.duration < 0 ? null : cursor.u32(),
      size: layout.size < 0 ? null : cursor.u32(),
      flags: layout.flags < 0 ? null : cursor.u32(),
      compositionOffset: layout.compositionOffset < 0 ? null : cursor.s32(),
    })
  }
  return { dataOffset: head.dataOffset, firstSampleFlags: head.firstSampleFlags, samples }
}

/** A field is written where the first sample has it; version 1 where a composition offset is negative. */
export function writeTrun(trun: Trun): Uint8Array {
  const [first] = trun.samples
  const fields = (['duration', 'size', 'flags', 'compositionOffset'] as const).filter(
    (field) => first && first[field] !== null,
  )
  const bits = { duration: 0x100, size: 0x200, flags: 0x400, compositionOffset: 0x800 }
  let flags = fields.reduce((sum, field) => sum | bits[field], 0)
  const head = [trun.samples.length]
  if (trun.dataOffset !== null) {
    flags |= 0x1
    head.push(trun.dataOffset)
  }
  if (trun.firstSampleFlags !== null) {
    flags |= 0x4
    head.push(trun.firstSampleFlags)
  }
  const words = trun.samples.flatMap((sample) => fields.map((field) => sample[field] ?? 0))
  const signed = trun.samples.some(({ compositionOffset }) => (compositionOffset ?? 0) < 0)
  // Signed fields have the same bits as unsigned words.
  return writeFullBox('trun', signed ? 1 : 0, flags, writeWords(head), writeWords(words))
}
