// Events as marks on lanes: near ones are drawn as one, so that a hundred thousand cost no more than a hundred.
import type { EventTable } from '../../state/playhead-events.ts'
import { toX, type Span } from './timeline-scale.ts'

/** Marks closer than this are drawn as one. */
export const markSpacing = 14
/** Topics with a lane of their own; the others share the last one. */
export const laneLimit = 24

export type Lane = { /** Null: all topics beyond the limit. */ topic: string | null; topics: number }

export type Mark = {
  lane: number
  /** Pixels from the left of the view. */
  x: number
  count: number
  /** Index of the first event of the mark. */
  first: number
}

/** One lane for each topic, in the order of the list; the rest in one. */
export function lanesOf(topics: readonly string[]): Lane[] {
  const own = topics.length <= laneLimit ? topics : topics.slice(0, laneLimit - 1)
  const lanes: Lane[] = own.map((topic) => ({ topic, topics: 1 }))
  if (own.length < topics.length) lanes.push({ topic: null, topics: topics.length - own.length })
  return lanes
}

/** For each event the number of its lane. */
export function laneNumbers(events: EventTable, lanes: readonly Lane[]): Uint8Array {
  const byTopic = new Map(lanes.map((lane, index) => [lane.topic, index]))
  const rest = Math.max(0, lanes.length - 1)
  const numbers = new Uint8Array(events.count)
  for (let index = 0; index < events.count; index += 1) {
    numbers[index] = byTopic.get(events.at(index)?.topic ?? null) ?? rest
  }
  return numbers
}

/** The marks that are in view, left to right, lane by lane. */
export function marksOf(events: EventTable, lanes: Uint8Array, view: Span, width: number): Mark[] {
  const perPixel = (view.to - view.from) / Math.max(1, width)
  const cell = markSpacing * perPixel
  // Cells hang on the time, not on the view: marks stand still while the view is moved.
  const firstCell = Math.floor(view.from / cell) - 1
  const columns = Math.ceil(width / markSpacing) + 3
  const laneCount = lanes.reduce((most, lane) => Math.max(most, lane + 1), 0)
  const cells: ({ count: number; first: number; last: number } | undefined)[] = []
  for (let index = events.firstFrom((firstCell + 1) * cell); index < events.count; index += 1) {
    const seconds = events.secondsOf(index)
    const column = Math.floor(seconds / cell) - firstCell
    if (column >= columns) break
    const place = (lanes[index] ?? 0) * columns + column
    const found = cells[place]
    if (found) {
      found.count += 1
      found.last = seconds
    } else {
      cells[place] = { count: 1, first: index, last: seconds }
    }
  }
  const marks: Mark[] = []
  for (let lane = 0; lane < laneCount; lane += 1) {
    for (let column = 0; column < columns; column += 1) {
      const found = cells[lane * columns + column]
      if (!found) continue
      const middle = (events.secondsOf(found.first) + found.last) / 2
      marks.push({ lane, x: toX(view, width, middle), count: found.count, first: found.first })
    }
  }
  return marks
}

/** The mark under the pointer; null where there is none near enough. */
export function markAt(marks: readonly Mark[], lane: number, x: number): Mark | null {
  let best: Mark | null = null
  for (const mark of marks) {
    if (mark.lane !== lane || Math.abs(mark.x - x) > markSpacing / 2 + 1) continue
    if (!best || Math.abs(mark.x - x) < Math.abs(best.x - x)) best = mark
  }
  return best
}
