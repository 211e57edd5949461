// Boxes inside a small piece of memory, such as those behind the fields of a sample entry (ISO/IEC 14496-12 4.2).
import { Cursor } from '../base/cursor.ts'

export type InnerBox = { type: string; payload: Uint8Array }

/** The well-formed boxes from `start` on, at most 64; stops quietly at the first that is not (padding is common there). */
export function readInnerBoxes(bytes: Uint8Array, start: number): InnerBox[] {
  const boxes: InnerBox[] = []
  let at = start
  while (at + 8 <= bytes.length && boxes.length < 64) {
    const cursor = new Cursor(bytes, at)
    const size = cursor.u32()
    const type = cursor.fourcc()
    if (size < 8 || size > bytes.length - at) break
    boxes.push({ type, payload: bytes.subarray(at + 8, at + size) })
    at += size
  }
  return boxes
}

/** First box of that type. */
export const innerBox = (boxes: readonly InnerBox[], type: string): Uint8Array | null =>
  boxes.find((box) => box.type === type)?.payload ?? null
