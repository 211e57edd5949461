// Step “read back”, begun while the copy is still being written: what the disk holds of it for certain is read, hashed and
// examined behind the thread that copies. Where the boxes lie is looked up at the source, which has them already; what it said
// then is asked once more of the whole copy, and has to be the same, or the copy is read from its beginning as if nothing
// had been done.
import { createHash } from 'node:crypto'
import { read as readFrom } from 'node:fs'
import { promisify } from 'node:util'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Work } from '#engine/base/progress.ts'
import { readStructure, readThrough } from '#engine/examine/verify-file.ts'
import type { Reading, Structure } from '#engine/examine/verify-file.ts'

/** What the copy holds, read from the copy. `bytes`: how many of its reading were told as done. */
export type ReadBackResult = { structure: Structure; reading: Reading; bytes: number }

export type CopyBeingWritten = {
  /** The source, open for reading. */
  source: number
  /** Where the copy lies. */
  path: string
  /** Bytes that it will have. */
  size: number
}

/** A source in which it takes longer to find one's way, as on discs, is not kept from being copied by that. */
const mostLookingMillis = 1_000

type Found = { offset: number; length: number; hash: string }

export class ReadBack {
  readonly #copy: CopyBeingWritten
  readonly #work: Work
  readonly #onBytes: (bytes: number) => void
  readonly #stopped = new AbortController()
  /** Of the work, or of giving up. */
  readonly #signal: AbortSignal
  readonly #found: Found[] = []
  readonly #result: Promise<ReadBackResult | null>
  #onDisk = 0
  #wake: () => void = () => undefined
  #lookingMillis = 0
  #told = 0

  constructor(copy: CopyBeingWritten, work: Work, onBytes: (bytes: number) => void) {
    this.#copy = copy
    this.#work = work
    this.#onBytes = onBytes
    this.#signal = AbortSignal.any([work.signal, this.#stopped.signal])
    this.#signal.addEventListener('abort', () => this.#wake())
    // A failure here is told by the read that follows in its place.
    this.#result = this.#examine().catch(() => null)
  }

  /** So many bytes of the copy are on the disk, and are not written any more. */
  reached(bytes: number): void {
    this.#onDisk = Math.max(this.#onDisk, bytes)
    this.#wake()
  }

  /** The whole copy is on the disk. Null where it has to be read in the ordinary way; throws the signal's reason. */
  async finish(): Promise<ReadBackResult | null> {
    this.reached(this.#copy.size)
    const result = await this.#result
    this.#work.signal.throwIfAborted()
    return result !== null && (await this.#isAsFound().catch(() => false)) ? result : null
  }

  /** The copy is not to be had as it was meant. Returns when nothing reads it any more. */
  async giveUp(): Promise<void> {
    this.#stopped.abort()
    await this.#result
  }

  async #examine(): Promise<ReadBackResult> {
    const signal = this.#signal
    const copy: ByteSource = {
      name: this.#copy.path,
      size: this.#copy.size,
      read: (offset, length) => this.#read(offset, length),
      stream: (start, end) => this.#stream(start, Math.min(end, this.#copy.size)),
      close: () => Promise.resolve(),
    }
    const report: Work['report'] = ({ label, done }) => {
      if (label !== copy.name || done <= this.#told) return
      this.#onBytes(done - this.#told)
      this.#told = done
    }
    const structure = await readStructure(copy, signal)
    if (structure.unreadable !== null) throw new Error(structure.unreadable)
    const reading = await readThrough(copy, structure, { signal, report })
    return { structure, reading, bytes: this.#told }
  }

  async #read(offset: number, length: number): Promise<Uint8Array> {
    if (offset + length <= this.#onDisk) return readAt(this.#copy.path, offset, length)
    const started = performance.now()
    const bytes = await readWhole(this.#copy.source, offset, Math.min(length, this.#copy.size - offset))
    this.#found.push({ offset, length: bytes.length, hash: hashOf(bytes) })
    this.#lookingMillis += performance.now() - started
    if (this.#lookingMillis > mostLookingMillis) throw new Error('the source is too slow for it')
    return bytes
  }

  async *#stream(start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end;) {
      await this.#untilMoreThan(at)
      const part = await openFileSource(this.#copy.path)
      const stop = Math.min(end, this.#onDisk)
      try {
        if (part.size < stop) throw new Error('the copy is shorter than it was')
        for await (const chunk of part.stream(at, stop, this.#signal)) {
          await this.#work.waitWhilePaused?.()
          yield chunk
          at += chunk.length
        }
      } finally {
        await part.close()
      }
    }
  }

  async #untilMoreThan(bytes: number): Promise<void> {
    while (this.#onDisk <= bytes && !this.#signal.aborted)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    this.#signal.throwIfAborted()
  }

  /** Whether everything that was looked up at the source stands in the copy. */
  async #isAsFound(): Promise<boolean> {
    const copy = await openFileSource(this.#copy.path)
    try {
      if (copy.size !== this.#copy.size) return false
      for (const { offset, length, hash } of this.#found) {
        this.#work.signal.throwIfAborted()
        if (hashOf(await copy.read(offset, length)) !== hash) return false
      }
      return true
    } finally {
      await copy.close()
    }
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function readAt(path: string, offset: number, length: number): Promise<Uint8Array> {
  const source = await openFileSource(path)
  try {
    return await source.read(offset, length)
  } finally {
    await source.close()
  }
}

/** Exactly so many bytes; fails where the file has fewer. */
async function readWhole(descriptor: number, offset: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(Math.max(0, length))
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await readInto(descriptor, bytes, done, bytes.length - done, offset + done)
    if (bytesRead === 0) throw new Error('the source ended early')
    done += bytesRead
  }
  return bytes
}

const readInto = promisify(readFrom)
