// Hashes of a group (ONVIF Media Signing 26.06 5.4): the first slice of its first picture is the anchor and stands for
// itself, every other slice is hashed together with it, records without signature alone. The hash of the group is that of
// all of these, one after the other.
import { hash as digestOf } from 'node:crypto'
import type { HashName } from '#engine/seal/algorithm.ts'
import type { Unit, UnitQueue } from './unit-queue.ts'

/**
 * Work that a stream may cause: a hash or a comparison is one. Every unit brings some, so that time stays linear however
 * often its records ask to be tried at other places.
 */
export class WorkAllowance {
  #refused = false
  #left = 200_000

  add(): void {
    this.#left = Math.min(this.#left + 64, 4_000_000)
  }

  /** For what every record needs; every unit brought more than its own share of it. */
  take(amount: number): boolean {
    if (this.#left < amount) {
      this.#refused = true
      return false
    }
    this.#left -= amount
    return true
  }

  /** Whether something was not tried because of it since the last time this was asked. */
  takeRefusal(): boolean {
    const refused = this.#refused
    this.#refused = false
    return refused
  }

  /** For what helps only after losses; leaves enough for the rest. */
  takeSpare(amount: number): boolean {
    if (this.#left < 100_000 + amount) return false
    this.#left -= amount
    return true
  }
}

/** The first slice of [from, to), where it begins a group. */
export function ownAnchor(queue: UnitQueue, from: number, to: number): Unit | null {
  for (let number = from; number < to; number += 1) {
    const unit = queue.at(number)
    if (unit && !unit.record) return queue.begins(unit) ? unit : null
  }
  return null
}

/** The hash of one unit as it stands in lists. `first`: the unit that is itself the anchor. */
export function entryOf(hash: HashName, unit: Unit, anchor: Uint8Array, first: Unit | null): Uint8Array {
  if (unit.record || unit === first) return unit.digest
  return linked(hash, anchor, unit.digest)
}

const pair = Buffer.alloc(128)

export function linked(hash: HashName, anchor: Uint8Array, digest: Uint8Array): Uint8Array {
  pair.set(anchor.subarray(0, 64), 0)
  pair.set(digest.subarray(0, 64), anchor.length)
  return digestOf(hash, pair.subarray(0, anchor.length + digest.length), 'buffer')
}

/** Hash over [from, to). */
export function groupHash(
  hash: HashName,
  queue: UnitQueue,
  from: number,
  to: number,
  anchor: Uint8Array,
): Uint8Array {
  const first = ownAnchor(queue, from, to)
  const entries = queue.slice(from, to).map((unit) => entryOf(hash, unit, anchor, first))
  return digestOf(hash, Buffer.concat(entries), 'buffer')
}

export const isEqual = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0
