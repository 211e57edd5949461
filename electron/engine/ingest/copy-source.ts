// Step “copy”: the one read of the source. What comes is written and hashed at the same time; now and then it is made sure of
// how much is on the disk, so that an interruption does not cost what was read before it.
import type { ByteRange, Sha256 } from '#contract/units.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import type { Digest } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import type { Incoming } from '#engine/store/incoming.ts'
import type { Chunk } from './source/source-file.ts'

const zeros = new Uint8Array(1 << 20)

export type CopyState = { bytes: number; sha256: Sha256; missing: ByteRange[] }

/** A copy that grows: what is wholly written of it, and the hash of that. */
export class GrowingCopy {
  readonly incoming: Incoming
  readonly missing: ByteRange[]
  #hash: Digest
  #bytes: number

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

  state(): CopyState {
    const missing = this.missing.map((range) => ({ ...range }))
    return { bytes: this.#bytes, sha256: sha256Hex(this.#hash.copy()), missing }
  }

  async take(chunk: Chunk): Promise<void> {
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
    this.#bytes = 0
    this.missing.length = 0
  }
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
