// `smhd`, SoundMediaHeaderBox (ISO/IEC 14496-12 12.2.2): stereo balance.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'

export type Smhd = {
  /** −1 left … 0 centre … 1 right (8.8 in the file). */
  balance: number
}

export function readSmhd(cursor: Cursor): Smhd {
  readVersionAndFlags(cursor)
  return { balance: cursor.s16() / 0x100 }
}

export const writeSmhd = (smhd: Smhd = { balance: 0 }): Uint8Array =>
  writeFullBox(
    'smhd',
    0,
    0,
    new ByteSink()
      .s16(Math.round(smhd.balance * 0x100))
      .zeros(2)
      .finish(),
  )
