// Holes in a recording: decode times that jump between fragments (tfdt, ISO/IEC 14496-12 8.8.12), or one sample that lasts far too long.
import type { SampleTable } from './sample-table.ts'

/** From the end of one stored sample to the start of the next, in ticks of the decode timeline. */
export type SampleGap = { fromTicks: number; toTicks: number; /** The sample after the hole. */ next: number }

const medianSamples = 10_001
const listLimit = 10_000

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
 * The gaps of a track in order, at most 10,000. A jump counts where at least one median duration is missing (less is
 * the rounding of fragment writers); a long sample where it exceeds both 1 s and 5 median durations, and the gap then
 * begins one median duration after its start.
 */
export function gaps(table: SampleTable, timescale: number): SampleGap[] {
  const median = medianDuration(table)
  const tooLong = Math.max(timescale, 5 * median)
  const found: SampleGap[] = []
  for (let next = 1; next < table.length && found.length < listLimit; next += 1) {
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
