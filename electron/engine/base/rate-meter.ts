// Units a second over the last few seconds, for progress: steady enough to read, quick enough to follow.

const windowMillis = 4_000

export class RateMeter {
  #points: { at: number; done: number }[] = []
  #unit = ''

  /** `at` in milliseconds of a monotonic clock; a step back or another unit starts anew. */
  add(at: number, done: number, unit: string): void {
    const last = this.#points.at(-1)
    if (unit !== this.#unit || (last && done < last.done)) this.#points = []
    this.#unit = unit
    this.#points.push({ at, done })
    while (this.#points.length > 2 && at - (this.#points[1]?.at ?? at) > windowMillis) this.#points.shift()
    // Thousands of reports a second would fill the window for nothing: one point for each 50 ms is enough.
    const [before, newest] = this.#points.slice(-2)
    if (this.#points.length > 2 && before && newest && newest.at - before.at < 50) this.#points.splice(-2, 1)
  }

  /** Null until half a second has been seen. */
  rate(): number | null {
    const [first] = this.#points
    const last = this.#points.at(-1)
    if (!first || !last || last.at - first.at < 500) return null
    return ((last.done - first.done) / (last.at - first.at)) * 1000
  }
}
