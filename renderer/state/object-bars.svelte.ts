// When objects of the shown item are seen, for the stretch of time in view: asked for a little more than is seen.
import type { ObjectBarQuery, ObjectBars } from '#contract/object-bars.ts'
import type { ItemId, UnixMicros } from '#contract/units.ts'
import { call } from '../client/client.ts'
import { columnGrid } from './column-grid.ts'
import { LatestAnswer } from './latest-answer.svelte.ts'
import { addSeconds, secondsBetween, type Instant } from './playhead-time.ts'

/** Seconds of the media timeline, CSS pixels. */
export type ObjectView = { from: number; to: number; width: number }

/** `origin`: what the clock of the metadata showed at the origin of the media timeline (`MetadataClock`). */
export const objectBarQuery = (
  itemId: ItemId,
  origin: Instant,
  { from, to, width }: ObjectView,
): ObjectBarQuery => ({
  itemId,
  ...columnGrid(Number(addSeconds(origin, from) / 10n), (to - from) * 1e6, width),
})

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
