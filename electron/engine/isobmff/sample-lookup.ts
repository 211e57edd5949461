// Finding samples by time: in decode order, in composition order, and back to where decoding can begin (ISO/IEC 14496-12 8.6).
import type { SampleTable } from './sample-table.ts'

/** Composition time of a sample in ticks of the media timeline. */
export const compositionTimeOf = (table: SampleTable, index: number): number =>
  (table.decodeTime[index] ?? 0) + (table.compositionOffset[index] ?? 0)

/**
 * The last sample whose decode time is not after `ticks`; −1 where all are later. Where decode times fall back
 * (a damaged file, reported when it was read) the answer is a sample near there.
 */
export function sampleAtDecodeTime(table: SampleTable, ticks: number): number {
  return lastNotAfter(table.length, ticks, (index) => table.decodeTime[index] ?? 0)
}

/** The sync sample at or before `index` in decode order; −1 where there is none. */
export function syncBefore(table: SampleTable, index: number): number {
  for (let at = Math.min(index, table.length - 1); at >= 0; at -= 1) if (table.sync[at] === 1) return at
  return -1
}

/** The first sync sample at or after `index`; −1 where there is none. */
export const syncAtOrAfter = (table: SampleTable, index: number): number =>
  table.sync.indexOf(1, Math.max(0, index))

/** Sample indexes in the order of composition time; samples of equal time stay in decode order. */
export function compositionOrder(table: SampleTable): Uint32Array {
  const { length } = table
  const order = Uint32Array.from({ length }, (_, index) => index)
  const times = new Float64Array(length)
  for (let index = 0; index < length; index += 1) times[index] = compositionTimeOf(table, index)
  // Pictures are displaced by a few places at most, so insertion is linear; hostile tables use up the moves and are sorted.
  let moves = length * 32
  for (let index = 1; index < length; index += 1) {
    const time = times[index] ?? 0
    let at = index
    while (at > 0 && (times[order[at - 1] ?? 0] ?? 0) > time && moves > 0) {
      order[at] = order[at - 1] ?? 0
      at -= 1
      moves -= 1
    }
    order[at] = index
    if (moves === 0) return order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b)
  }
  return order
}

/** Place in `order` of the last sample whose composition time is not after `ticks`; −1 where all are later. */
export function placeAtCompositionTime(table: SampleTable, order: Uint32Array, ticks: number): number {
  return lastNotAfter(order.length, ticks, (place) => compositionTimeOf(table, order[place] ?? 0))
}

function lastNotAfter(length: number, limit: number, valueAt: (index: number) => number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (valueAt(middle) <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}
