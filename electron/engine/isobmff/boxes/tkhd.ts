// `tkhd`, TrackHeaderBox (ISO/IEC 14496-12 8.3.2): id, size and orientation of a track.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readDuration, readVersionAndFlags, readWide } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'
import type { Matrix } from '../matrix.ts'

export type Tkhd = {
  /** 1 enabled, 2 in movie, 4 in preview. */
  flags: number
  creationTime: bigint
  modificationTime: bigint
  trackId: number
  /** Ticks of the movie timescale, edits included; null where unknown. */
  duration: bigint | null
  layer: number
  alternateGroup: number
  /** 1 for audio, else 0. */
  volume: number
  matrix: Matrix
  /** Presentation size in pixels (16.16 in the file). */
  width: number
  height: number
}

export function readTkhd(cursor: Cursor): Tkhd {
  const { version, flags } = readVersionAndFlags(cursor)
  const creationTime = readWide(cursor, version)
  const modificationTime = readWide(cursor, version)
  const trackId = cursor.u32()
  cursor.skip(4)
  const duration = readDuration(cursor, version)
  cursor.skip(8)
  const layer = cursor.s16()
  const alternateGroup = cursor.s16()
  const volume = cursor.s16() / 0x100
  cursor.skip(2)
  const matrix = Array.from({ length: 9 }, () => cursor.s32())
  const width = cursor.u32() / 0x1_0000
  const height = cursor.u32() / 0x1_0000
  return {
    flags,
    creationTime,
    modificationTime,
    trackId,
    duration,
    layer,
    alternateGroup,
    volume,
    matrix,
    width,
    height,
  }
}

export function writeTkhd(tkhd: Tkhd): Uint8Array {
  const wide = [tkhd.creationTime, tkhd.modificationTime, tkhd.duration ?? 0n].some(
    (value) => value >= 0xffff_ffffn,
  )
  const sink = new ByteSink()
  if (wide) {
    sink.u64(tkhd.creationTime).u64(tkhd.modificationTime).u32(tkhd.trackId).zeros(4)
    sink.u64(tkhd.duration ?? 0xffff_ffff_ffff_ffffn)
  } else {
    sink.u32(Number(tkhd.creationTime)).u32(Number(tkhd.modificationTime)).u32(tkhd.trackId).zeros(4)
    sink.u32(Number(tkhd.duration ?? 0xffff_ffffn))
  }
  sink.zeros(8).s16(tkhd.layer).s16(tkhd.alternateGroup)
  sink.s16(Math.round(tkhd.volume * 0x100)).zeros(2)
  for (const value of tkhd.matrix) sink.s32(value)
  sink.u32(Math.round(tkhd.width * 0x1_0000)).u32(Math.round(tkhd.height * 0x1_0000))
  return writeFullBox('tkhd', wide ? 1 : 0, tkhd.flags, sink.finish())
}
