// `mfro`, MovieFragmentRandomAccessOffsetBox (ISO/IEC 14496-12 8.8.11): size of the `mfra` around it, found from the file's end.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'

export type Mfro = { mfraSize: number }

export function readMfro(cursor: Cursor): Mfro {
  readVersionAndFlags(cursor)
  return { mfraSize: cursor.u32() }
}

export const writeMfro = (mfro: Mfro): Uint8Array =>
  writeFullBox('mfro', 0, 0, new ByteSink().u32(mfro.mfraSize).finish())
