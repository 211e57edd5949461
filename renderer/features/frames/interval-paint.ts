// Draws the intervals between pictures: the usual ones as a band, shorter and longer ones as bars that reach beyond it.
import type { IntervalColumn, Intervals } from '../../state/frame-intervals.ts'

export type IntervalPalette = Record<'line' | 'dim' | 'accent' | 'attention' | 'text' | 'font', string>

export function intervalPalette(element: Element): IntervalPalette {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return {
    ...{ line: token('--line'), dim: token('--text-dim'), accent: token('--accent') },
    ...{ attention: token('--attention'), text: token('--text') },
    font: `11px ${token('--mono') || 'monospace'}`,
  }
}

/** The usual interval is drawn at this share of the height: what is longer has room above. */
const usualShare = 0.35
/** Longer than this many times the usual is drawn as high as can be. */
const mostTimes = 10

/** Share of the height at which an interval is drawn: evenly up to the usual one, then ever closer. */
export function heightShare(seconds: number, usual: number): number {
  if (usual <= 0) return seconds > 0 ? 1 : 0
  const times = seconds / usual
  if (times <= 1) return times * usualShare
  return usualShare + (1 - usualShare) * Math.min(1, Math.log(times) / Math.log(mostTimes))
}

export function paintIntervals(
  context: CanvasRenderingContext2D,
  { width, height, playhead }: { width: number; height: number; playhead: number },
  columns: readonly IntervalColumn[],
  { usual }: Intervals,
  palette: IntervalPalette,
): void {
  context.clearRect(0, 0, width, height)
  const y = (seconds: number): number => height - 1 - heightShare(seconds, usual) * (height - 4)
  const wide = width / Math.max(1, columns.length)
  columns.forEach(({ least, most }, index) => {
    const isLong = most > 1.5 * usual
    context.fillStyle = isLong ? palette.attention : palette.accent
    const top = y(most)
    // The shortest of a column shows where it differs: the bar begins there.
    const bottom = isLong || columns.length === 0 ? height : Math.max(top + 2, y(least) + 1)
    context.fillRect(index * wide, top, Math.max(1, wide), bottom - top)
  })
  context.fillStyle = palette.dim
  for (let x = 0; x < width; x += 6) context.fillRect(x, Math.round(y(usual)) - 1, 2, 1)
  context.fillStyle = palette.text
  context.fillRect(Math.round(playhead * width) - 0.5, 0, 1.5, height)
}
