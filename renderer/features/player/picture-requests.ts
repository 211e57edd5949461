// What is asked of a source of pictures and what came of it: the one request that waits, where it looks and in which direction,
// the pictures at hand, and why others are not there. How a picture is made is the source's own.
import { PictureCache, type Closable } from './picture-cache.ts'

/** Why there is no picture for a sample. */
export type PictureFailure = {
  /**
   * `no-start`: nothing that it depends on can be decoded on its own · `empty`: the sample has no bytes ·
   * `no-picture`: the decoder gave none · `refused`: the decoder failed on it or on one before it in its group ·
   * `unreadable`: its bytes, or those of one before it, could not be read · `missing`: they could not be read when the item was
   * taken in, and zeros stand in their place · `unknown-sets`: which parameter sets are in force there
   * cannot be told · `unread-sets`: samples before it, which may bring some, could not be read. Of a review copy only: `unproven`: whose picture came out cannot be proved ·
   * `not-made`: it is not made, and nobody makes it now.
   */
  kind:
    | 'unknown-sets'
    | 'unread-sets'
    | 'no-start'
    | 'empty'
    | 'no-picture'
    | 'refused'
    | 'unreadable'
    | 'missing'
    | 'unproven'
    | 'not-made'
  detail: string
}

export type Answer<Frame> =
  { kind: 'picture'; frame: Frame } | { kind: 'failed'; failure: PictureFailure } | { kind: 'stale' }

/** What could not be read or was not made may be there now: a stick put back, an engine started again. */
const passing: ReadonlySet<PictureFailure['kind']> = new Set(['unreadable', 'unread-sets', 'not-made'])

type Expected<Frame> = { index: number; resolve: (frame: Frame | null) => void }

export class PictureRequests<Frame extends Closable & { clone(): Frame }> {
  readonly #cache: PictureCache<Frame>
  readonly #failures = new Map<number, PictureFailure>()
  #target = 0
  #direction: 1 | -1 = 1
  #waiting: { index: number; resolve: (answer: Answer<Frame>) => void } | null = null
  #expected: Expected<Frame> | null = null
  #wake: (() => void) | null = null
  #closed = false

  /** `limit`: pictures kept. */
  constructor(limit: number) {
    this.#cache = new PictureCache<Frame>(limit)
  }

  get target(): number {
    return this.#target
  }

  get direction(): 1 | -1 {
    return this.#direction
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Whether nothing is known of a picture yet. */
  isOpen(index: number): boolean {
    return !this.#cache.has(index) && !this.#failures.has(index)
  }

  /** A request for a picture; the caller of it closes the frame. The one before that still waits is `stale`. */
  want(index: number): Promise<Answer<Frame>> {
    this.#supersede()
    if (this.#closed) return Promise.resolve({ kind: 'stale' })
    const known = this.#failures.get(index)?.kind
    if (known && passing.has(known)) this.#failures.delete(index)
    return new Promise((resolve) => {
      this.#waiting = { index, resolve }
      this.aim(index)
    })
  }

  /** Moves the centre of what is kept, without a request. */
  aim(index: number): void {
    if (index !== this.#target) {
      // After a jump nobody knows where it goes on; mostly forward.
      const isNear = Math.abs(index - this.#target) <= this.#cache.limit
      this.#direction = isNear && index < this.#target ? -1 : 1
      this.#target = index
      this.stir()
    }
    this.#answer()
  }

  /** Takes a picture over. */
  put(index: number, frame: Frame): void {
    if (this.#closed) return frame.close()
    this.#cache.put(index, frame, this.#target, this.#direction)
    if (this.#expected?.index === index) this.#expect(null, this.#cache.get(index)?.clone())
    this.#answer()
  }

  fail(index: number, kind: PictureFailure['kind'], detail = ''): void {
    if (this.#closed) return
    this.#failures.set(index, { kind, detail })
    if (this.#expected?.index === index) this.#expect(null)
    this.#answer()
  }

  failureOf(index: number): PictureFailure | null {
    return this.#failures.get(index) ?? null
  }

  /** What is known of some pictures is not known any more. */
  forgetAll(isMeant: (index: number) => boolean): void {
    this.#cache.drop(isMeant)
    for (const index of this.#failures.keys()) if (isMeant(index)) this.#failures.delete(index)
  }

  /** Failures of that kind are no longer known. */
  forget(kind: PictureFailure['kind']): void {
    for (const [index, failure] of this.#failures) if (failure.kind === kind) this.#failures.delete(index)
  }

  /** As `PictureSource.newest`. */
  newest(after: number, upTo: number): { index: number; frame: Frame } | null {
    const index = this.#cache.newest(after, upTo)
    const frame = index === null ? undefined : this.#cache.get(index)
    return index === null || !frame ? null : { index, frame: frame.clone() }
  }

  /** As `PictureSource.arrival`. */
  arrival(index: number): Promise<Frame | null> {
    const frame = this.#cache.get(index)
    return new Promise((resolve) => {
      this.#expect({ index, resolve })
      if (frame || this.#closed || this.#failures.has(index)) this.#expect(null, frame?.clone())
    })
  }

  /** `arrived`: what is expected until now. */
  #expect(next: Expected<Frame> | null, arrived: Frame | null = null): void {
    this.#expected?.resolve(arrived)
    this.#expected = next
  }

  /** Until something arrives (`stir`), a new wish comes, or the time is over; `null`: there is no such time. */
  event(limitMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = limitMs === null ? undefined : setTimeout(() => this.stir(), limitMs)
      this.#wake = () => {
        clearTimeout(timer)
        this.#wake = null
        resolve()
      }
    })
  }

  stir(): void {
    this.#wake?.()
  }

  close(): void {
    this.#closed = true
    this.#supersede()
    this.#expect(null)
    this.#cache.clear()
    this.stir()
  }

  #supersede(): void {
    this.#waiting?.resolve({ kind: 'stale' })
    this.#waiting = null
  }

  #answer(): void {
    const waiting = this.#waiting
    if (!waiting) return
    const frame = this.#cache.get(waiting.index)
    const failure = this.#failures.get(waiting.index)
    if (frame) waiting.resolve({ kind: 'picture', frame: frame.clone() })
    else if (failure) waiting.resolve({ kind: 'failed', failure })
    else return
    this.#waiting = null
  }
}
