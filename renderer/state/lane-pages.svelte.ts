// What the timeline of all cameras knows of the time in view: asked for a little more than is seen.
import type { LanePage, LaneQuery } from '#contract/lanes.ts'
import { call } from '../client/client.ts'
import { columnGrid } from './column-grid.ts'
import { LatestAnswer } from './latest-answer.svelte.ts'

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

/** The newest answer is painted in the present view, whatever it was asked for. */
export class LanePages extends LatestAnswer<LaneQuery, LanePage> {
  constructor() {
    super((query) => call('timeline.lanes', query))
  }

  get page(): LanePage | null {
    return this.found?.answer ?? null
  }

  /** Number of its first lane. */
  get first(): number {
    return this.found?.query.first ?? 0
  }

  /** What it tells of: seconds since 1970. What lies outside is not known yet. */
  readonly span = $derived(this.found && { from: this.found.query.from / 1e6, to: this.found.query.to / 1e6 })
}
