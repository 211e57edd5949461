// When objects of the shown item are seen, for the stretch of time in view: asked for a little more than is seen.
import type { ObjectBarQuery, ObjectBars } from '#contract/object-bars.ts'
import type { ItemId, UnixMicros } from '#contract/units.ts'
import { call } from '../client/client.ts'
import { columnGrid } from './column-grid.ts'
import { LatestAnswer } from './latest-answer.svelte.ts'
import { addSeconds, secondsBetween, type Instant } from './playhead-time.ts'

/** Seconds of the media timeline, CSS pixels. */
export type ObjectView = { from: number; to: number; width: number }

/** Of which tracks of metadata, and what their clock showed at the origin of the media timeline. */
export type ObjectOrigin = { itemId: ItemId; trackIds: number[] | null; origin: Instant }

/** Later than this nothing is asked: times have no place in a safe whole number of microseconds. */
const latest = Number.MAX_SAFE_INTEGER / 2

/** Null where the view lies at no time that can be asked for. */
export function objectBarQuery(
  { itemId, trackIds, origin }: ObjectOrigin,
  { from, to, width }: ObjectView,
): ObjectBarQuery | null {
  const grid = columnGrid(Number(addSeconds(origin, from) / 10n), (to - from) * 1e6, width)
  return Math.max(Math.abs(grid.from), Math.abs(grid.to)) > latest ? null : { itemId, trackIds, ...grid }
}

/** Where a time of the metadata lies on the media timeline, in seconds; `origin` as above. */
export const secondsOfMicros = (origin: Instant, micros: UnixMicros): number =>
  secondsBetween(origin, BigInt(micros) * 10n)

/** The newest answer is painted in the present view, whatever it was asked for. */
export class ObjectBarView extends LatestAnswer<ObjectBarQuery, ObjectBars> {
  #item: ItemId | null = null

  constructor() {
    super((query) => call('timeline.objects', query))
  }

  override ask(query: ObjectBarQuery): void {
    if (query.itemId !== this.#item) this.clear()
    this.#item = query.itemId
    super.ask(query)
  }
}
