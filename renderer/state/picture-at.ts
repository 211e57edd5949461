// Which stored picture of a recording is valid at an instant of the common clock: the last one at or before it, unless nothing was
// recorded then. Exact: no time passes through floating point.
import { mostGaps, type Gap } from '#contract/track.ts'
import { instantOfTicks, lastTicksAt, type Instant } from './playhead-time.ts'
import type { SampleTable } from './playhead-samples.ts'

/** A recording on the common clock. */
export type Placement = {
  table: SampleTable
  /** UTC of the origin of its media timeline, as recorded. */
  origin: Instant
  /** How far the recorder's clock was ahead of the common one, in units of 100 ns. */
  ahead: bigint
  /** Where nothing is stored, as the engine found it, in the order of time. */
  gaps: readonly Gap[]
}

export type PictureAt =
  | { kind: 'picture'; index: number }
  /** `next`: the picture with which it goes on. */
  | { kind: 'gap'; from: Instant; to: Instant; next: number }
  | { kind: 'before'; starts: Instant }
  | { kind: 'after'; ended: Instant }

/** On the common clock. */
export function instantOfPicture(place: Placement, index: number): Instant {
  return instantAt(place, place.table.timeOf(index))
}

export function pictureAt(place: Placement, at: Instant): PictureAt {
  const { table } = place
  const ticks = lastTicksAt(place.origin, at + place.ahead, table.timescale)
  if (table.count === 0 || ticks < table.timeOf(0))
    return { kind: 'before', starts: instantAt(place, table.count === 0 ? 0 : table.timeOf(0)) }
  const last = table.count - 1
  const end = table.timeOf(last) + table.lengthOf(last)
  if (ticks >= end) return { kind: 'after', ended: instantAt(place, end) }
  const index = table.atOrBefore(ticks)
  const over = table.timeOf(index) + lengthBeforeGap(table, index)
  if (index >= last || ticks < over || !isGap(place, over, table.timeOf(index + 1)))
    return { kind: 'picture', index }
  return {
    ...{ kind: 'gap', next: index + 1 },
    ...{ from: instantAt(place, over), to: instantOfPicture(place, index + 1) },
  }
}

/** The picture that comes next or came last where none is valid; else the valid one. Null where there is none at all. */
export function nearestPicture(place: Placement, at: PictureAt): number | null {
  if (place.table.count === 0) return null
  switch (at.kind) {
    case 'picture':
      return at.index
    case 'gap':
      return at.next
    case 'before':
      return 0
    case 'after':
      return place.table.count - 1
  }
}

/** When there will be a picture again after an instant without one; null where there will be none. */
export function goesOnAt(place: Placement, at: PictureAt): Instant | null {
  if (at.kind === 'before') return at.starts
  return at.kind === 'gap' ? instantOfPicture(place, at.next) : null
}

/**
 * When, after an instant, the second picture from there is due: until then no picture is passed over. Pictures of the same time
 * count as one, for the clock cannot tell them apart. Null where there are not so many.
 */
export function secondPictureAfter(place: Placement, at: Instant): Instant | null {
  const { table } = place
  const ticks = lastTicksAt(place.origin, at + place.ahead, table.timescale)
  if (table.count === 0) return null
  let index = ticks < table.timeOf(0) ? 0 : table.atOrBefore(ticks) + 1
  const first = table.timeOf(index)
  while (index < table.count && table.timeOf(index) <= first) index += 1
  return index < table.count ? instantOfPicture(place, index) : null
}

const instantAt = ({ origin, ahead, table }: Placement, ticks: number): Instant =>
  instantOfTicks(origin, ticks, table.timescale) - ahead

/** Recorders also write a gap as a picture that lasts as long: to the engine it lasts as long as a usual one. */
function lengthBeforeGap(table: SampleTable, index: number): number {
  const { timescale, usualDuration } = table
  const stored = table.duration[table.decodeIndex(index)] ?? 0
  return stored > Math.max(timescale, 5 * usualDuration)
    ? Math.min(usualDuration, table.lengthOf(index))
    : table.lengthOf(index)
}

/**
 * Whether the engine found a gap between the end of one picture and the next. It tells by times of decoding, which lie a little
 * before those of showing: where the gap begins and ends, the pictures say. Where it looked no further, they say by its own rule
 * whether there is one: a picture that is over must not stand for a time of which nothing is recorded.
 */
function isGap({ gaps, table }: Placement, end: number, next: number): boolean {
  let low = 0
  let high = gaps.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((gaps[middle]?.fromTicks ?? 0) < next) low = middle + 1
    else high = middle
  }
  if ((gaps[low - 1]?.toTicks ?? end) > end) return true
  return low === gaps.length && low >= mostGaps && next - end >= table.usualDuration
}
