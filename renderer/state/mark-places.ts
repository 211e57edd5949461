// Where marks lie on the video that is shown: stored samples become pictures in the order in which they are shown.
import type { Mark } from '#contract/mark.ts'
import type { SampleTable } from './playhead-samples.ts'

/** `first` and `last` are presentation indexes; null where the mark is on another track, or the table is not there. */
export type PlacedMark = { mark: Mark; place: MarkSpan | null }
export type MarkSpan = {
  first: number
  last: number
  /** Seconds of the media timeline, from the start of the first picture to the end of the last. */
  from: number
  to: number
}

export function spanOf(mark: Mark, table: SampleTable | null, trackId: number | null): MarkSpan | null {
  if (!table || mark.trackId !== trackId) return null
  const one = table.presentationOf[mark.firstSample]
  const other = table.presentationOf[mark.lastSample]
  if (one === undefined || other === undefined) return null
  const [first, last] = [Math.min(one, other), Math.max(one, other)]
  return {
    ...{ first, last },
    from: table.secondsOf(first),
    to: (table.timeOf(last) + table.lengthOf(last)) / table.timescale,
  }
}

/** In the order in which they are shown; those that cannot be placed come last, as they were made. */
export function placeMarks(
  marks: readonly Mark[],
  table: SampleTable | null,
  trackId: number | null,
): PlacedMark[] {
  const placed = marks.map((mark) => ({ mark, place: spanOf(mark, table, trackId) }))
  const key = ({ place }: PlacedMark): number => place?.first ?? Number.POSITIVE_INFINITY
  // Two that cannot be placed differ by NaN, which counts as equal: sorting keeps their order.
  return placed.sort((a, b) => key(a) - key(b) || 0)
}

/** The nearest mark before or after `picture`; null where there is none. */
export function nextMark(
  placed: readonly PlacedMark[],
  picture: number,
  direction: 1 | -1,
): PlacedMark | null {
  const beside = placed.filter(
    ({ place }) => place && (direction === 1 ? place.first > picture : place.first < picture),
  )
  return (direction === 1 ? beside[0] : beside.at(-1)) ?? null
}

export function matches(mark: Mark, text: string): boolean {
  const wanted = text.trim().toLowerCase()
  return wanted === '' || `${mark.tag}\n${mark.note}`.toLowerCase().includes(wanted)
}
