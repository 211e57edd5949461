// Objects as bars: what is seen at the same time lies below each other as far as there is room. Pure.
import type { ObjectBar, ObjectLane } from '#contract/object-bars.ts'
import type { UnixMicros } from '#contract/units.ts'
import { toX, type Span } from './timeline-scale.ts'

/** A lane has so many rows; where more is seen at a time, bars lie over each other in the last one. */
export const objectRows = 3
export const objectRowHeight = 5
/** Pixels from the top of a lane to its first row. */
export const objectRowTop = 3
/** The shortest bar can still be seen, and hit. */
const narrowest = 2

export type PlacedBar = { left: number; wide: number; row: number; bar: ObjectBar }

/** The bars of a lane that are in view, left to right. `secondsOf`: where a time lies on the media timeline. */
export function placeBars(
  { bars }: ObjectLane,
  view: Span,
  width: number,
  secondsOf: (micros: UnixMicros) => number,
): PlacedBar[] {
  const ends = Array.from({ length: objectRows }, () => Number.NEGATIVE_INFINITY)
  const placed: PlacedBar[] = []
  for (const bar of bars) {
    const [from, to] = [secondsOf(bar.from), secondsOf(bar.to)]
    if (to < view.from || from > view.to) continue
    const left = Math.max(-2, toX(view, width, from))
    const wide = Math.max(narrowest, Math.min(width + 2, toX(view, width, to)) - left)
    const free = ends.findIndex((end) => end <= left)
    const row = free === -1 ? objectRows - 1 : free
    ends[row] = Math.max(ends[row] ?? 0, left + wide)
    placed.push({ left, wide, row, bar })
  }
  return placed
}

/** The bar under the pointer; `y`: pixels from the top of its lane. Null where there is none. */
export function barAt(placed: readonly PlacedBar[], x: number, y: number): PlacedBar | null {
  const row = Math.floor((y - objectRowTop) / objectRowHeight)
  // What begins later is painted over the others.
  return (
    placed.findLast((one) => one.row === row && x >= one.left - 1 && x <= one.left + one.wide + 1) ?? null
  )
}
