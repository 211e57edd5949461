// `fiel`, the field handling extension of a sample entry (QuickTime File Format, video sample description extensions): how
// many fields a sample holds, and which of two is shown first. Not in ISO/IEC 14496-12; cameras and ffmpeg write it.
import type { Cursor } from '../../base/cursor.ts'
import { writeBox } from '../box-writer.ts'

export type Fiel = {
  /** 1: whole pictures; 2: two fields. */
  fields: number
  /** 1 and 14: the upper field is shown first; 6 and 9: the lower one; 0 where there is one field. */
  order: number
}

export const readFiel = (cursor: Cursor): Fiel => ({ fields: cursor.u8(), order: cursor.u8() })

export const writeFiel = ({ fields, order }: Fiel): Uint8Array =>
  writeBox('fiel', Uint8Array.of(fields, order))
