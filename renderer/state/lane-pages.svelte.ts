// What the timeline of all cameras knows of the time in view: asked for a little more than is seen, one question at a time.
import type { LanePage, LaneQuery } from '#contract/lanes.ts'
import { call } from '../client/client.ts'
import { columnGrid } from './column-grid.ts'

/** What is in view: seconds since 1970, CSS pixels, and which lanes. */
export type LaneView = Pick<LaneQuery, 'first' | 'count' | 'chosen'> & {
  from: number
  to: number
  width: number
}

export const laneQuery = ({ from, to, width, ...lanes }: LaneView): LaneQuery => ({
  ...lanes,
  ...columnGrid(from * 1e6, (to - from) * 1e6, width),
})

export class LanePages {
  /** The newest answer; it is painted in the present view, whatever it was asked for. */
  page = $state.raw<LanePage | null>(null)
  /** Number of its first lane. */
  first = $state(0)
  /** What it tells of: seconds since 1970. What lies outside is not known yet. */
  span = $state.raw<{ from: number; to: number } | null>(null)
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
        this.span = { from: query.from / 1e6, to: query.to / 1e6 }
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
