// One sequential read of a file gives its SHA-256 and the digest of every reading of every seal: all readings share the
// bytes before `meta`, so the hash state is forked there (ONVIF EFF 26.06 5.6.1). Memory: `meta` and a few hash states.
import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import type { Sha256 } from '#contract/units.ts'
import { assert } from '#engine/base/assert.ts'
import type { HashName } from '#engine/seal/algorithm.ts'
import type { Coverage } from './seal-coverage.ts'

/** A reading to be hashed, with the digest its seal's algorithm asks for. */
export type PassTarget = { coverage: Coverage; hash: HashName }

export type PassResult = {
  sha256: Sha256
  size: number
  /** In the order of the targets given. */
  digests: Uint8Array[]
}

export class SealPass {
  readonly #targets: readonly PassTarget[]
  readonly #metaOffset: number
  readonly #metaEnd: number
  readonly #file = createHash('sha256')
  /** State over the bytes before `meta`, one for each hash that a seal declares (nearly always SHA-256 alone). */
  readonly #prefix = new Map<HashName, Hash>()
  #states: Hash[] = []
  #position = 0

  /** `meta`: where the sealing box lies; null where the file has no seal to check. */
  constructor(targets: readonly PassTarget[], meta: { start: number; end: number } | null) {
    this.#targets = targets
    this.#metaOffset = meta?.start ?? Number.POSITIVE_INFINITY
    this.#metaEnd = meta?.end ?? Number.POSITIVE_INFINITY
    for (const { hash } of targets)
      if (hash !== 'sha256' && !this.#prefix.has(hash)) this.#prefix.set(hash, createHash(hash))
    if (this.#metaOffset === 0) this.#fork()
  }

  /** Feeds the next bytes of the file, from its first to its last. */
  update(chunk: Uint8Array): void {
    let rest = chunk
    while (rest.length > 0) {
      const boundary = this.#nextBoundary()
      const part = rest.subarray(0, Math.min(rest.length, boundary - this.#position))
      rest = rest.subarray(part.length)
      this.#feed(part)
      this.#position += part.length
      if (this.#position === this.#metaOffset) this.#fork()
    }
  }

  finish(): PassResult {
    assert(
      this.#targets.length === 0 || this.#position >= this.#metaEnd,
      'a pass ends behind the sealing box',
    )
    return {
      sha256: this.#file.digest('hex') as Sha256,
      size: this.#position,
      digests: this.#states.map((state) => state.digest()),
    }
  }

  #nextBoundary(): number {
    if (this.#position < this.#metaOffset) return this.#metaOffset
    if (this.#position < this.#metaEnd) return this.#metaEnd
    let next = Number.POSITIVE_INFINITY
    for (const { coverage } of this.#targets) {
      for (const { start, end } of coverage.tail) {
        if (start > this.#position) next = Math.min(next, start)
        if (end > this.#position) next = Math.min(next, end)
      }
    }
    return next
  }

  #feed(part: Uint8Array): void {
    this.#file.update(part)
    if (this.#position < this.#metaOffset) {
      for (const state of this.#prefix.values()) state.update(part)
    } else if (this.#position >= this.#metaEnd) {
      for (const [index, { coverage }] of this.#targets.entries()) {
        if (coverage.tail.some(({ start, end }) => start <= this.#position && this.#position < end)) {
          this.#states[index]?.update(part)
        }
      }
    }
  }

  #fork(): void {
    this.#states = this.#targets.map(({ coverage, hash }) =>
      (this.#prefix.get(hash) ?? this.#file).copy().update(coverage.reducedMeta),
    )
  }
}
