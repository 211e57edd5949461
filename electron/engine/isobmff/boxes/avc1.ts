// `avc1`, `hvc1` and all other VisualSampleEntry (ISO/IEC 14496-12 12.1.3): size of the picture and how to decode it.
import { ByteSink } from '../../base/byte-sink.ts'
import { Cursor } from '../../base/cursor.ts'
import { readInnerBoxes } from '../inner-boxes.ts'
import type { InnerBox } from '../inner-boxes.ts'
import { writeBox } from '../box-writer.ts'

export type VisualEntry = { dataReference: number; width: number; height: number; boxes: InnerBox[] }

/** Reads a whole sample entry, header included. */
export function readVisualEntry(entry: Uint8Array): VisualEntry {
  const cursor = new Cursor(entry, 8)
  cursor.skip(6)
  const dataReference = cursor.u16()
  cursor.skip(16)
  const [width, height] = [cursor.u16(), cursor.u16()]
  cursor.skip(50)
  return { dataReference, width, height, boxes: readInnerBoxes(entry, cursor.position) }
}

/** A whole sample entry; `boxes` are whole boxes, the decoder configuration first. 72 dpi, 24 bits, no name. */
export function writeVisualEntry(
  type: string,
  entry: { width: number; height: number; boxes: readonly Uint8Array[] },
): Uint8Array {
  const sink = new ByteSink().zeros(6).u16(1).zeros(16).u16(entry.width).u16(entry.height)
  sink.u32(0x48_0000).u32(0x48_0000).zeros(4).u16(1).zeros(32).u16(24).s16(-1)
  return writeBox(type, sink.finish(), ...entry.boxes)
}
