// `tfdt`, TrackFragmentBaseMediaDecodeTimeBox (ISO/IEC 14496-12 8.8.12): decode time of a fragment's first sample.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags, readWide } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'

/** Ticks of the track's timescale. */
export type Tfdt = { baseMediaDecodeTime: bigint }

export function readTfdt(cursor: Cursor): Tfdt {
  const { version } = readVersionAndFlags(cursor)
  return { baseMediaDecodeTime: readWide(cursor, version) }
}

export const writeTfdt = (tfdt: Tfdt): Uint8Array =>
  writeFullBox('tfdt', 1, 0, new ByteSink().u64(tfdt.baseMediaDecodeTime).finish())
