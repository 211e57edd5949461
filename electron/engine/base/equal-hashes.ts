// Which of many hashes are the same, without a string for each of them.

/** Bytes of a SHA-256. */
export const hashBytes = 32

/**
 * `hashes`: one SHA-256 after the other. For each the number of the first that is the same; itself where it is the first, or where
 * `isRead` is 0 and nothing is known of it.
 */
export function firstOfSame(hashes: Buffer, isRead: Uint8Array): Uint32Array {
  const { length } = isRead
  const first = Uint32Array.from({ length }, (_, index) => index)
  const at = (index: number): Buffer => hashes.subarray(index * hashBytes, (index + 1) * hashBytes)
  const order = Uint32Array.from(first)
    .filter((index) => isRead[index] === 1)
    .sort((a, b) => at(a).compare(at(b)) || a - b)
  for (let place = 1; place < order.length; place += 1) {
    const [before, index] = [order[place - 1] ?? 0, order[place] ?? 0]
    if (at(before).equals(at(index))) first[index] = first[before] ?? before
  }
  return first
}
