// `elst`, EditListBox (ISO/IEC 14496-12 8.6.6): which part of a track's media is shown when.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'
import { writeWords } from '../table-writer.ts'

export type Edit = {
  /** Ticks of the movie timescale; 0 where the edit reaches to the end of the media. */
  segmentDuration: number
  /** Ticks of the track's timescale where the segment begins, in composition time; −1: an empty edit. */
  mediaTime: number
  /** 1 for normal speed, 0 for a dwell. */
  rate: number
}

/** The edits that are there, at most 1,000; values beyond 2^53 are rounded. */
export function readElst(cursor: Cursor): { edits: Edit[]; declared: number } {
  const { version } = readVersionAndFlags(cursor)
  const declared = cursor.u32()
  const edits: Edit[] = []
  const entryBytes = version === 0 ? 12 : 20
  while (edits.length < Math.min(declared, 1_000) && cursor.remaining >= entryBytes) {
    const segmentDuration = version === 0 ? cursor.u32() : Number(cursor.u64())
    const mediaTime = version === 0 ? cursor.s32() : Number(cursor.s64())
    edits.push({ segmentDuration, mediaTime, rate: cursor.s16() + cursor.u16() / 0x1_0000 })
  }
  return { edits, declared }
}

export function writeElst(edits: readonly Edit[]): Uint8Array {
  const wide = edits.some(
    ({ segmentDuration, mediaTime }) => segmentDuration > 0xffff_ffff || mediaTime > 0x7fff_ffff,
  )
  const entries = edits.map(({ segmentDuration, mediaTime, rate }) => {
    const sink = new ByteSink()
    if (wide) sink.u64(BigInt(segmentDuration)).u64(BigInt.asUintN(64, BigInt(mediaTime)))
    else sink.u32(segmentDuration).s32(mediaTime)
    const whole = Math.floor(rate)
    return sink
      .s16(whole)
      .u16(Math.round((rate - whole) * 0x1_0000))
      .finish()
  })
  return writeFullBox('elst', wide ? 1 : 0, 0, writeWords([edits.length]), ...entries)
}
