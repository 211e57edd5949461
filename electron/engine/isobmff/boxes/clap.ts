// `clap`, CleanApertureBox (ISO/IEC 14496-12 12.1.4): the part of the stored picture that is to be shown.
import type { Aperture } from '#contract/track.ts'
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { writeBox } from '../box-writer.ts'

export type Fraction = { n: number; d: number }

/** In stored pixels; offsets of its centre from the centre of the stored picture, to the right and down. */
export type Clap = { width: Fraction; height: Fraction; right: Fraction; down: Fraction }

export function readClap(cursor: Cursor): Clap {
  const size = (): Fraction => ({ n: cursor.u32(), d: cursor.u32() })
  const offset = (): Fraction => ({ n: cursor.s32(), d: cursor.u32() })
  return { width: size(), height: size(), right: offset(), down: offset() }
}

export function writeClap({ width, height, right, down }: Clap): Uint8Array {
  const sink = new ByteSink()
  for (const { n, d } of [width, height, right, down]) sink.u32(n >>> 0).u32(d)
  return writeBox('clap', sink.finish())
}

/** In pixels; null where it has no size, or a fraction without a value. */
export function apertureOf({ width, height, right, down }: Clap): Aperture | null {
  const [w, h, x, y] = [valueOf(width), valueOf(height), valueOf(right), valueOf(down)]
  if (!w || !h || x === null || y === null) return null
  return { width: w, height: h, right: x, down: y }
}

/** Null where the fraction says nothing. */
export const valueOf = ({ n, d }: Fraction): number | null => (d === 0 ? null : n / d)
