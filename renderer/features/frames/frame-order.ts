// In which order the pictures are listed: by the time of showing, or by what they are.
import type { FrameScan } from '#contract/frames.ts'
import { decodingStates, type PictureDecoding } from '../../state/picture-decoding.ts'
import type { SampleTable } from '../../state/playhead-samples.ts'
import { pictureStates, type PictureSigning } from '../../state/playhead-signing.ts'

export type SortKey =
  | 'picture'
  | 'type'
  | 'time'
  | 'interval'
  | 'size'
  | 'sample'
  | 'decode'
  | 'duration'
  | 'offset'
  | 'signing'
  | 'damage'
export type Sort = { key: SortKey; descending: boolean }

/** A list longer than this is higher than browsers can show. */
export const rowLimit = 1_000_000

/** What is known of the pictures besides their table. */
export type Known = {
  scan: FrameScan | null
  signing: PictureSigning | null
  decoding: PictureDecoding | null
}

/** Where the largest is looked for, it stands first at once. */
export const beginsDescending = (key: SortKey): boolean =>
  key === 'interval' || key === 'size' || key === 'duration' || key === 'offset'

/** Presentation indexes in order; what is equal stays in the order of showing. */
export function orderOf(table: SampleTable, sort: Sort, known: Known): Uint32Array {
  const order = Uint32Array.from({ length: table.count }, (_, p) => p)
  if (sort.key !== 'picture') {
    const values = Float64Array.from(order, (p) => valueOf(table, p, sort.key, known))
    order.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b)
  }
  return sort.descending ? order.reverse() : order
}

function valueOf(table: SampleTable, p: number, key: SortKey, known: Known): number {
  const { scan, signing, decoding } = known
  const sample = table.decodeIndex(p)
  if (key === 'interval') return table.ticksToNext(p)
  if (key === 'type') return 'DIPB?'.indexOf(scan?.types[sample] ?? '?')
  if (key === 'picture') return p
  if (key === 'time') return table.timeOf(p)
  if (key === 'sample') return sample
  if (key === 'decode') return table.decodeTime[sample] ?? 0
  if (key === 'signing') {
    const state = signing?.stateOf(sample) ?? null
    return state === null ? pictureStates.length : pictureStates.indexOf(state)
  }
  if (key === 'damage') {
    const { state, cause } = decoding?.of(sample) ?? { state: 'clean' as const, cause: null }
    // The damaged ones themselves before those that may depend on them.
    return cause === sample ? -1 : decodingStates.indexOf(state)
  }
  return table[key][sample] ?? 0
}

/** Row of each picture: the inverse. */
export function rowsOf(order: Uint32Array): Uint32Array {
  const rows = new Uint32Array(order.length)
  for (let row = 0; row < order.length; row += 1) rows[order[row] ?? 0] = row
  return rows
}
