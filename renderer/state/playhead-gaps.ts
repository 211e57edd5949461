// Holes between pictures: what playback does not wait for, and where the timeline shows that nothing is recorded.
import { unsoughtFrom, type Gap } from '#contract/track.ts'
import type { SampleTable } from './playhead-samples.ts'

/** Holes shorter than this are simply waited for. */
export const longestWaitSeconds = 1

/**
 * `gap`: nothing is stored in between. `long picture`: the file says that this picture lasts that long,
 * which is how recorders without fragments often write a gap.
 */
export type Hole = { after: number; seconds: number; kind: 'gap' | 'long picture' }

/** The hole between picture `p` and the next, where it is longer than playback waits; else null. */
export function holeAfter(table: SampleTable, p: number): Hole | null {
  if (p + 1 >= table.count) return null
  const toNext = table.ticksToNext(p)
  const stored = table.duration[table.decodeIndex(p)] ?? 0
  const missing = toNext - Math.max(table.usualDuration, Math.min(stored, 2 * table.usualDuration))
  const seconds = missing / table.timescale
  if (seconds < longestWaitSeconds || toNext < 3 * table.usualDuration) return null
  return { after: p, seconds, kind: toNext - stored > table.usualDuration ? 'gap' : 'long picture' }
}

export type Span = { from: number; to: number }

/** `unsought`: the end of the recording, where nobody looked for gaps since there were too many before. */
export type Coverage = { recorded: Span[]; missing: Span[]; unsought: Span | null }

/**
 * What is recorded and what is missing of a track, in seconds of the media timeline. The gaps are those that
 * the engine found, so that every screen tells the same; overlapping or reversed ones are tidied up.
 */
export function coverage(table: SampleTable, gaps: readonly Gap[]): Coverage {
  if (table.count === 0) return { recorded: [], missing: [], unsought: null }
  const last = table.count - 1
  const end = table.timeOf(last) + table.lengthOf(last)
  const missing: Span[] = []
  const recorded: Span[] = []
  let at = table.timeOf(0)
  for (const gap of [...gaps].sort((a, b) => a.fromTicks - b.fromTicks)) {
    const shift = shownLater(table, gap)
    const from = Math.max(gap.fromTicks + shift, at)
    const to = Math.min(gap.toTicks + shift, end)
    if (to <= from) continue
    if (from > at) recorded.push(inSeconds(table, at, from))
    missing.push(inSeconds(table, from, to))
    at = to
  }
  const rest = end > at ? inSeconds(table, at, end) : null
  const isUnsought = unsoughtFrom(gaps) !== null
  if (rest && !isUnsought) recorded.push(rest)
  return { recorded, missing, unsought: isUnsought ? rest : null }
}

/** The picture on the other side of the nearest gap: forward the first behind it, back the last before it; null where none. */
export function acrossGap(
  table: SampleTable,
  gaps: readonly Gap[],
  picture: number,
  direction: 1 | -1,
): number | null {
  const behind = gaps
    .map((gap) => firstBehind(table, gap))
    .filter((after) => after > 0 && (direction === 1 ? after > picture : after <= picture))
  if (behind.length === 0) return null
  return direction === 1 ? Math.min(...behind) : Math.max(...behind) - 1
}

/** By how much what lies behind a gap is shown later than it is decoded: gaps are told by decode times. */
function shownLater(table: SampleTable, gap: Gap): number {
  const isOne = table.decodeTime[sampleBehind(table, gap)] === gap.toTicks
  const picture = isOne ? firstBehind(table, gap) : 0
  return picture > 0 ? table.timeOf(picture) - gap.toTicks : 0
}

/** A gap lies between two stored samples, by their decode times: the first picture that is shown of those behind it. */
function firstBehind(table: SampleTable, gap: Gap): number {
  const sample = sampleBehind(table, gap)
  if (sample === table.count) return 0
  let picture = table.presentationOf[sample] ?? 0
  while (picture > 0 && table.decodeIndex(picture - 1) >= sample) picture -= 1
  return picture
}

function sampleBehind(table: SampleTable, { toTicks }: Gap): number {
  let [low, high] = [0, table.count]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((table.decodeTime[middle] ?? 0) >= toTicks) high = middle
    else low = middle + 1
  }
  return low
}

function inSeconds(table: SampleTable, from: number, to: number): Span {
  return { from: from / table.timescale, to: to / table.timescale }
}
