// Emulation prevention (H.264 7.4.1.1, H.265 7.4.2): in 00 00 03 the 03 is no part of the payload. Never to be taken out
// blindly: units of media signing are stored without it, and may then hold 00 00 03 as data.

export type Unescaped = {
  bytes: Uint8Array
  /** Places in the stored bytes of what was taken out, ascending. */
  removed: number[]
}

/** The same view, with nothing removed, where there is nothing to remove. */
export function removeEmulationPrevention(stored: Uint8Array): Unescaped {
  const removed: number[] = []
  let zeros = 0
  for (let at = 0; at < stored.length; at += 1) {
    const byte = stored[at] ?? 0
    if (zeros >= 2 && byte === 3) {
      removed.push(at)
      zeros = 0
    } else zeros = byte === 0 ? zeros + 1 : 0
  }
  if (removed.length === 0) return { bytes: stored, removed }
  const bytes = new Uint8Array(stored.length - removed.length)
  let [from, to] = [0, 0]
  for (const place of [...removed, stored.length]) {
    bytes.set(stored.subarray(from, place), to)
    to += place - from
    from = place + 1
  }
  return { bytes, removed }
}

/** Where a byte of the unescaped bytes lies in the stored ones; `removed` as it was given with them. */
export function storedPlace(place: number, removed: readonly number[]): number {
  // The i-th byte taken out lay after `removed[i] - i` bytes that stayed; how many lie before `place` is looked up.
  let [low, high] = [0, removed.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((removed[middle] ?? 0) - middle <= place) low = middle + 1
    else high = middle
  }
  return place + low
}

/** Without the zero bytes at its end: they are no part of a unit (H.264 7.4.1, trailing_zero_8bits). */
export function withoutTrailingZeros(bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end -= 1
  return end === bytes.length ? bytes : bytes.subarray(0, end)
}
