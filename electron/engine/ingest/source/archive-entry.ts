// One file of a ZIP archive, read through its compression. Its declared size is the most that is ever given out, and its
// CRC-32 (APPNOTE 4.4.7) is checked before the end of the stream is told.
import { Buffer } from 'node:buffer'
import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { OriginalAttributes } from '#contract/item.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { ArchiveFile } from './archive-file.ts'
import type { OpenedSource, SourceFile, SourceRef } from './source-file.ts'
import { entryRefused, locateEntry } from './zip-directory.ts'
import type { DirectoryEntry } from './zip-directory.ts'

const chunkBytes = 1 << 18

export class ArchiveEntry implements SourceFile {
  readonly relativePath: string
  readonly size: number
  readonly #archive: ArchiveFile
  readonly #index: number
  readonly #found: DirectoryEntry

  constructor(archive: ArchiveFile, index: number, found: DirectoryEntry) {
    this.relativePath = found.entry.name
    this.size = found.entry.size
    this.#archive = archive
    this.#index = index
    this.#found = found
  }

  get shown(): string {
    return `${this.#archive.path} » ${this.relativePath}`
  }

  get ref(): SourceRef {
    const { path, size, modifiedNs } = this.#archive
    const { relativePath: name } = this
    const facts = { archive: path, archiveSize: size, archiveModifiedNs: modifiedNs }
    return { kind: 'archive-entry', ...facts, index: this.#index, name }
  }

  /** Only what is stored without compression can begin in the middle. */
  async open({ from, signal }: { from: number; signal: AbortSignal }): Promise<OpenedSource> {
    const { entry } = this.#found
    const archive = this.#archive
    const source = await archive.open().catch(async (cause: unknown) => {
      throw await archive.explain(cause)
    })
    try {
      const dataStart = await locateEntry(source, this.#found, this.shown)
      const start = entry.method === 0 && from <= this.size ? from : 0
      return {
        size: this.size,
        start,
        original: this.original,
        stream: () => this.#read(source, { dataStart, from: start }, signal),
        confirm: () => archive.refuseChanged(),
        detail: () => this.#detail(),
        close: () => source.close(),
      }
    } catch (cause) {
      await source.close()
      throw await archive.explain(cause)
    }
  }

  get original(): OriginalAttributes {
    return this.#found.entry.original
  }

  async *#read(
    source: ByteSource,
    { dataStart, from }: { dataStart: number; from: number },
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    const { entry } = this.#found
    const dataEnd = dataStart + entry.packed
    try {
      // What is there already was not read here; the checksum is over all of the entry.
      let sum = await this.#sumOf(source, dataStart, dataStart + from, signal)
      let done = from
      const packed = source.stream(dataStart + from, dataEnd, signal)
      for await (const chunk of entry.method === 0 ? packed : this.#inflate(packed, signal)) {
        done += chunk.length
        if (done > this.size)
          throw this.#refused(`it holds more than the ${this.size} bytes that it declares`)
        sum = crc32(chunk, sum)
        // The end must not be told before it is known to be right.
        if (done === this.size && sum !== entry.crc32) throw this.#wrongSum()
        yield chunk
      }
      if (done < this.size) throw this.#refused(`it ends after ${done} of ${this.size} bytes`)
      if (sum !== entry.crc32) throw this.#wrongSum()
    } catch (cause) {
      signal.throwIfAborted()
      throw await this.#archive.explain(cause)
    }
  }

  async #sumOf(source: ByteSource, start: number, end: number, signal: AbortSignal): Promise<number> {
    let sum = 0
    for await (const chunk of source.stream(start, end, signal)) sum = crc32(chunk, sum)
    return sum
  }

  async *#inflate(packed: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const inflate = createInflateRaw({ chunkSize: chunkBytes })
    const raw = Readable.from(copies(packed), { objectMode: true, highWaterMark: 1 })
    let failure: unknown = null
    // Whichever fails ends the other; the loop below then throws what `inflate` was destroyed with.
    pipeline(raw, inflate, (error) => (failure = error ?? null))
    try {
      for await (const chunk of inflate as AsyncIterable<Buffer>) yield chunk
    } catch (cause) {
      signal.throwIfAborted()
      if (cause instanceof EvidenceError) throw cause
      throw this.#refused(`its compressed bytes are damaged (${String(failure ?? cause)})`, cause)
    } finally {
      raw.destroy()
      inflate.destroy()
    }
    if (inflate.bytesWritten !== this.#found.entry.packed)
      throw this.#refused('there are bytes in it after the end of its compressed content')
  }

  #wrongSum(): EvidenceError {
    return this.#refused('its bytes do not match its checksum (CRC-32): it is damaged')
  }

  #refused(why: string, cause?: unknown): EvidenceError {
    return entryRefused(this.shown, why, cause)
  }

  #detail(): CustodyEntry['detail'] {
    const { entry } = this.#found
    return {
      archive: this.#archive.path,
      entry: this.relativePath,
      entryIndex: this.#index,
      // As it stands in the archive, before it is made text.
      entryNameHex: Buffer.from(entry.nameBytes, 'latin1').toString('hex'),
      compression: entry.method === 0 ? 'stored' : 'deflate',
      compressedSize: entry.packed,
      crc32: entry.crc32.toString(16).padStart(8, '0'),
      // On the clock of whoever made the archive, in a zone that it does not tell.
      localTime: entry.localTime,
    }
  }
}

/** The source uses its buffers again, and a stream reads ahead. */
async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk)
}
