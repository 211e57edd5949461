// Keeps a long track of positions short while it is being read: evenly thinned, first and last always kept.
import type { Position } from '#contract/metadata.ts'
import { assert } from '#engine/base/assert.ts'

type Point = { at: number; position: Position }

export class TrackThinner {
  readonly #most: number
  /** Points kept so far; at most eight times what is wanted, so that even thinning stays even. */
  #points: Point[] = []
  /** Only every so many-th point is kept; doubles whenever there are too many. */
  #stride = 1
  #added = 0
  #first: Point | null = null
  #last: Point | null = null

  /** @param most at least 2 */
  constructor(most: number) {
    assert(most >= 2, 'a track keeps both its ends')
    this.#most = most
  }

  /** How many points were given, kept or not. */
  get added(): number {
    return this.#added
  }

  /** @param at any measure of time, the same for all; points need not come in order */
  add(at: number, position: Position): void {
    const point = { at, position }
    if (!this.#first || at < this.#first.at) this.#first = point
    if (!this.#last || at >= this.#last.at) this.#last = point
    if (this.#added % this.#stride === 0) this.#points.push(point)
    this.#added += 1
    if (this.#points.length < this.#most * 8) return
    this.#points = this.#points.filter((_, index) => index % 2 === 0)
    this.#stride *= 2
  }

  /** In order of time, at most as many as wanted. */
  finish(): Position[] {
    const { first, last } = { first: this.#first, last: this.#last }
    if (!first || !last) return []
    const inner = this.#points.filter((point) => point !== first && point !== last)
    const all = first === last ? [first] : [first, ...inner.sort((one, other) => one.at - other.at), last]
    if (all.length <= this.#most) return all.map((point) => point.position)
    const step = (all.length - 1) / (this.#most - 1)
    const kept: Position[] = []
    for (let index = 0; index < this.#most; index += 1) {
      const point = all[Math.round(index * step)]
      if (point) kept.push(point.position)
    }
    return kept
  }
}
