// A file as it stood when an earlier seal was made, without copying it: the bytes before `meta`, the reduced `meta`, and
// what followed it.
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Coverage } from './seal-coverage.ts'

type Piece = { start: number; end: number; read(offset: number, length: number): Promise<Uint8Array> }

/** For reading structure, not for streaming media. Closing it leaves the underlying source open. */
export function spliced(source: ByteSource, { meta, metaParts, tail }: Coverage): ByteSource {
  const pieces: Piece[] = []
  const add = (length: number, read: Piece['read']): void => {
    const start = pieces.at(-1)?.end ?? 0
    if (length > 0) pieces.push({ start, end: start + length, read })
  }
  add(meta.start, (offset, length) => source.read(offset, length))
  for (const part of metaParts)
    add(part.length, (offset, length) => Promise.resolve(part.subarray(offset, offset + length)))
  for (const { start, end } of tail) add(end - start, (offset, length) => source.read(start + offset, length))
  const size = pieces.at(-1)?.end ?? 0
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const stop = Math.min(offset + length, size)
    const parts: Uint8Array[] = []
    for (const piece of pieces.filter(({ start, end }) => start < stop && end > offset)) {
      const from = Math.max(offset, piece.start)
      parts.push(Uint8Array.from(await piece.read(from - piece.start, Math.min(stop, piece.end) - from)))
    }
    return Buffer.concat(parts)
  }
  return {
    name: source.name,
    size,
    read,
    async *stream(start, end, signal) {
      for (let at = start; at < Math.min(end, size); at += 1 << 20) {
        signal?.throwIfAborted()
        yield await read(at, Math.min(1 << 20, Math.min(end, size) - at))
      }
    },
    close: () => Promise.resolve(),
  }
}
