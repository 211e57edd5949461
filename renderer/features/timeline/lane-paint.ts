// Paints the lanes of all cameras: recordings and gaps, under them what the video's own signatures say, under that events and marks.
import type { MarkColour } from '#contract/mark.ts'
import type { Bar, LaneBars, Unknown } from './lane-bars.ts'
import { paintSigning } from './signing-paint.ts'
import {
  axisHeight,
  hatch,
  paintAxis,
  paintMark,
  paintUnsought,
  stripe,
  type Palette,
} from './timeline-paint.ts'
import type { Span, TickMark } from './timeline-scale.ts'

/** Rows of a lane; that of the signatures only where the case has any. */
const recordingRow = 20
const signingRow = 18
const eventRow = 20

export const rowHeight = (withSigning: boolean): number =>
  recordingRow + (withSigning ? signingRow : 0) + eventRow

export type LanesPicture = {
  width: number
  height: number
  view: Span
  ticks: readonly TickMark[]
  withSigning: boolean
  /** Where nothing is known yet, what that is called, and where its top is. */
  unknown: { parts: readonly Unknown[]; label: string; top: number }
  /** What it is called where nobody looked for gaps. */
  unsought: string
  lanes: readonly { top: number; isChosen: boolean; bars: LaneBars; edges: readonly number[] }[]
}

export type LanePalette = Palette & { marks: Record<MarkColour, string> }

export function paintLanes(
  context: CanvasRenderingContext2D,
  picture: LanesPicture,
  palette: LanePalette,
): void {
  const { width, height, withSigning } = picture
  paintAxis(context, picture, palette)
  context.save()
  context.beginPath()
  context.rect(0, axisHeight, width, height)
  context.clip()
  for (const { top, isChosen, bars, edges } of picture.lanes) {
    context.fillStyle = palette.line
    context.fillRect(0, top, width, 1)
    for (const bar of bars.recorded) paintBar(context, bar, top + 4, isChosen ? palette.accent : palette.dim)
    context.fillStyle = palette.panel
    for (const x of edges) context.fillRect(Math.round(x), top + 4, 1, recordingRow - 8)
    for (const { left, wide } of bars.unsought) {
      const [at, tall] = [top + 4, recordingRow - 8]
      context.fillStyle = palette.panel
      context.fillRect(left, at, wide, tall)
      paintUnsought(context, { left, top: at, wide, tall, label: picture.unsought }, palette)
    }
    for (const gap of bars.gaps) hatch(context, gap.left, top + 4, gap.wide, recordingRow - 8, palette)
    if (withSigning) paintSigning(context, bars.signing, top + recordingRow + signingRow / 2 - 1, palette)
    const middle = top + recordingRow + (withSigning ? signingRow : 0) + eventRow / 2 - 2
    for (const { left, wide, colour } of bars.flags) {
      context.fillStyle = palette.marks[colour]
      context.fillRect(left, middle - 5, wide, 11)
    }
    for (const mark of bars.events) paintMark(context, mark, mark.shape, middle, palette)
  }
  paintUnknown(context, picture.unknown, palette)
  context.restore()
}

/** Neither recorded nor missing: grey, with its word where there is room. */
function paintUnknown(
  context: CanvasRenderingContext2D,
  { parts, label, top: origin }: LanesPicture['unknown'],
  palette: Palette,
): void {
  const words = context.measureText(label).width
  for (const { left, top, wide, tall } of parts) {
    context.fillStyle = palette.unknown
    context.globalAlpha = 0.3
    context.fillRect(left, origin + top, wide, tall)
    context.globalAlpha = 1
    if (wide < words + 12) continue
    context.fillStyle = palette.text
    context.fillText(label, left + (wide - words) / 2, origin + top + Math.min(tall, 2 * recordingRow) / 2)
  }
}

/** What is recorded in parts only is striped. */
function paintBar(
  context: CanvasRenderingContext2D,
  { left, wide, several }: Bar,
  top: number,
  colour: string,
): void {
  const tall = recordingRow - 8
  context.fillStyle = colour
  context.globalAlpha = 0.6
  if (several) stripe(context, left, top, wide, tall)
  else context.fillRect(left, top, wide, tall)
  context.globalAlpha = 1
}
