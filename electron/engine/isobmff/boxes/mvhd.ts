// `mvhd`, MovieHeaderBox (ISO/IEC 14496-12 8.2.2): timescale and duration of the whole presentation.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readDuration, readVersionAndFlags, readWide } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'
import { unityMatrix } from '../matrix.ts'

export type Mvhd = {
  /** Seconds since 1904-01-01 UTC; 0 where none was set. */
  creationTime: bigint
  modificationTime: bigint
  /** Ticks a second; may be 0 in malformed files. */
  timescale: number
  /** Ticks; null where unknown. */
  duration: bigint | null
  /** 0 where the box ends before it. */
  nextTrackId: number
}

export function readMvhd(cursor: Cursor): Mvhd {
  const { version } = readVersionAndFlags(cursor)
  const times = {
    creationTime: readWide(cursor, version),
    modificationTime: readWide(cursor, version),
    timescale: cursor.u32(),
    duration: readDuration(cursor, version),
  }
  // Rate, volume, reserved, matrix, pre_defined: 4 + 2 + 10 + 36 + 24 bytes that say nothing here.
  if (cursor.remaining < 80) return { ...times, nextTrackId: 0 }
  cursor.skip(76)
  return { ...times, nextTrackId: cursor.u32() }
}

/** Version 1 where a time or the duration needs 64 bits. Rate 1, full volume, unity matrix. */
export function writeMvhd(mvhd: Mvhd): Uint8Array {
  const wide = [mvhd.creationTime, mvhd.modificationTime, mvhd.duration ?? 0n].some(
    (value) => value >= 0xffff_ffffn,
  )
  const sink = new ByteSink()
  if (wide) {
    sink.u64(mvhd.creationTime).u64(mvhd.modificationTime).u32(mvhd.timescale)
    sink.u64(mvhd.duration ?? 0xffff_ffff_ffff_ffffn)
  } else {
    sink.u32(Number(mvhd.creationTime)).u32(Number(mvhd.modificationTime)).u32(mvhd.timescale)
    sink.u32(Number(mvhd.duration ?? 0xffff_ffffn))
  }
  sink.u32(0x1_0000).u16(0x100).zeros(10)
  for (const value of unityMatrix) sink.s32(value)
  return writeFullBox('mvhd', wide ? 1 : 0, 0, sink.zeros(24).u32(mvhd.nextTrackId).finish())
}
