// What a reader gets of a written box: the payload after the header.
import { Cursor } from '#engine/base/cursor.ts'

export function payloadOf(box: Uint8Array): Cursor {
  const size = Buffer.from(box.buffer, box.byteOffset, box.length).readUInt32BE(0)
  if (size !== box.length) throw new Error(`the box says ${size} bytes and has ${box.length}`)
  return new Cursor(box.subarray(8))
}

export const versionOf = (box: Uint8Array): number => box[8] ?? -1
