// When objects of the shown item are seen, for the stretch of time in view: asked for a little more than is seen, one question
// at a time, the newest wish at last.
import type { ObjectBarQuery, ObjectBars } from '#contract/object-bars.ts'
import type { ItemId, UnixMicros } from '#contract/units.ts'
import { call } from '../client/client.ts'
import { columnGrid } from './column-grid.ts'
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

export class ObjectBarView {
  /** The newest answer; it is painted in the present view, whatever it was asked for. Null until there is one. */
  answer = $state.raw<ObjectBars | null>(null)
  failed = $state(false)
  #item: ItemId | null = null
  #asked = ''
  #next: ObjectBarQuery | null = null
  #busy = false

  ask(query: ObjectBarQuery): void {
    if (query.itemId !== this.#item) this.clear()
    this.#item = query.itemId
    const key = JSON.stringify(query)
    if (key === this.#asked) return
    this.#asked = key
    this.#next = query
    void this.#load()
  }

  /** Nothing is shown, and what is on its way is not waited for. */
  clear(): void {
    this.#item = null
    this.#asked = ''
    this.#next = null
    this.answer = null
    this.failed = false
  }

  async #load(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    for (let query = this.#next; query; query = this.#next) {
      this.#next = null
      const answer = await call('timeline.objects', query).catch(() => null)
      if (query.itemId !== this.#item) continue
      this.failed = answer === null
      if (answer) this.answer = answer
      else this.#asked = ''
    }
    this.#busy = false
  }
}
