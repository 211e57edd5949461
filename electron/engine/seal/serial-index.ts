// Where in a revocation list the entries of a serial number are: 8 bytes an entry, sorted, so that a list of several hundred
// thousand is gone through once and not for every certificate that is judged.
import { derContent, readDerElement } from './der.ts'

/** Each a hash of 28 bits above the place of an entry, 24 bits: exact in a double. Ascending. */
export type SerialIndex = Float64Array

const placeRange = 2 ** 24

/** `places` of entries in `der`, which is at most 16 MiB long. */
export function indexSerials(der: Uint8Array, places: readonly number[]): SerialIndex {
  const index = new Float64Array(places.length)
  for (const [nth, place] of places.entries()) {
    const serial = serialAt(der, place)
    index[nth] = hashOfSerial(serial ?? new Uint8Array(0)) * placeRange + place
  }
  return index.sort()
}

/** Where the entries of a serial number begin, in their order. */
export function findSerial(der: Uint8Array, index: SerialIndex, serial: Uint8Array): number[] {
  const wanted = readSerial(serial)
  const from = hashOfSerial(wanted) * placeRange
  let low = 0
  for (let high = index.length; low < high;) {
    const middle = (low + high) >>> 1
    if ((index[middle] ?? 0) < from) low = middle + 1
    else high = middle
  }
  const found: number[] = []
  for (let key = index[low]; key !== undefined && key < from + placeRange; key = index[++low]) {
    // Other numbers may have the same hash; then as many are compared as have it.
    if (serialAt(der, key - from)?.equals(wanted)) found.push(key - from)
  }
  return found
}

function serialAt(der: Uint8Array, place: number): Buffer | null {
  const entry = readDerElement(der, place)
  const number = entry && readDerElement(der, entry.content, entry.end)
  return number && readSerial(derContent(der, number))
}

/** A serial number in its shortest form, so that writers with superfluous zeros compare equal. */
function readSerial(content: Uint8Array): Buffer {
  let start = 0
  while (start + 1 < content.length && content[start] === 0 && (content[start + 1] ?? 0) < 0x80) start += 1
  return Buffer.from(content.buffer, content.byteOffset + start, content.length - start)
}

/** FNV-1a, its 32 bits folded to 28. */
function hashOfSerial(serial: Uint8Array): number {
  let hash = 0x811c9dc5
  for (const byte of serial) hash = Math.imul(hash ^ byte, 0x01000193)
  return ((hash >>> 28) ^ hash) & 0x0fffffff
}
