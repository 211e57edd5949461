// `mfhd`, MovieFragmentHeaderBox (ISO/IEC 14496-12 8.8.5): number of a fragment, rising through the file.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'

export type Mfhd = { sequenceNumber: number }

export function readMfhd(cursor: Cursor): Mfhd {
  readVersionAndFlags(cursor)
  return { sequenceNumber: cursor.u32() }
}

export const writeMfhd = (mfhd: Mfhd): Uint8Array =>
  writeFullBox('mfhd', 0, 0, new ByteSink().u32(mfhd.sequenceNumber).finish())
