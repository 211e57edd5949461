// The events of an item, each with the picture it belongs to: for the list, the timeline and jumping.
import type { MetadataEvent } from '#contract/metadata.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { call } from '../client/client.ts'
import type { SampleTable } from './playhead-samples.ts'
import {
  formatInstant,
  instantOfTicks,
  lastInstantOf,
  lastTicksAt,
  parseInstant,
  secondsBetween,
  type Instant,
} from './playhead-time.ts'

/** How many events are kept; the rest is counted and said. */
export const eventLimit = 200_000

/** What turns a UTC time into a picture, `origin` by the clock that the time counts by: absent for files without a start time. */
export type Clock = { origin: Instant; table: SampleTable }

/** A picture and whether the time asked for lies within the recording. */
export type Place = { index: number; where: 'inside' | 'before' | 'after' }

/** The picture at or before the last instant that `utc` can stand for. Null where `utc` is not a time. */
export function placeOf(clock: Clock, utc: string): Place | null {
  const at = lastInstantOf(utc)
  if (at === null || clock.table.count === 0) return null
  const { table } = clock
  const ticks = lastTicksAt(clock.origin, at, table.timescale)
  const last = table.count - 1
  if (ticks < table.timeOf(0)) return { index: 0, where: 'before' }
  const index = table.atOrBefore(ticks)
  const after = index === last && ticks >= table.timeOf(last) + table.lengthOf(last)
  return { index, where: after ? 'after' : 'inside' }
}

/** When the first of these pictures begins and the last one ends; null where one is no time that can be written. */
export function timesOf(
  { origin, table }: Clock,
  first: number,
  last: number,
): { from: UtcTime; to: UtcTime } | null {
  if (table.count === 0) return null
  const at = (ticks: number): UtcTime | null => formatInstant(instantOfTicks(origin, ticks, table.timescale))
  const [from, to] = [at(table.timeOf(first)), at(table.timeOf(last) + table.lengthOf(last))]
  return from && to ? { from, to } : null
}

/** All events of an item, up to the limit: the table as it grows, page by page. Throws what the engine threw. */
export async function* eventPages(
  itemId: ItemId,
  clockOf: (trackId: number) => Clock | null,
): AsyncGenerator<EventTable, void> {
  let table = new EventTable()
  do {
    const before = table.count
    const { events, total } = await call('metadata.events', { itemId, first: before })
    table = table.append(events, total, clockOf)
    yield table
    if (table.count === before) return
  } while (table.count < Math.min(table.total, eventLimit))
}

/**
 * Events in the order of their places. Grows by `append`, which hands out a new object over the same columns, or over others
 * where events come between those that are there.
 */
export class EventTable {
  readonly count: number
  /** How many the file has; more than `count` while loading or beyond the limit. */
  readonly total: number
  readonly #list: MetadataEvent[]
  readonly #seconds: number[]
  readonly #places: (Place | null)[]

  constructor(total = 0, list: MetadataEvent[] = [], seconds: number[] = [], places: (Place | null)[] = []) {
    this.total = total
    this.count = list.length
    this.#list = list
    this.#seconds = seconds
    this.#places = places
  }

  /** `clockOf`: of the metadata of a track. */
  append(
    events: readonly MetadataEvent[],
    total: number,
    clockOf: (trackId: number) => Clock | null,
  ): EventTable {
    const before = this.#list.length
    const clocks = new Map([...new Set(events.map(({ trackId }) => trackId))].map((id) => [id, clockOf(id)]))
    for (const event of events) {
      const clock = clocks.get(event.trackId) ?? null
      const at = parseInstant(event.time)
      this.#list.push(event)
      this.#seconds.push(clock && at !== null ? secondsBetween(clock.origin, at) : Number.NaN)
      this.#places.push(clock ? placeOf(clock, event.time) : null)
    }
    const columns = this.#isInOrder(before)
      ? ([this.#list, this.#seconds, this.#places] as const)
      : this.#ordered()
    return new EventTable(total, ...columns)
  }

  /** The same events, each with its place by other clocks: of another track of pictures. */
  placedAnew(clockOf: (trackId: number) => Clock | null): EventTable {
    return new EventTable().append(this.#list.slice(0, this.count), this.total, clockOf)
  }

  /** Events come in the order of their own times, which is not that of their places where tracks are corrected differently. */
  #isInOrder(from: number): boolean {
    const seconds = this.#seconds
    const isLater = (at: number): boolean => (seconds[at - 1] ?? Number.NaN) > (seconds[at] ?? Number.NaN)
    let at = Math.max(1, from)
    while (at < seconds.length && !isLater(at)) at += 1
    return at >= seconds.length
  }

  /** Columns of their own, so that numbers of what was handed out before go on meaning the same events. */
  #ordered(): [MetadataEvent[], number[], (Place | null)[]] {
    const order = this.#seconds.map((_, index) => index).sort((a, b) => this.secondsOf(a) - this.secondsOf(b))
    const take = <T>(column: T[]): T[] => order.map((index) => column[index] as T)
    return [take(this.#list), take(this.#seconds), take(this.#places)]
  }

  at(index: number): MetadataEvent | undefined {
    return index < this.count ? this.#list[index] : undefined
  }

  /** The number of an event, which may become another one when more are appended; −1 where it is none of these. */
  indexOf(event: MetadataEvent): number {
    return this.#list.indexOf(event)
  }

  /** Seconds on the media timeline; NaN for files without a start time. */
  secondsOf(index: number): number {
    return this.#seconds[index] ?? Number.NaN
  }

  /** Null for files without a start time. */
  placeOf(index: number): Place | null {
    return this.#places[index] ?? null
  }

  /** Index of the first event at or after `seconds`. */
  firstFrom(seconds: number): number {
    return this.#search((index) => this.secondsOf(index) >= seconds)
  }

  /** The nearest event that belongs to another picture than `picture`, in the given direction; null where none. */
  next(picture: number, direction: 1 | -1): number | null {
    const picturesOf = (index: number): number => this.placeOf(index)?.index ?? -1
    const index =
      direction === 1
        ? this.#search((at) => picturesOf(at) > picture)
        : this.#search((at) => picturesOf(at) >= picture) - 1
    return index >= 0 && index < this.count && this.placeOf(index) ? index : null
  }

  /** The chosen event where it belongs to picture `picture`, else the last one at or before; null where there is none yet. */
  currentAt(picture: number, chosen = -1): number | null {
    if (this.placeOf(chosen)?.index === picture) return chosen
    const index = this.#search((at) => {
      const place = this.placeOf(at)
      return place === null || place.where === 'after' || place.index > picture
    })
    const place = this.placeOf(index - 1)
    return place && place.where === 'inside' ? index - 1 : null
  }

  /** First index for which `holds`, which must turn true once; `count` where it never does. */
  #search(holds: (index: number) => boolean): number {
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (holds(middle)) high = middle
      else low = middle + 1
    }
    return low
  }
}
