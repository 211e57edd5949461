// Entries of a table as bytes, allocated once: tables have up to millions of them (ISO/IEC 14496-12 8.6, 8.7).

/** `count` entries of `entryBytes`; `write` fills the entry `index` that begins at `at`. */
export function writeEntries(
  count: number,
  entryBytes: number,
  write: (view: DataView, at: number, index: number) => void,
): Uint8Array {
  const bytes = new Uint8Array(count * entryBytes)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < count; index += 1) write(view, index * entryBytes, index)
  return bytes
}

/** 32-bit unsigned words one after the other. */
export function writeWords(words: ArrayLike<number>): Uint8Array {
  return writeEntries(words.length, 4, (view, at, index) => view.setUint32(at, words[index] ?? 0))
}

/** Count of entries and the entries, as most tables have them after version and flags. */
export function writeCountedWords(words: ArrayLike<number>, wordsPerEntry: number): [Uint8Array, Uint8Array] {
  return [writeWords([words.length / wordsPerEntry]), writeWords(words)]
}

/** Stretches of equal values as pairs of count and value. */
export function runsOf(values: ArrayLike<number>): number[] {
  const runs: number[] = []
  for (let index = 0; index < values.length;) {
    const value = values[index] ?? 0
    let end = index + 1
    while (end < values.length && values[end] === value) end += 1
    runs.push(end - index, value)
    index = end
  }
  return runs
}
