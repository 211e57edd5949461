// Holes in a recording: decode times that jump between fragments (tfdt, ISO/IEC 14496-12 8.8.12), or one sample that lasts far too long.
import { mostGaps } from '#contract/track.ts'
import { compositionOrder, compositionTimeOf, sampleAtDecodeTime } from './sample-lookup.ts'
import type { SampleTable } from './sample-table.ts'

/** From the end of one stored sample to the start of the next, in ticks of the decode timeline. */
export type SampleGap = { fromTicks: number; toTicks: number; /** The sample after the hole. */ next: number }

const medianSamples = 10_001

/** Median stored duration of (evenly spaced) samples in ticks, zeros left out; 0 where there are none. */
export function medianDuration(table: SampleTable): number {
  const step = Math.max(1, Math.floor(table.length / medianSamples))
  const durations: number[] = []
  for (let index = 0; index < table.length; index += step) {
    const duration = table.duration[index] ?? 0
    if (duration > 0) durations.push(duration)
  }
  durations.sort((a, b) => a - b)
  return durations[durations.length >> 1] ?? 0
}

/**
 * The gaps of a track in order, at most `mostGaps`: behind the last of so many nobody looks for more. A jump counts where at least one median duration is missing (less is
 * the rounding of fragment writers); a long sample where it exceeds both 1 s and 5 median durations, and the gap then
 * begins one median duration after its start.
 */
export function gaps(table: SampleTable, timescale: number): SampleGap[] {
  const median = medianDuration(table)
  const tooLong = Math.max(timescale, 5 * median)
  const found: SampleGap[] = []
  for (let next = 1; next < table.length && found.length < mostGaps; next += 1) {
    const start = table.decodeTime[next - 1] ?? 0
    const duration = table.duration[next - 1] ?? 0
    const toTicks = table.decodeTime[next] ?? 0
    const fromTicks = start + (duration > tooLong ? median : duration)
    const missing = toTicks - fromTicks
    if (missing > 0 && (duration > tooLong || missing >= Math.max(1, median)))
      found.push({ fromTicks, toTicks, next })
  }
  return found
}

/** From one time to another, in ticks. */
type Hole = Pick<SampleGap, 'fromTicks' | 'toTicks'>

/**
 * Gaps of a track, as they were found by times of decoding, as the timeline of the recording shows them: each is moved by as
 * much as the first picture behind it is shown later than its sample is decoded. In order, within the first and the last
 * picture, none over another.
 */
export function shownGaps(table: SampleTable, found: readonly Hole[]): Hole[] {
  if (found.length === 0 || table.length === 0) return []
  const order = compositionOrder(table)
  const placeOf = new Uint32Array(order.length)
  for (const [place, sample] of order.entries()) placeOf[sample] = place
  const before = placesBefore(order)
  const timeAt = (place: number): number => compositionTimeOf(table, order[place] ?? 0)
  const shownLater = (toTicks: number): number => {
    const next = sampleAtDecodeTime(table, toTicks - 1) + 1
    if (table.decodeTime[next] !== toTicks) return 0
    const place = (before[placeOf[next] ?? 0] ?? -1) + 1
    return place > 0 ? timeAt(place) - toTicks : 0
  }
  const last = order.length - 1
  const lasts = table.duration[order[last] ?? 0] ?? 0
  const end = timeAt(last) + Math.max(1, lasts > 0 ? lasts : medianDuration(table))
  const shown: Hole[] = []
  let at = timeAt(0)
  for (const { fromTicks, toTicks } of [...found].sort((a, b) => a.fromTicks - b.fromTicks)) {
    const later = shownLater(toTicks)
    const [from, to] = [Math.max(fromTicks + later, at), Math.min(toTicks + later, end)]
    if (to <= from) continue
    shown.push({ fromTicks: from, toTicks: to })
    at = to
  }
  return shown
}

/** Of each place the last one before it whose sample is decoded earlier; −1 where there is none. Each is gone by once. */
function placesBefore(order: Uint32Array): Int32Array {
  const before = new Int32Array(order.length)
  for (const [place, sample] of order.entries()) {
    let at = place - 1
    while (at >= 0 && (order[at] ?? 0) > sample) at = before[at] ?? -1
    before[place] = at
  }
  return before
}
