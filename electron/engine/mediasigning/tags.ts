// Tag, length, value (ONVIF Media Signing 26.06 5.10; Axis Signed Video): the list of tags inside one SEI.
import { Cursor, OutOfBounds } from '#engine/base/cursor.ts'

export type Tag = {
  tag: number
  value: Uint8Array
  /** Where the tag begins in the bytes that were read. */
  at: number
}

/** More in one SEI is nonsense; every tag takes two bytes or more. */
const tagLimit = 64

/**
 * Reads tags up to the end of `bytes`. `shortTags` have a length of one byte, all others of two. Null where the lengths
 * do not fit what is there.
 */
export function readTags(bytes: Uint8Array, shortTags: ReadonlySet<number>): Tag[] | null {
  const tags: Tag[] = []
  let at = 0
  while (at < bytes.length) {
    if (tags.length === tagLimit || bytes.length - at < 2) return null
    const tag = bytes[at] ?? 0
    const short = shortTags.has(tag)
    const start = at + (short ? 2 : 3)
    const length = short ? (bytes[at + 1] ?? 0) : (bytes[at + 1] ?? 0) * 256 + (bytes[at + 2] ?? 0)
    if (start + length > bytes.length) return null
    tags.push({ tag, value: bytes.subarray(start, start + length), at })
    at = start + length
  }
  return tags
}

/** What `read` makes of the value; null where the value ends too early. */
export function readValue<T>(value: Uint8Array, read: (cursor: Cursor) => T): T | null {
  try {
    return read(new Cursor(value))
  } catch (error) {
    if (error instanceof OutOfBounds) return null
    throw error
  }
}
