// Marks as bars on their lane: near ones are drawn as one, so that ten thousand cost no more than a hundred.
import type { Mark } from '#contract/mark.ts'
import type { PlacedMark } from '../../state/mark-places.ts'
import { toX, type Span } from './timeline-scale.ts'

/** A single picture is this wide, so that it can be hit. */
export const flagWidth = 6
const nearest = 3

export type MarkBar = { mark: Mark; left: number; wide: number; count: number }

/** `placed` in the order of time; the longest comes first. A bar that would begin within the one before, and as short, is counted with it. */
export function markBars(placed: readonly PlacedMark[], view: Span, width: number): MarkBar[] {
  const bars: MarkBar[] = []
  if (width <= 0) return bars
  for (const { mark, place } of placed) {
    if (!place || place.to < view.from || place.from > view.to) continue
    const start = toX(view, width, place.from)
    const isPicture = place.first === place.last
    const left = isPicture ? start - flagWidth / 2 : start
    const wide = isPicture ? flagWidth : Math.max(flagWidth, toX(view, width, place.to) - start)
    const shown = { left: Math.max(-2, left), wide: Math.min(width + 2, left + wide) - Math.max(-2, left) }
    const last = bars.at(-1)
    if (last && shown.left - last.left < nearest && Math.abs(shown.wide - last.wide) < nearest)
      last.count += 1
    else bars.push({ mark, ...shown, count: 1 })
  }
  // What comes later is drawn over what comes before: a short one that lies within a longer one is seen, and can be hit.
  return bars.toSorted((a, b) => b.wide - a.wide)
}
