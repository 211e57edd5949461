// The hashed units of one stream that no group has been settled for yet, by their number in the stream.
import type { SigningRecord } from './signing-record.ts'

export type Unit = {
  sample: number
  /** The slice with which a picture begins; never a record. */
  startsPicture: boolean
  /** A picture begins with which decoding can begin: an IDR picture, or in H.265 any random access picture. */
  anchor: 'idr' | 'other' | null
  /** Null where the scan did not hash it. */
  digest: Uint8Array
  /** A record without signature, which is hashed like a picture but not linked. */
  record: SigningRecord | null
}

export class UnitQueue {
  /** Groups end at IDR pictures alone, as the standard says; the reference implementation ends them at others too. */
  idrOnly = false
  #units: Unit[] = []
  /** Number of the first unit of `#units`. */
  #base = 0
  #head = 0

  /** Number of the first unit that is still here. */
  get base(): number {
    return this.#base + this.#head
  }

  /** One beyond the number of the last. */
  get end(): number {
    return this.#base + this.#units.length
  }

  get length(): number {
    return this.end - this.base
  }

  push(unit: Unit): void {
    this.#units.push(unit)
  }

  at(number: number): Unit | undefined {
    return number < this.base ? undefined : this.#units[number - this.#base]
  }

  slice(from: number, to: number): Unit[] {
    return this.#units.slice(Math.max(from, this.base) - this.#base, Math.max(0, to - this.#base))
  }

  /** Forgets the units before `number`; moving what is left is put off until it is half, so that it stays linear. */
  drop(number: number): void {
    this.#head = Math.min(Math.max(this.#head, number - this.#base), this.#units.length)
    if (this.#head < 1_024 || this.#head * 2 < this.#units.length) return
    this.#units = this.#units.slice(this.#head)
    this.#base += this.#head
    this.#head = 0
  }

  /** A group can begin with this unit. */
  begins(unit: Unit | undefined): boolean {
    return unit?.anchor === 'idr' || (unit?.anchor === 'other' && !this.idrOnly)
  }

  /** The first anchor in [from, to); `to` where there is none. */
  nextAnchor(from: number, to: number): number {
    for (let number = from; number < to; number += 1) if (this.begins(this.at(number))) return number
    return to
  }

  /** [from, to) cut at every anchor. */
  segments(from: number, to: number): { from: number; to: number }[] {
    const found: { from: number; to: number }[] = []
    for (let at = from; at < to;) {
      const next = this.nextAnchor(at + 1, to)
      found.push({ from: at, to: next })
      at = next
    }
    return found
  }
}
