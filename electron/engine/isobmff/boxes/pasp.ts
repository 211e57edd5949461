// `pasp`, PixelAspectRatioBox (ISO/IEC 14496-12 12.1.4): width to height of one pixel.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { writeBox } from '../box-writer.ts'

export type Pasp = { h: number; v: number }

/** Zero on either side says nothing: 1:1. */
export function readPasp(cursor: Cursor): Pasp {
  const [h, v] = [cursor.u32(), cursor.u32()]
  return h > 0 && v > 0 ? { h, v } : { h: 1, v: 1 }
}

export const writePasp = (pasp: Pasp): Uint8Array =>
  writeBox('pasp', new ByteSink().u32(pasp.h).u32(pasp.v).finish())
