// One lane of the timeline of all cameras as what is painted: bars, gaps, what signatures say, events and marks. Pure.
import type { Lane, LanePart } from '#contract/lanes.ts'
import type { MarkColour } from '#contract/mark.ts'
import type { MediaSigningVerdict } from '#contract/seal.ts'
import type { PictureState } from '../../state/playhead-signing.ts'
import { markShape, type MarkShape } from '../../state/playhead-topics.ts'
import { instantOfPicture, type Placement } from '../../state/picture-at.ts'
import { addSeconds, lastTicksAt } from '../../state/playhead-time.ts'
import { markSpacing } from './event-marks.ts'
import { flagWidth } from './mark-bars.ts'
import { narrowest, type SigningBar } from './state-bars.ts'
import { toX, type Span } from './timeline-scale.ts'

/** `several`: a part of it is recorded, or missing, that is too short to be told apart. */
export type Bar = { left: number; wide: number; several: boolean }
export type EventMark = { x: number; count: number; shape: MarkShape; part: LanePart }
export type Flag = { left: number; wide: number; colour: MarkColour }

export type LaneBars = {
  recorded: Bar[]
  gaps: Bar[]
  /** Where nobody looked for gaps: not known to be recorded. */
  unsought: Bar[]
  signing: SigningBar[]
  events: EventMark[]
  flags: Flag[]
}

/** How an item's verdict is painted; what says nothing is not painted. */
const signingState: Partial<Record<MediaSigningVerdict, PictureState>> = {
  authentic: 'ok',
  'authentic-with-missing': 'missing',
  'not-authentic': 'changed',
  'not-checkable': 'unsupported',
}

export const secondsOf = (micros: number): number => micros / 1e6

export function laneBars(lane: Lane, view: Span, width: number): LaneBars {
  const bars: LaneBars = { recorded: [], gaps: [], unsought: [], signing: [], events: [], flags: [] }
  const cells = new Map<number, EventMark>()
  const perPixel = (view.to - view.from) / Math.max(1, width)
  for (const part of lane.parts) {
    const [from, to] = [secondsOf(part.from), secondsOf(part.to)]
    if (to < view.from || from > view.to) continue
    const left = Math.max(-2, toX(view, width, from))
    const right = Math.min(width + 2, toX(view, width, to))
    const bar = { left, wide: Math.max(1, right - left), several: part.several }
    if (part.kind === 'recording') {
      bars.recorded.push(bar)
      const state = signingState[part.detail as MediaSigningVerdict]
      if (state) bars.signing.push({ state, left, right: Math.max(right, left + narrowest) })
    } else if (part.kind === 'gap' && part.detail === 'unsought') bars.unsought.push(bar)
    else if (part.kind === 'gap') bars.gaps.push({ ...bar, wide: Math.max(2, bar.wide) })
    else if (part.kind === 'mark') {
      const wide = Math.max(flagWidth, bar.wide)
      bars.flags.push({
        left: bar.wide < flagWidth ? left - wide / 2 : left,
        wide,
        colour: part.detail as MarkColour,
      })
    } else {
      // Cells hang on the time, not on the view: marks stand still while the view is moved.
      const cell = Math.floor(from / (markSpacing * perPixel))
      const known = cells.get(cell)
      const shape = part.detail === '' ? 'circle' : markShape(part.detail)
      if (!known) cells.set(cell, { x: toX(view, width, from), count: part.several ? 2 : 1, shape, part })
      else {
        known.count += part.several ? 2 : 1
        if (known.shape !== shape) known.shape = 'circle'
      }
    }
  }
  bars.events = [...cells.values()]
  // The worst at last, so that it is painted over the others.
  const rank: PictureState[] = ['ok', 'unsupported', 'missing', 'changed']
  bars.signing.sort((a, b) => rank.indexOf(a.state) - rank.indexOf(b.state))
  return bars
}

/** A rectangle of the timeline of which nothing is known yet, in pixels from its left edge and its first lane in view. */
export type Unknown = { left: number; top: number; wide: number; tall: number }

/** What is in view of the lanes: their rows, and the time. */
export type LaneWindow = { view: Span; width: number; row: number; first: number; last: number }

/**
 * What has not been asked for yet must not look as if nothing was recorded. `known`: the lanes from `first` on and the time that
 * the newest answer tells of; null before the first one.
 */
export function unknownParts(
  { view, width, row, first, last }: LaneWindow,
  known: { span: Span; first: number; count: number } | null,
): Unknown[] {
  const parts: Unknown[] = []
  const add = (from: number, to: number, top: number, end: number): void => {
    const left = Math.max(0, toX(view, width, from))
    const wide = Math.min(width, toX(view, width, to)) - left
    if (wide >= 0.5 && end > top)
      parts.push({ left, wide, top: (top - first) * row, tall: (end - top) * row })
  }
  const [begin, end] = known
    ? [Math.max(first, known.first), Math.min(last, known.first + known.count)]
    : [last, last]
  add(view.from, view.to, first, Math.min(begin, last))
  add(view.from, view.to, Math.max(end, first), last)
  if (known && begin < end) {
    add(view.from, Math.min(known.span.from, view.to), begin, end)
    add(Math.max(known.span.to, view.from), view.to, begin, end)
  }
  return parts
}

/** Pictures closer to each other than this are not told apart. */
const pictureSpacing = 5

/** Where pictures of a recording begin; empty where they lie too close to each other in this view. */
export function pictureEdges(place: Placement, view: Span, width: number): number[] {
  const { table } = place
  const usual = table.usualDuration / table.timescale
  if (table.count === 0 || usual * width < pictureSpacing * (view.to - view.from)) return []
  const from = addSeconds(0n, view.from) + place.ahead
  const first = table.atOrBefore(lastTicksAt(place.origin, from, table.timescale))
  const edges: number[] = []
  for (let index = first; index < table.count && edges.length <= width; index += 1) {
    const x = toX(view, width, Number(instantOfPicture(place, index)) / 1e7)
    if (x > width) break
    if (x >= 0) edges.push(x)
  }
  return edges
}

/** What lies under the pointer: what is small comes before what is large. */
export function partAt(lane: Lane, seconds: number, perPixel: number): LanePart | null {
  const near = (markSpacing / 2) * perPixel
  const point = (kind: LanePart['kind'], slack: number): LanePart | undefined =>
    lane.parts.find(
      (part) =>
        part.kind === kind &&
        seconds >= secondsOf(part.from) - slack &&
        seconds <= secondsOf(part.to) + slack,
    )
  return (
    point('mark', near / 2) ?? point('event', near) ?? point('gap', perPixel) ?? point('recording', 0) ?? null
  )
}
