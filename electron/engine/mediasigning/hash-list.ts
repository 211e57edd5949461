// Comparing the units of a file with the list of a record, where the hash of the group does not match (ONVIF Media Signing
// 26.06 B.2): units that stand in the list in the same order are unchanged, entries without a unit are missing, units
// without an entry are changed, added or out of place.
import type { HashName } from '#engine/seal/algorithm.ts'
import { entryOf } from './group-hash.ts'
import type { Unit } from './unit-queue.ts'

/** Entries of a list, looked up by their bytes. */
export class HashList {
  readonly length: number
  readonly #bytes: Uint8Array
  readonly #size: number
  readonly #places = new Map<string, number[]>()

  constructor(bytes: Uint8Array, size: number) {
    this.#bytes = bytes
    this.#size = size
    this.length = Math.floor(bytes.length / size)
    for (let place = 0; place < this.length; place += 1) {
      const key = keyOf(this.entry(place))
      const places = this.#places.get(key)
      if (places) places.push(place)
      else this.#places.set(key, [place])
    }
  }

  entry(place: number): Uint8Array {
    return this.#bytes.subarray(place * this.#size, (place + 1) * this.#size)
  }

  /** All places that hold `hash`, ascending. */
  places(hash: Uint8Array): readonly number[] {
    return this.#places.get(keyOf(hash)) ?? []
  }

  /** The first place after `after` that holds `hash`; -1 where there is none. */
  find(hash: Uint8Array, after: number): number {
    const places = this.places(hash)
    let [low, high] = [0, places.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((places[middle] ?? 0) > after) high = middle
      else low = middle + 1
    }
    return places[low] ?? -1
  }
}

const keyOf = (hash: Uint8Array): string =>
  Buffer.from(hash.buffer, hash.byteOffset, hash.length).toString('latin1')

export type Comparison = {
  /** By unit: its place in the list; -1 where it has none after those before it. */
  places: number[]
  matched: number
  /** Entries that no unit stands for, less the units without an entry between the same neighbours. */
  missing: number
  /** The last place that was found; -1 where none was. */
  lastPlace: number
}

export function compareWithList(
  hash: HashName,
  list: HashList,
  units: readonly Unit[],
  anchor: Uint8Array,
  first: Unit | null,
): Comparison {
  const entries = units.map((unit) => entryOf(hash, unit, anchor, first))
  const inOrder = takeInOrder(list, entries)
  // Taking each at once tells exactly whether all of them are there in order; where they are not, it may follow the wrong
  // one, such as a copy of a later picture, and blame those behind it.
  return summarize(list, inOrder.includes(-1) ? longestOrder(list, entries) : inOrder)
}

function takeInOrder(list: HashList, entries: readonly Uint8Array[]): number[] {
  let last = -1
  return entries.map((entry) => {
    const place = list.find(entry, last)
    if (place >= 0) last = place
    return place
  })
}

/** Of a hash that stands in the list again and again, no more places than these are weighed. */
const placesEach = 32

/** The longest series of units whose places ascend (patience sorting, as Hunt and Szymanski use it for lists). */
function longestOrder(list: HashList, entries: readonly Uint8Array[]): number[] {
  type Link = { unit: number; place: number; before: Link | null }
  const ends: Link[] = []
  for (const [unit, entry] of entries.entries()) {
    const candidates = nearest(list.places(entry), unit)
    // From the last to the first, so that a unit never follows itself.
    for (let index = candidates.length - 1; index >= 0; index -= 1) {
      const place = candidates[index] ?? -1
      let [low, high] = [0, ends.length]
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((ends[middle]?.place ?? 0) < place) low = middle + 1
        else high = middle
      }
      // The first of two copies stays: the second is the one too many.
      if (ends[low]?.place !== place) ends[low] = { unit, place, before: ends[low - 1] ?? null }
    }
  }
  const places = entries.map(() => -1)
  for (let link = ends[ends.length - 1] ?? null; link !== null; link = link.before)
    places[link.unit] = link.place
  return places
}

function nearest(places: readonly number[], unit: number): readonly number[] {
  if (places.length <= placesEach) return places
  const after = places.findIndex((place) => place >= unit)
  const middle = after < 0 ? places.length : after
  const from = Math.max(0, Math.min(places.length - placesEach, middle - placesEach / 2))
  return places.slice(from, from + placesEach)
}

function summarize(list: HashList, places: number[]): Comparison {
  let [matched, missing, last, strangers] = [0, 0, -1, 0]
  for (const place of places) {
    if (place < 0) {
      strangers += 1
      continue
    }
    missing += Math.max(0, place - last - 1 - strangers)
    matched += 1
    last = place
    strangers = 0
  }
  missing += Math.max(0, list.length - 1 - last - strangers)
  return { places, matched, missing, lastPlace: last }
}
