// What the timeline of all cameras knows of the time in view: asked for a little more than is seen, one question at a time.
import type { LanePage, LaneQuery } from '#contract/lanes.ts'
import type { UnixMicros } from '#contract/units.ts'
import { call } from '../client/client.ts'

/** What is in view: seconds since 1970, CSS pixels, and which lanes. */
export type LaneView = Pick<LaneQuery, 'first' | 'count' | 'chosen'> & {
  from: number
  to: number
  width: number
}

const mostColumns = 4_096
/** Half as much again on both sides, so that moving shows what is there already. */
const margin = 0.5

/** The question that a view asks: a column for each pixel, on a grid that stands still while the view moves. */
export function laneQuery({ from, to, width, ...lanes }: LaneView): LaneQuery {
  const length = Math.max(1, (to - from) * 1e6)
  const columns = Math.min(mostColumns, Math.max(1, Math.ceil(width * (1 + 2 * margin))))
  const column = Math.max(1, Math.ceil((length * (1 + 2 * margin)) / columns))
  const first = Math.floor((from * 1e6 - length * margin) / column) * column
  return { ...lanes, columns, from: first as UnixMicros, to: (first + column * columns) as UnixMicros }
}

export class LanePages {
  /** The newest answer; it is painted in the present view, whatever it was asked for. */
  page = $state.raw<LanePage | null>(null)
  /** Number of its first lane. */
  first = $state(0)
  error = $state.raw<unknown>(null)
  #asked = ''
  #next: LaneQuery | null = null
  #busy = false
  #closed = false

  /** `anew`: also where the same was asked before. */
  ask(query: LaneQuery, { anew = false } = {}): void {
    const key = JSON.stringify(query)
    if (key === this.#asked && !anew) return
    this.#asked = key
    this.#next = query
    void this.#load()
  }

  close(): void {
    this.#closed = true
  }

  async #load(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    try {
      for (let query = this.#next; query && !this.#closed; query = this.#next) {
        this.#next = null
        const page = await call('timeline.lanes', query)
        this.page = page
        this.first = query.first
        this.error = null
      }
    } catch (error) {
      this.error = error
      this.#asked = ''
    } finally {
      this.#busy = false
    }
  }
}
