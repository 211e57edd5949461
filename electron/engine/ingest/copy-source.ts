// Step “copy”: the one read of the source. What comes is written and hashed at the same time; now and then it is made sure of
// how much is on the disk, so that an interruption does not cost what was read before it.
import type { ByteRange, Sha256 } from '#contract/units.ts'
import { assert } from '#engine/base/assert.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import type { Digest } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import type { Incoming } from '#engine/store/incoming.ts'
import { refuseMismatch } from './compare-copy.ts'
import type { Copied } from './copy-task.ts'
import type { Chunk } from './source/source-file.ts'

const zeros = new Uint8Array(1 << 20)

export type CopyRecord = { bytes: number; sha256: Sha256; missing: ByteRange[] }

/** A copy that grows: what is wholly written of it, and the hash of that. */
export class GrowingCopy {
  readonly incoming: Incoming
  readonly missing: ByteRange[]
  #hash: Digest
  #bytes: number
  /** What a thread has written and hashed; null while it is done here. */
  #thread: Copied | null = null

  /** `begun`: what an earlier attempt left, with the state of its hash. */
  constructor(
    incoming: Incoming,
    begun: { bytes: number; hash: Digest; missing: ByteRange[] } = {
      ...{ bytes: 0, hash: createSha256(), missing: [] },
    },
  ) {
    this.incoming = incoming
    this.#hash = begun.hash
    this.#bytes = begun.bytes
    this.missing = begun.missing.map((range) => ({ ...range }))
  }

  get bytes(): number {
    return this.#bytes
  }

  state(): CopyRecord {
    const missing = this.missing.map((range) => ({ ...range }))
    return { bytes: this.#bytes, sha256: this.#thread?.sha256 ?? sha256Hex(this.#hash.copy()), missing }
  }

  /** A thread has written the copy up to there. */
  grewTo(copied: Copied): void {
    if (copied.bytes === 0) return
    this.incoming.appended(copied.bytes)
    this.#bytes = copied.bytes
    this.#thread = copied
  }

  /** Takes over from the thread, which kept the state of its hash: what it wrote is read once more, and has to be that. */
  async takeOver(work: Work): Promise<void> {
    if (this.#thread === null) return
    const { bytes, sha256 } = this.#thread
    await this.incoming.resize(bytes)
    const hash = await hashKept(this.incoming.path, bytes, work)
    refuseMismatch(sha256Hex(hash.copy()), sha256)
    this.#hash = hash
    this.#thread = null
  }

  async take(chunk: Chunk): Promise<void> {
    assert(this.#thread === null, 'a copy is taken over from its thread before more is written to it')
    if (chunk instanceof Uint8Array) await this.#write(chunk)
    else await this.#leaveOut(chunk.unreadable)
  }

  /** What could not be read stands as zeros, and is written down. */
  async #leaveOut(bytes: number): Promise<void> {
    const start = this.#bytes
    for (let left = bytes; left > 0; left -= Math.min(left, zeros.length))
      await this.#write(zeros.subarray(0, Math.min(left, zeros.length)))
    const last = this.missing.at(-1)
    if (last?.end === start) last.end = this.#bytes
    else this.missing.push({ start, end: this.#bytes })
  }

  async #write(bytes: Uint8Array): Promise<void> {
    // Should the write fail, the hash still is that of what was written before.
    const before = this.#hash.copy()
    const written = this.incoming.write(bytes)
    this.#hash.update(bytes)
    try {
      await written
    } catch (cause) {
      this.#hash = before
      throw cause
    }
    this.#bytes += bytes.length
  }

  /** Begins anew at the first byte. */
  async restart(): Promise<void> {
    await this.incoming.resize(0)
    this.#hash = createSha256()
    this.#thread = null
    this.#bytes = 0
    this.missing.length = 0
  }
}

/** The state of the hash after the first `bytes` of what was written. */
export async function hashKept(path: string, bytes: number, work: Work): Promise<Digest> {
  const hash = createSha256()
  const kept = await openFileSource(path)
  try {
    for await (const chunk of kept.stream(0, bytes, work.signal)) {
      await work.waitWhilePaused?.()
      hash.update(chunk)
    }
  } finally {
    await kept.close()
  }
  return hash
}

export type CopyOptions = {
  work: Work
  checkpointBytes: number
  /** Makes sure of what is written by now, and writes down how much that is. */
  save: () => Promise<void>
  onBytes: (bytes: number) => void
}

/** Takes everything that `stream` gives; fails with what the source, the disk or `save` fail with. */
export async function copyStream(
  stream: AsyncIterable<Chunk>,
  copy: GrowingCopy,
  { work, checkpointBytes, save, onBytes }: CopyOptions,
): Promise<void> {
  let saved = copy.bytes
  let saving: Promise<void> = Promise.resolve()
  try {
    for await (const chunk of stream) {
      if (work.isPaused?.()) {
        await saving
        await save()
      }
      await work.waitWhilePaused?.()
      await copy.take(chunk)
      onBytes(chunk instanceof Uint8Array ? chunk.length : chunk.unreadable)
      if (copy.bytes - saved < checkpointBytes) continue
      // While the disk does that, the next bytes are read: one at a time, so that it is never far behind.
      await saving
      saved = copy.bytes
      saving = save()
      saving.catch(() => undefined)
    }
    await saving
  } catch (cause) {
    await saving.catch(() => undefined)
    throw cause
  }
}
