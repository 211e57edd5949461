// Stretches of pictures on end of which the same is said, in the order in which they are shown.
import type { SampleTable } from './playhead-samples.ts'

/** Pictures `first` to `first + count - 1` in the order of showing; seconds of the media timeline. */
export type PictureRun = { first: number; count: number; from: number; to: number }

/**
 * `said`: of a stored sample; of those of which nothing is, null. A stretch ends where a picture does not go on with what is said
 * of the one before, and at a hole in the recording.
 */
export function runsOf<S, R extends PictureRun>(
  table: SampleTable,
  said: (sample: number) => S | null,
  goesOn: (before: S, said: S) => boolean,
  begin: (said: S, run: PictureRun) => R,
): R[] {
  const runs: R[] = []
  const hole = (2 * table.usualDuration) / table.timescale
  let open: R | null = null
  let before: S | null = null
  for (let p = 0; p < table.count; p += 1) {
    const here = said(table.decodeIndex(p))
    const ticks = table.timeOf(p)
    const from = ticks / table.timescale
    const to = (ticks + table.lengthOf(p)) / table.timescale
    if (here === null) open = null
    else if (open && before !== null && from - open.to <= hole && goesOn(before, here)) {
      open.count += 1
      open.to = to
    } else runs.push((open = begin(here, { first: p, count: 1, from, to })))
    before = here
  }
  return runs
}

/** Index of the first stretch that ends after the time. */
export function firstEndingAfter(runs: readonly { to: number }[], seconds: number): number {
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((runs[middle]?.to ?? 0) <= seconds) low = middle + 1
    else high = middle
  }
  return low
}
