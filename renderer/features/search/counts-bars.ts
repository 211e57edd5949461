// The chart of results over time: bars in pixels, and the stretch of time that a part of it stands for.
import { millisOf } from '#contract/messages/times.ts'
import type { SearchCounts } from '#contract/search.ts'
import type { UtcTime } from '#contract/units.ts'

export type Scale = {
  /** Milliseconds since 1970, at whole bars. */
  from: number
  to: number
  /** Length of a bar. */
  millis: number
  bars: number
}

export type Bar = { index: number; at: UtcTime; objects: number; events: number }

/** Null where there is nothing to show. */
export function scaleOf({ span, seconds }: SearchCounts): Scale | null {
  if (!span) return null
  const millis = seconds * 1_000
  const from = Math.floor(millisOf(span.from) / millis) * millis
  const to = Math.max(from + millis, Math.ceil(millisOf(span.to) / millis) * millis)
  return { from, to, millis, bars: Math.round((to - from) / millis) }
}

export const barsOf = (counts: SearchCounts, scale: Scale): Bar[] =>
  counts.buckets.flatMap(({ from: at, objects, events }) => {
    const index = Math.floor((millisOf(at) - scale.from) / scale.millis)
    return index >= 0 && index < scale.bars ? [{ index, at, objects, events }] : []
  })

/** The bar under a place from 0 to 1 of the width. */
export const barAt = (share: number, { bars }: Scale): number =>
  Math.max(0, Math.min(bars - 1, Math.floor(share * bars)))

/** From the beginning of one bar to the end of the other, in either order. */
export function timeOf(one: number, other: number, { from, millis }: Scale): { from: UtcTime; to: UtcTime } {
  const at = (index: number): UtcTime => new Date(from + index * millis).toISOString() as UtcTime
  return { from: at(Math.min(one, other)), to: at(Math.max(one, other) + 1) }
}

/** Shares of the width that a time takes, where any of it is shown. */
export function shareOf(
  time: { from: UtcTime | null; to: UtcTime | null },
  { from, to }: Scale,
): { left: number; right: number } | null {
  if (!time.from && !time.to) return null
  const share = (at: UtcTime | null, none: number): number =>
    at ? Math.max(0, Math.min(1, (millisOf(at) - from) / (to - from))) : none
  const [left, right] = [share(time.from, 0), share(time.to, 1)]
  return right > left ? { left, right } : null
}
