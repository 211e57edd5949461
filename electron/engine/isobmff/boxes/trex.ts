// `trex`, TrackExtendsBox (ISO/IEC 14496-12 8.8.3): defaults for the samples of a track's fragments.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'

export type Trex = {
  trackId: number
  /** Number of the sample entry, from 1. */
  sampleDescriptionIndex: number
  sampleDuration: number
  sampleSize: number
  sampleFlags: number
}

export function readTrex(cursor: Cursor): Trex {
  readVersionAndFlags(cursor)
  return {
    trackId: cursor.u32(),
    sampleDescriptionIndex: cursor.u32(),
    sampleDuration: cursor.u32(),
    sampleSize: cursor.u32(),
    sampleFlags: cursor.u32(),
  }
}

export function writeTrex(trex: Trex): Uint8Array {
  const sink = new ByteSink().u32(trex.trackId).u32(trex.sampleDescriptionIndex)
  sink.u32(trex.sampleDuration).u32(trex.sampleSize).u32(trex.sampleFlags)
  return writeFullBox('trex', 0, 0, sink.finish())
}
