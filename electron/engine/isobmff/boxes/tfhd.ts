// `tfhd`, TrackFragmentHeaderBox (ISO/IEC 14496-12 8.8.7): track of a fragment, where its data begins, its defaults.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'

/** Optional fields are null where absent: then `trex` counts. */
export type Tfhd = {
  trackId: number
  baseDataOffset: bigint | null
  sampleDescriptionIndex: number | null
  sampleDuration: number | null
  sampleSize: number | null
  sampleFlags: number | null
  durationIsEmpty: boolean
  defaultBaseIsMoof: boolean
}

export function readTfhd(cursor: Cursor): Tfhd {
  const { flags } = readVersionAndFlags(cursor)
  return {
    trackId: cursor.u32(),
    baseDataOffset: flags & 0x1 ? cursor.u64() : null,
    sampleDescriptionIndex: flags & 0x2 ? cursor.u32() : null,
    sampleDuration: flags & 0x8 ? cursor.u32() : null,
    sampleSize: flags & 0x10 ? cursor.u32() : null,
    sampleFlags: flags & 0x20 ? cursor.u32() : null,
    durationIsEmpty: (flags & 0x1_0000) !== 0,
    defaultBaseIsMoof: (flags & 0x2_0000) !== 0,
  }
}

export function writeTfhd(tfhd: Tfhd): Uint8Array {
  const sink = new ByteSink().u32(tfhd.trackId)
  let flags = (tfhd.durationIsEmpty ? 0x1_0000 : 0) | (tfhd.defaultBaseIsMoof ? 0x2_0000 : 0)
  if (tfhd.baseDataOffset !== null) {
    sink.u64(tfhd.baseDataOffset)
    flags |= 0x1
  }
  const optional = [
    [0x2, tfhd.sampleDescriptionIndex],
    [0x8, tfhd.sampleDuration],
    [0x10, tfhd.sampleSize],
    [0x20, tfhd.sampleFlags],
  ] as const
  for (const [flag, value] of optional) {
    if (value === null) continue
    sink.u32(value)
    flags |= flag
  }
  return writeFullBox('tfhd', 0, flags, sink.finish())
}
