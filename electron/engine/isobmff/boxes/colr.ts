// `colr`, ColourInformationBox (ISO/IEC 14496-12 12.1.5): code points of ITU-T H.273, or a profile. `nclc` is QuickTime's
// form of `nclx`, without the range.
import type { EntryColours } from '#contract/track.ts'
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { writeBox } from '../box-writer.ts'

export type Colr =
  | {
      kind: 'nclx' | 'nclc'
      primaries: number
      transfer: number
      matrix: number
      /** Null where the box cannot say it. */
      fullRange: boolean | null
    }
  | { kind: 'profile'; type: string; size: number }

export function readColr(cursor: Cursor): Colr {
  const type = cursor.fourcc()
  if (type !== 'nclx' && type !== 'nclc') return { kind: 'profile', type, size: cursor.remaining }
  const [primaries, transfer, matrix] = [cursor.u16(), cursor.u16(), cursor.u16()]
  const fullRange = type === 'nclx' ? (cursor.u8() & 0x80) !== 0 : null
  return { kind: type, primaries, transfer, matrix, fullRange }
}

/** Null where it is a profile, which says nothing of stored values. */
export const coloursOf = (colr: Colr): EntryColours | null =>
  colr.kind === 'profile' ? null : { fullRange: colr.fullRange, matrix: colr.matrix }

export function writeColr(colr: Exclude<Colr, { kind: 'profile' }>): Uint8Array {
  const sink = new ByteSink().bytes(Buffer.from(colr.kind, 'latin1'))
  sink.u16(colr.primaries).u16(colr.transfer).u16(colr.matrix)
  if (colr.kind === 'nclx') sink.u8(colr.fullRange === true ? 0x80 : 0)
  return writeBox('colr', sink.finish())
}
