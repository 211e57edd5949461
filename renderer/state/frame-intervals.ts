// The intervals between pictures as they are shown: what is usual, what is not, and whether their number fits the time.
import type { SampleTable } from './playhead-samples.ts'

export type Intervals = {
  pictures: number
  /** Seconds. */
  least: number
  usual: number
  most: number
  /** Intervals further from the usual than a step of the clock, or a fiftieth of it. */
  unusual: number
  /** Longer than one and a half times the usual. */
  gaps: number
  /** Pictures with the time of the one before. */
  equalTimes: number
  pace: 'constant' | 'outliers' | 'variable'
  /** Pictures that fit between first and last at the usual interval. */
  expected: number
}

/** More than this share of unusual intervals is another pace, not a few holes in one. */
const variableShare = 0.02

/** Null where there are fewer than two pictures. */
export function intervalsOf(table: SampleTable): Intervals | null {
  const count = table.count - 1
  if (count < 1) return null
  const ticks = new Float64Array(count)
  for (let p = 0; p < count; p += 1) ticks[p] = table.ticksToNext(p)
  const sorted = Float64Array.from(ticks).sort()
  const usual = sorted[sorted.length >>> 1] ?? 0
  const slack = Math.max(1, usual / 50)
  let [unusual, gaps, equalTimes] = [0, 0, 0]
  for (const tick of ticks) {
    if (Math.abs(tick - usual) > slack) unusual += 1
    if (usual > 0 && tick > 1.5 * usual) gaps += 1
    if (tick === 0) equalTimes += 1
  }
  const elapsed = table.timeOf(count) - table.timeOf(0)
  // Clocks that cannot count the interval exactly (33, 33, 34 ms) would make the middle one lie: the mean of the usual ones.
  const near = ticks.filter((tick) => Math.abs(tick - usual) <= slack)
  const mean = near.reduce((sum, tick) => sum + tick, 0) / Math.max(1, near.length)
  return {
    pictures: table.count,
    least: (sorted[0] ?? 0) / table.timescale,
    usual: usual / table.timescale,
    most: (sorted.at(-1) ?? 0) / table.timescale,
    ...{ unusual, gaps, equalTimes },
    pace: unusual === 0 ? 'constant' : unusual / count > variableShare ? 'variable' : 'outliers',
    expected: mean > 0 ? Math.round(elapsed / mean) + 1 : table.count,
  }
}

/** Of each column of a chart the shortest and the longest interval, in seconds; `first`: the picture before the longest. */
export type IntervalColumn = { least: number; most: number; first: number }

export function intervalColumns(table: SampleTable, columns: number): IntervalColumn[] {
  const count = table.count - 1
  if (count < 1 || columns < 1) return []
  const width = Math.min(columns, count)
  return Array.from({ length: width }, (_, column) => {
    const from = Math.floor((column * count) / width)
    const to = Math.max(from + 1, Math.floor(((column + 1) * count) / width))
    const found = { least: Number.POSITIVE_INFINITY, most: -1, first: from }
    for (let p = from; p < to; p += 1) {
      const seconds = table.ticksToNext(p) / table.timescale
      found.least = Math.min(found.least, seconds)
      if (seconds > found.most) Object.assign(found, { most: seconds, first: p })
    }
    return found
  })
}
