// One sequential read of a file gives its SHA-256 and the digest of every reading of every seal: all readings share the
// bytes before `meta`, so the hash state is forked there (ONVIF EFF 26.06 5.6.1). Memory: `meta` and a few hash states.
import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { EvidenceError } from '#contract/errors.ts'
import type { Sha256 } from '#contract/units.ts'
import type { HashName } from '#engine/seal/algorithm.ts'
import type { Coverage } from './seal-coverage.ts'

/**
 * A reading to be hashed, with the digest its seal's algorithm asks for; `preamble` is hashed before the first byte of the
 * file (Ed25519, RFC 8032 5.1.7), so that such a seal has a state of its own from there on.
 */
export type PassTarget = { coverage: Coverage; hash: HashName; preamble: Uint8Array | null }

export type PassResult = {
  sha256: Sha256
  size: number
  /** In the order of the targets given. */
  digests: Uint8Array[]
}

/** Where the sealing box lies, and the SHA-256 of its bytes as the plan saw them. */
export type SealingMeta = { start: number; end: number; sha256: string }

export class SealPass {
  readonly #targets: readonly PassTarget[]
  readonly #meta: SealingMeta
  readonly #file = createHash('sha256')
  readonly #metaHash = createHash('sha256')
  /** States over the bytes before `meta`, one for each hash and preamble that seals ask for (nearly always SHA-256 alone). */
  readonly #prefix = new Map<string, Hash>()
  /** Where any target's tail begins or ends, in order; between two borders every state takes all bytes or none. */
  readonly #borders: number[]
  /** For each target the tail range that is current or next. */
  readonly #tailIndex: number[]
  #states: Hash[] = []
  #position = 0

  /** `meta`: the sealing box; null where the file has no seal to check. */
  constructor(targets: readonly PassTarget[], meta: SealingMeta | null) {
    this.#targets = targets
    this.#meta = meta ?? { start: Number.POSITIVE_INFINITY, end: Number.POSITIVE_INFINITY, sha256: '' }
    for (const target of targets) {
      const key = prefixKey(target)
      if (key === 'sha256' || this.#prefix.has(key)) continue
      this.#prefix.set(key, createHash(target.hash).update(target.preamble ?? new Uint8Array(0)))
    }
    const edges = targets.flatMap(({ coverage }) => coverage.tail.flatMap(({ start, end }) => [start, end]))
    this.#borders = [...new Set([this.#meta.start, this.#meta.end, ...edges])].sort((a, b) => a - b)
    this.#tailIndex = targets.map(() => 0)
    if (this.#meta.start === 0) this.#fork()
  }

  /** Feeds the next bytes of the file, from its first to its last. */
  update(chunk: Uint8Array): void {
    let rest = chunk
    while (rest.length > 0) {
      while ((this.#borders[0] ?? Number.POSITIVE_INFINITY) <= this.#position) this.#borders.shift()
      const part = rest.subarray(
        0,
        Math.min(rest.length, (this.#borders[0] ?? Number.POSITIVE_INFINITY) - this.#position),
      )
      rest = rest.subarray(part.length)
      this.#feed(part)
      this.#position += part.length
      if (this.#position === this.#meta.start) this.#fork()
    }
  }

  /**
   * Fails with `source-changed` where the sealing box that went by is not the one that the plan was made from: then the
   * digests and what is said of the file would be of two different files.
   */
  finish(): PassResult {
    if (
      this.#targets.length > 0 &&
      (this.#position < this.#meta.end || this.#metaHash.digest('hex') !== this.#meta.sha256)
    ) {
      throw new EvidenceError(
        'source-changed',
        'The file changed while it was read: its seals are not those found before.',
      )
    }
    return {
      sha256: this.#file.digest('hex') as Sha256,
      size: this.#position,
      digests: this.#states.map((state) => state.digest()),
    }
  }

  #feed(part: Uint8Array): void {
    this.#file.update(part)
    if (this.#position < this.#meta.start) {
      for (const state of this.#prefix.values()) state.update(part)
    } else if (this.#position < this.#meta.end) {
      this.#metaHash.update(part)
    } else {
      for (const [index, { coverage }] of this.#targets.entries()) {
        if (this.#isInTail(index, coverage.tail)) this.#states[index]?.update(part)
      }
    }
  }

  #isInTail(index: number, tail: Coverage['tail']): boolean {
    let at = this.#tailIndex[index] ?? 0
    while (at < tail.length && (tail[at]?.end ?? 0) <= this.#position) at += 1
    this.#tailIndex[index] = at
    return (tail[at]?.start ?? Number.POSITIVE_INFINITY) <= this.#position
  }

  #fork(): void {
    this.#states = this.#targets.map((target) => {
      const state = (this.#prefix.get(prefixKey(target)) ?? this.#file).copy()
      for (const part of target.coverage.metaParts) state.update(part)
      return state
    })
  }
}

/** Equal for targets that can share a state before `meta`; `sha256` for those that share it with the file itself. */
const prefixKey = ({ hash, preamble }: PassTarget): string =>
  preamble === null ? hash : `${hash} ${Buffer.from(preamble).toString('hex')}`
