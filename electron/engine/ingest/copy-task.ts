// What is asked of a thread that copies one file, and what it answers. Both ends load this file, and nothing comes with it.
import type { Sha256 } from '#contract/units.ts'

export type CopyTask = {
  /** Open files, by the numbers that the whole process knows them by; both stay open until the thread has ended. */
  source: number
  destination: number
  /** Bytes, from the first on. */
  size: number
  checkpointBytes: number
  shared: SharedArrayBuffer
}

/** So much stands in the copy, and this is its SHA-256. */
export type Copied = { bytes: number; sha256: Sha256 }

/** An error of the file system, as it crosses from one thread to another. */
export type SystemError = { message: string; code: string | null }

export type CopyEnd =
  | { why: 'whole' | 'stopped' }
  /** The source gave an error, or ended early. */
  | { why: 'unread' }
  | { why: 'unwritten'; error: SystemError }

export type FromCopier = ({ kind: 'checkpoint' } & Copied) | ({ kind: 'ended'; end: CopyEnd } & Copied)

export type Order = 'go' | 'pause' | 'stop'
const orders: readonly Order[] = ['go', 'pause', 'stop']

/** What both threads look at while the one copies: the order, how many checkpoints are made sure of, how far the copy is. */
export class CopyState {
  static readonly bytes = 16
  readonly #words: Int32Array
  readonly #done: BigInt64Array

  constructor(shared: SharedArrayBuffer) {
    this.#words = new Int32Array(shared, 0, 2)
    this.#done = new BigInt64Array(shared, 8, 1)
  }

  get done(): number {
    return Number(Atomics.load(this.#done, 0))
  }

  set done(bytes: number) {
    Atomics.store(this.#done, 0, BigInt(bytes))
  }

  get order(): Order {
    return orders[Atomics.load(this.#words, 0)] ?? 'stop'
  }

  give(order: Order): void {
    Atomics.store(this.#words, 0, orders.indexOf(order))
    // A thread may wait for either.
    Atomics.notify(this.#words, 0)
    Atomics.notify(this.#words, 1)
  }

  waitWhile(order: Order): void {
    // It is woken also where the same order is given once more.
    while (this.order === order) Atomics.wait(this.#words, 0, orders.indexOf(order))
  }

  checkpointMade(): void {
    Atomics.add(this.#words, 1, 1)
    Atomics.notify(this.#words, 1)
  }

  /** Until so many are made, or the order is to stop. */
  waitForCheckpoints(count: number): void {
    for (let made = this.#made; made < count && this.order !== 'stop'; made = this.#made)
      Atomics.wait(this.#words, 1, made, stopLookMillis)
  }

  get #made(): number {
    return Atomics.load(this.#words, 1)
  }
}

/** A thread that waits for a checkpoint is woken by that alone, and looks this often whether it has to stop. */
const stopLookMillis = 100
