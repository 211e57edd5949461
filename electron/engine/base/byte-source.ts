// Random access to bytes of any size, read-only. The one way in which evidence is opened.
import { constants, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'

export type ByteSource = {
  /** For messages; not necessarily a path. */
  readonly name: string
  readonly size: number
  /** Exactly the bytes [offset, offset+length) that exist: shorter only at the end of the source. */
  read(offset: number, length: number): Promise<Uint8Array>
  /** The bytes [start, end) in order, in chunks that stay valid only until the next one is asked for. */
  stream(start: number, end: number, signal?: AbortSignal): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/** Small enough to be in the processor's cache still when it is hashed. */
const chunkBytes = 1 << 18
const turnBytes = 1 << 22

/**
 * How `stream` reads. `ahead`: the next chunk while this one is worked on, which takes part of a second processor.
 * `in-turn`: read, then work, with nothing in between; in all a fifth less work. For threads that have a processor each
 * and nothing else to do, for they stand still while the disk does.
 */
export type ReadMode = 'ahead' | 'in-turn'

// Opening a named pipe would wait for a writer, for ever; where that cannot happen (Windows) there is no such flag.
const readOnly = constants.O_RDONLY | ((constants as Partial<typeof constants>).O_NONBLOCK ?? 0)

const openReadOnly = (place: string | Buffer): Promise<FileHandle> => open(place, readOnly)

/**
 * Opens a file read-only (O_RDONLY, never created, never truncated). `place` is its path in bytes where that is not valid
 * text; `opening` opens it in another way, read-only as well. Fails with `file-not-found` or `file-unreadable`.
 */
export async function openFileSource(
  path: string,
  place: string | Buffer = path,
  reading: ReadMode = 'ahead',
  opening: (place: string | Buffer) => Promise<FileHandle> = openReadOnly,
): Promise<ByteSource> {
  let handle: FileHandle
  try {
    handle = await opening(place)
  } catch (cause) {
    throw openFailure(path, cause)
  }
  const stat = await handle.stat()
  if (!stat.isFile()) {
    await handle.close()
    throw new EvidenceError('file-unreadable', `“${path}” is not a regular file.`, { details: { path } })
  }
  return new FileSource(path, stat.size, handle, reading)
}

function openFailure(path: string, cause: unknown): EvidenceError {
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  return missing
    ? new EvidenceError('file-not-found', `There is no file “${path}”.`, { details: { path }, cause })
    : new EvidenceError('file-unreadable', `“${path}” cannot be opened: ${String(cause)}`, {
        details: { path },
        cause,
      })
}

class FileSource implements ByteSource {
  readonly name: string
  readonly size: number
  readonly #handle: FileHandle
  readonly #reading: ReadMode

  constructor(name: string, size: number, handle: FileHandle, reading: ReadMode) {
    this.name = name
    this.size = size
    this.#handle = handle
    this.#reading = reading
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.size - offset))
    const buffer = Buffer.allocUnsafe(wanted)
    const got = await this.#fill(buffer, offset)
    return buffer.subarray(0, got)
  }

  stream(start: number, end: number, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    const stop = Math.min(end, this.size)
    return this.#reading === 'ahead' ? this.#ahead(start, stop, signal) : this.#inTurn(start, stop, signal)
  }

  async *#ahead(start: number, stop: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    // No larger than what is read: thousands of small files would fill the memory with nothing.
    const size = Math.min(chunkBytes, Math.max(0, stop - start))
    const buffers: Buffer[] = []
    let turn = 0
    const next = (at: number): Promise<Uint8Array> => {
      turn = 1 - turn
      const buffer = (buffers[turn] ??= Buffer.allocUnsafe(size))
      const part = buffer.subarray(0, Math.min(size, stop - at))
      const filled = this.#fill(part, at).then((got) => part.subarray(0, got))
      // It may fail while nobody waits for it yet; it is told when it is asked for.
      filled.catch(() => undefined)
      return filled
    }
    // Read ahead by one chunk so that disk and hashing work at the same time.
    let at = start
    let pending = at < stop ? next(at) : null
    try {
      while (pending) {
        signal?.throwIfAborted()
        const chunk = await pending
        at += chunk.length
        if (chunk.length === 0) throw this.#endedEarly(at, stop)
        pending = at < stop ? next(at) : null
        yield chunk
      }
    } finally {
      // A reader that stops early must not leave a read running into a closed file.
      await pending?.catch(() => 0)
    }
  }

  async *#inTurn(start: number, stop: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(0, stop - start)))
    let at = start
    let sinceTurn = 0
    while (at < stop) {
      signal?.throwIfAborted()
      const length = this.#readNow(buffer, Math.min(chunkBytes, stop - at), at)
      if (length === 0) throw this.#endedEarly(at, stop)
      yield buffer.subarray(0, length)
      at += length
      sinceTurn += length
      if (sinceTurn < turnBytes) continue
      sinceTurn = 0
      // Or nobody could cancel.
      await new Promise<void>((resolve) => void setImmediate(resolve))
    }
  }

  #readNow(buffer: Buffer, length: number, offset: number): number {
    try {
      return readSync(this.#handle.fd, buffer, 0, length, offset)
    } catch (cause) {
      throw this.#unreadable(offset, cause)
    }
  }

  async #fill(buffer: Buffer, offset: number): Promise<number> {
    let done = 0
    while (done < buffer.length) {
      try {
        const { bytesRead } = await this.#handle.read(buffer, done, buffer.length - done, offset + done)
        if (bytesRead === 0) break
        done += bytesRead
      } catch (cause) {
        throw this.#unreadable(offset + done, cause)
      }
    }
    return done
  }

  #endedEarly(at: number, stop: number): EvidenceError {
    return new EvidenceError('source-changed', `“${this.name}” ended early, at byte ${at} of ${stop}.`, {
      details: { path: this.name, offset: at },
    })
  }

  #unreadable(offset: number, cause: unknown): EvidenceError {
    return new EvidenceError(
      'file-unreadable',
      `“${this.name}” cannot be read at byte ${offset}: ${String(cause)}`,
      { details: { path: this.name, offset }, cause },
    )
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

/** Bytes in memory as a source: for embedded structures and for tests. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
    async *stream(start, end, signal) {
      for (let at = start; at < Math.min(end, bytes.length); at += chunkBytes) {
        signal?.throwIfAborted()
        yield bytes.subarray(at, Math.min(at + chunkBytes, end, bytes.length))
      }
    },
    close: () => Promise.resolve(),
  }
}

/**
 * The same source with one window of `windowBytes` kept in memory: for walking many small structures in order.
 * Reads larger than the window go straight through. Not for use from two tasks at once.
 */
export function windowed(source: ByteSource, windowBytes = 65_536): ByteSource {
  let start = 0
  let window: Uint8Array = new Uint8Array(0)
  return {
    name: source.name,
    size: source.size,
    stream: (from, to, signal) => source.stream(from, to, signal),
    close: () => source.close(),
    async read(offset, length) {
      const wanted = Math.max(0, Math.min(length, source.size - offset))
      if (wanted > windowBytes) return source.read(offset, wanted)
      if (offset < start || offset + wanted > start + window.length) {
        start = offset
        window = await source.read(offset, windowBytes)
      }
      return window.subarray(offset - start, offset - start + wanted)
    },
  }
}
