// Step “read back”, begun while the copy is still being written: what the disk has taken of it is read, hashed and examined
// behind the thread that copies. Where the boxes lie is looked up at the source, which has them already; what it said then is
// asked once more of the whole copy, and has to be the same, or the copy is read from its beginning as if nothing had been done.
import { createHash } from 'node:crypto'
import { read as readFrom } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { contentStampOf } from '#engine/base/file-stamp.ts'
import type { Work } from '#engine/base/progress.ts'
import { readStructure, readThrough } from '#engine/examine/verify-file.ts'
import type { Reading, Structure } from '#engine/examine/verify-file.ts'

/** What the copy holds, read from the copy; `stamp`: by which it is known to be the same file still. */
export type ReadBackResult = { structure: Structure; reading: Reading; stamp: string }

export type CopyBeingWritten = {
  /** The source, open for reading. */
  source: number
  /** Where the copy lies. */
  path: string
  /** Bytes that it will have. */
  size: number
  /** Whether the source may be read in another order than from its beginning; until that is known it is not. */
  mayLook: Promise<boolean>
}

/** A source in which it takes longer to find one's way is not kept from being copied by that. */
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
  readonly #result: Promise<Omit<ReadBackResult, 'stamp'> | null>
  #handle: FileHandle | null = null
  #onDisk = 0
  #wake = (): void => undefined
  #lookingMillis = 0
  #told = 0

  constructor(copy: CopyBeingWritten, work: Work, onBytes: (bytes: number) => void) {
    this.#copy = copy
    this.#work = work
    this.#onBytes = onBytes
    this.#signal = AbortSignal.any([work.signal, this.#stopped.signal])
    this.#signal.addEventListener('abort', this.#onAbort)
    // A failure here is told by the read that follows in its place.
    this.#result = this.#examine().catch(() => null)
  }

  readonly #onAbort = (): void => this.#wake()

  /** So many bytes of the copy are on the disk, and are not written any more. */
  reached(bytes: number): void {
    this.#onDisk = Math.max(this.#onDisk, bytes)
    this.#wake()
  }

  /** Bytes of the copy whose reading was told, whatever came of it. */
  get told(): number {
    return this.#told
  }

  /** The whole copy is on the disk. Null where it has to be read in the ordinary way; throws the signal's reason. */
  async finish(): Promise<ReadBackResult | null> {
    this.reached(this.#copy.size)
    const result = await this.#result
    const stamp = result && (await this.#stampIfAsFound().catch(() => null))
    this.#work.signal.throwIfAborted()
    return result && stamp !== null ? { ...result, stamp } : null
  }

  /** To be called in any case. Returns when nothing reads the copy or the source any more. */
  async end(): Promise<void> {
    this.#stopped.abort()
    await this.#result
    this.#signal.removeEventListener('abort', this.#onAbort)
    await this.#handle?.close()
    this.#handle = null
  }

  async #examine(): Promise<Omit<ReadBackResult, 'stamp'>> {
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
    if (!(await this.#copy.mayLook)) throw new Error('the source is read once, from its beginning')
    this.#handle = await open(this.#copy.path)
    const structure = await readStructure(copy, this.#signal)
    if (structure.unreadable !== null) throw new Error(structure.unreadable)
    return { structure, reading: await readThrough(copy, structure, { signal: this.#signal, report }) }
  }

  async #read(offset: number, wanted: number): Promise<Uint8Array> {
    const length = Math.max(0, Math.min(wanted, this.#copy.size - offset))
    if (this.#handle !== null && offset + length <= this.#onDisk)
      return readExactly(this.#handle.fd, offset, length)
    const started = performance.now()
    const bytes = await readExactly(this.#copy.source, offset, length)
    this.#found.push({ offset, length, hash: hashOf(bytes) })
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
          await this.#whilePaused()
          yield chunk
          at += chunk.length
        }
      } finally {
        await part.close()
      }
    }
  }

  async #untilMoreThan(bytes: number): Promise<void> {
    while (this.#onDisk <= bytes && !this.#signal.aborted) await this.#woken()
    this.#signal.throwIfAborted()
  }

  /** A pause is over also when this is. */
  async #whilePaused(): Promise<void> {
    if (this.#work.isPaused?.() === false) return
    const going = this.#work.waitWhilePaused?.().then(() => true)
    for (let goes = !going; !goes; this.#signal.throwIfAborted())
      goes = (await Promise.race([going, this.#woken().then(() => false)])) ?? true
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  /** Null unless everything that was looked up at the source stands in the copy. */
  async #stampIfAsFound(): Promise<string | null> {
    const stamp = await contentStampOf(this.#copy.path)
    const copy = await openFileSource(this.#copy.path)
    try {
      if (copy.size !== this.#copy.size) return null
      for (const { offset, length, hash } of this.#found) {
        this.#work.signal.throwIfAborted()
        if (hashOf(await copy.read(offset, length)) !== hash) return null
      }
    } finally {
      await copy.close()
    }
    return stamp
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Fails where the file has fewer bytes. */
async function readExactly(descriptor: number, offset: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(length)
  for (let done = 0; done < length;) {
    const { bytesRead } = await readInto(descriptor, bytes, done, length - done, offset + done)
    if (bytesRead === 0) throw new Error('the file ended early')
    done += bytesRead
  }
  return bytes
}

const readInto = promisify(readFrom)
