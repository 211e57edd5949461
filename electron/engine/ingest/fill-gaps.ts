// The bytes that a partial item lacks, out of another copy of the same file. Every byte that both copies have is compared: one
// that differs means that it is another file, and nothing of it is taken.
import { EvidenceError } from '#contract/errors.ts'
import type { ByteRange, Sha256 } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import type { Incoming } from '#engine/store/incoming.ts'
import { firstDifference } from './compare-outside.ts'
import type { OpenedSource } from './source/source-file.ts'

export type Filled = {
  /** Of what was written. */
  sha256: Sha256
  /** What is missing still, for the other copy cannot be read there either. */
  missing: ByteRange[]
  bytesTaken: number
  /** Bytes that only the partial item has: the other copy cannot be read there, so they were not compared. */
  bytesNotCompared: number
  /** Every byte that was taken is zero, as where another program read the same damage before. */
  onlyZeros: boolean
}

const pieceBytes = 1 << 20

/** Writes the whole file into `incoming`. Fails with `copy-mismatch`, which says where, and with what reading fails with. */
export async function fillGaps(
  partial: ByteSource,
  gaps: readonly ByteRange[],
  other: OpenedSource,
  incoming: Incoming,
  work: Work,
): Promise<Filled> {
  const filling = new Filling(partial, gaps, incoming, work)
  for await (const chunk of other.stream()) {
    await work.waitWhilePaused?.()
    work.signal.throwIfAborted()
    if (chunk instanceof Uint8Array) await filling.take(chunk)
    else await filling.pass(chunk.unreadable)
  }
  await other.confirm()
  return filling.finish()
}

class Filling {
  readonly #partial: ByteSource
  readonly #gaps: readonly ByteRange[]
  readonly #incoming: Incoming
  readonly #work: Work
  readonly #hash = createSha256()
  readonly #missing: ByteRange[] = []
  #at = 0
  #taken = 0
  #notCompared = 0
  #onlyZeros = true

  constructor(partial: ByteSource, gaps: readonly ByteRange[], incoming: Incoming, work: Work) {
    this.#partial = partial
    this.#gaps = gaps
    this.#incoming = incoming
    this.#work = work
  }

  async take(chunk: Uint8Array): Promise<void> {
    const at = this.#at
    this.#refuseLonger(chunk.length)
    const merged = await this.#held(chunk.length)
    for (const { start, end } of this.#gapsWithin(chunk.length)) {
      const bytes = chunk.subarray(start - at, end - at)
      merged.set(bytes, start - at)
      this.#taken += bytes.length
      this.#onlyZeros &&= bytes.every((byte) => byte === 0)
    }
    const differs = firstDifference(merged, chunk)
    if (differs !== null) throw anotherFile(this.#partial, at + differs)
    await this.#write(merged)
  }

  /** So many bytes cannot be read in the other copy either. */
  async pass(length: number): Promise<void> {
    this.#refuseLonger(length)
    const end = this.#at + length
    while (this.#at < end) {
      const part = Math.min(pieceBytes, end - this.#at)
      const gaps = this.#gapsWithin(part)
      this.#notCompared += part
      for (const gap of gaps) {
        this.#notCompared -= gap.end - gap.start
        this.#lack(gap)
      }
      await this.#write(await this.#held(part))
    }
  }

  async finish(): Promise<Filled> {
    if (this.#at !== this.#partial.size) throw otherSize(this.#partial, this.#at)
    await this.#incoming.sync()
    return {
      sha256: sha256Hex(this.#hash),
      missing: this.#missing,
      bytesTaken: this.#taken,
      bytesNotCompared: this.#notCompared,
      onlyZeros: this.#onlyZeros,
    }
  }

  /** A copy of what the partial item has from here on. */
  async #held(length: number): Promise<Uint8Array> {
    const held = Uint8Array.from(await this.#partial.read(this.#at, length))
    if (held.length !== length)
      throw new EvidenceError('source-changed', `“${this.#partial.name}” ended early, at byte ${this.#at}.`)
    return held
  }

  #gapsWithin(length: number): ByteRange[] {
    const [from, to] = [this.#at, this.#at + length]
    return this.#gaps
      .filter(({ start, end }) => start < to && end > from)
      .map(({ start, end }) => ({ start: Math.max(start, from), end: Math.min(end, to) }))
  }

  /** Pieces of one range are one range. */
  #lack({ start, end }: ByteRange): void {
    const last = this.#missing.at(-1)
    if (last?.end === start) last.end = end
    else this.#missing.push({ start, end })
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes)
    await this.#incoming.write(bytes)
    this.#at += bytes.length
    const total = this.#partial.size
    this.#work.report({ label: 'copy', done: this.#at, total, unit: 'bytes' })
  }

  #refuseLonger(length: number): void {
    if (this.#at + length > this.#partial.size) throw otherSize(this.#partial, this.#at + length)
  }
}

export const otherSize = ({ size }: Pick<ByteSource, 'size'>, found: number): EvidenceError =>
  new EvidenceError(
    'copy-mismatch',
    `The other copy has ${found} bytes, the item has ${size}: they are not copies of the same file. Nothing was changed.`,
    { details: { found, expected: size } },
  )

const anotherFile = ({ size }: Pick<ByteSource, 'size'>, offset: number): EvidenceError =>
  new EvidenceError(
    'copy-mismatch',
    `The other copy differs from the item at offset ${offset}, where both have bytes: they are not copies of the same file. Nothing was changed.`,
    { details: { offset, size } },
  )
