// The fields with which a sample entry begins (ISO/IEC 14496-12 8.5.2, 12.1.3, 12.2.3, 12.3.3), as they stand in the file.
import { Cursor, OutOfBounds } from '#engine/base/cursor.ts'
import { isVisual, stringsOf } from '#engine/isobmff/entry-tree.ts'

/** `payload`: what follows size and type. Throws `OutOfBounds` where it ends too early. */
export function readEntryFields(payload: Uint8Array, type: string, handler: string): unknown {
  const cursor = new Cursor(payload)
  cursor.skip(6)
  const dataReferenceIndex = cursor.u16()
  if (isVisual(handler)) return { dataReferenceIndex, ...readVisual(cursor) }
  if (handler === 'soun') return { dataReferenceIndex, ...readSound(cursor) }
  return { dataReferenceIndex, ...readStrings(cursor, stringsOf(type) ?? []) }
}

function readVisual(cursor: Cursor): object {
  cursor.skip(16)
  const [width, height] = [cursor.u16(), cursor.u16()]
  const [horizontalResolution, verticalResolution] = [fixed(cursor), fixed(cursor)]
  cursor.skip(4)
  const frameCount = cursor.u16()
  const name = cursor.take(32)
  const compressorName = new TextDecoder().decode(name.subarray(1, 1 + Math.min(name[0] ?? 0, 31)))
  const depth = cursor.u16()
  return { width, height, horizontalResolution, verticalResolution, frameCount, compressorName, depth }
}

function readSound(cursor: Cursor): object {
  const version = cursor.u16()
  cursor.skip(6)
  const [channelCount, sampleSize] = [cursor.u16(), cursor.u16()]
  cursor.skip(4)
  return { version, channelCount, sampleSize, sampleRate: fixed(cursor) }
}

/** Writers disagree on how many there are: what is there is told. */
function readStrings(cursor: Cursor, names: readonly string[]): object {
  const found: [string, string][] = []
  try {
    for (const name of names) found.push([name, cursor.cString()])
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error
  }
  return Object.fromEntries(found)
}

/** 16.16 bits. */
const fixed = (cursor: Cursor): number => cursor.u32() / 0x1_0000
