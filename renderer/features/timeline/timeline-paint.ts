// Draws the timeline: ticks, what is recorded, hatched gaps with their length, and event marks on their lanes.
import type { MarkShape } from '../../state/playhead-topics.ts'
import type { Mark } from './event-marks.ts'
import type { SigningBar } from './state-bars.ts'
import { paintSigning, signingHeight } from './signing-paint.ts'
import { toX, type Span, type TickMark } from './timeline-scale.ts'

export const axisHeight = 20
export const recordingHeight = 24
export const laneHeight = 20

export type TimelinePicture = {
  width: number
  height: number
  view: Span
  ticks: readonly TickMark[]
  recorded: readonly Span[]
  missing: readonly (Span & { label: string })[]
  /** Where nobody looked for gaps. */
  unsought: (Span & { label: string }) | null
  /** What the camera's signatures say, on a lane of its own under the recording; null where there are none. */
  signing: readonly SigningBar[] | null
  marks: readonly Mark[]
  /** Where the lanes of the events begin. */
  lanesTop: number
  /** Shape of the marks of each lane. */
  shapes: readonly MarkShape[]
  marked: Span | null
}

export type Palette = Record<
  'text' | 'dim' | 'line' | 'accent' | 'panel' | 'good' | 'attention' | 'bad' | 'unknown' | 'fontSmall',
  string
>

/** Colours of the present theme. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return {
    text: token('--text'),
    dim: token('--text-dim'),
    line: token('--line'),
    accent: token('--accent'),
    panel: token('--panel'),
    good: token('--good'),
    attention: token('--attention'),
    bad: token('--bad'),
    unknown: token('--unknown'),
    fontSmall: `11px ${token('--mono') || 'monospace'}`,
  }
}

export function paintTimeline(
  context: CanvasRenderingContext2D,
  picture: TimelinePicture,
  palette: Palette,
): void {
  const { width, height, view, lanesTop } = picture
  const x = (seconds: number): number => toX(view, width, seconds)
  paintAxis(context, picture, palette)
  const lanes = picture.shapes.length
  for (let lane = 0; lane <= lanes; lane += 1) {
    context.fillStyle = palette.line
    context.fillRect(0, lanesTop + lane * laneHeight, width, 1)
  }
  if (picture.marked) {
    context.globalAlpha = 0.16
    context.fillStyle = palette.accent
    context.fillRect(
      x(picture.marked.from),
      axisHeight,
      x(picture.marked.to) - x(picture.marked.from),
      height,
    )
    context.globalAlpha = 1
  }
  paintRecording(context, picture, palette, x)
  if (picture.signing) {
    paintSigning(context, picture.signing, axisHeight + recordingHeight + signingHeight / 2, palette)
  }
  for (const mark of picture.marks) {
    const y = lanesTop + (mark.lane + 0.5) * laneHeight
    paintMark(context, mark, picture.shapes[mark.lane] ?? 'circle', y, palette)
  }
}

/** An empty timeline with its ticks. */
export function paintAxis(
  context: CanvasRenderingContext2D,
  { width, height, view, ticks }: Pick<TimelinePicture, 'width' | 'height' | 'view' | 'ticks'>,
  palette: Palette,
): void {
  context.clearRect(0, 0, width, height)
  context.font = palette.fontSmall
  context.textBaseline = 'middle'
  for (const tick of ticks) {
    const at = Math.round(toX(view, width, tick.seconds)) + 0.5
    context.fillStyle = palette.line
    context.fillRect(at - 0.5, axisHeight - 4, 1, height - axisHeight + 4)
    context.fillStyle = palette.dim
    // Half a time could be taken for another one.
    if (at + 4 + context.measureText(tick.label).width <= width)
      context.fillText(tick.label, at + 4, axisHeight / 2)
  }
}

function paintRecording(
  context: CanvasRenderingContext2D,
  picture: TimelinePicture,
  palette: Palette,
  x: (seconds: number) => number,
): void {
  const top = axisHeight + 5
  const tall = recordingHeight - 10
  context.fillStyle = palette.accent
  context.globalAlpha = 0.6
  for (const span of picture.recorded) {
    const left = Math.max(-2, x(span.from))
    // The shortest recording is still a line.
    context.fillRect(left, top, Math.max(1, Math.min(picture.width + 2, x(span.to)) - left), tall)
  }
  context.globalAlpha = 1
  if (picture.unsought) {
    const { from, to, label } = picture.unsought
    const left = Math.max(-2, x(from))
    const wide = Math.min(picture.width + 2, x(to)) - left
    paintUnsought(context, { left, top, wide, tall, label }, palette)
  }
  for (const span of picture.missing) {
    const left = Math.max(-2, x(span.from))
    const right = Math.min(picture.width + 2, x(span.to))
    if (right <= left) continue
    hatch(context, left, top, Math.max(2, right - left), tall, palette)
    const wide = context.measureText(span.label).width + 12
    if (right - left < wide) continue
    const middle = (left + right) / 2
    context.fillStyle = palette.panel
    context.fillRect(middle - wide / 2, top, wide, tall)
    context.fillStyle = palette.text
    context.fillText(span.label, middle - wide / 2 + 6, top + tall / 2 + 0.5)
  }
}

/** Neither recorded nor missing, for nobody looked: grey, with its word where there is room. */
export function paintUnsought(
  context: CanvasRenderingContext2D,
  { left, top, wide, tall, label }: { left: number; top: number; wide: number; tall: number; label: string },
  palette: Palette,
): void {
  if (wide <= 0) return
  context.fillStyle = palette.unknown
  context.globalAlpha = 0.3
  context.fillRect(left, top, wide, tall)
  context.globalAlpha = 1
  const words = context.measureText(label).width
  if (wide < words + 12) return
  context.fillStyle = palette.text
  context.fillText(label, left + (wide - words) / 2, top + tall / 2 + 0.5)
}

/** What is there in parts only: lighter, and no whole bar. */
export function stripe(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  width: number,
  height: number,
): void {
  for (let x = left; x < left + width; x += 3)
    context.fillRect(x, top, Math.min(1.5, left + width - x), height)
}

/** What is missing. */
export function hatch(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  width: number,
  height: number,
  palette: Palette,
): void {
  context.save()
  context.beginPath()
  context.rect(left, top, width, height)
  context.clip()
  context.fillStyle = palette.panel
  context.fillRect(left, top, width, height)
  context.strokeStyle = palette.attention
  context.lineWidth = 1
  context.beginPath()
  for (let at = left - height - (left % 6); at < left + width; at += 6) {
    context.moveTo(at, top + height)
    context.lineTo(at + height, top)
  }
  context.rect(left + 0.5, top + 0.5, width - 1, height - 1)
  context.stroke()
  context.restore()
}

/** One event: its shape. Several: the shape, filled, with how many beside it. */
export function paintMark(
  context: CanvasRenderingContext2D,
  { x, count }: Pick<Mark, 'x' | 'count'>,
  shape: MarkShape,
  y: number,
  palette: Palette,
): void {
  const size = 4.5
  context.beginPath()
  switch (shape) {
    case 'bar':
      context.rect(x - 1.5, y - 6, 3, 12)
      break
    case 'square':
      context.rect(x - size + 0.5, y - size + 0.5, 2 * size - 1, 2 * size - 1)
      break
    case 'diamond':
      polygon(context, [
        [x, y - 6],
        [x + 5.5, y],
        [x, y + 6],
        [x - 5.5, y],
      ])
      break
    case 'triangle':
      polygon(context, [
        [x, y - 5.5],
        [x + 5.5, y + 4.5],
        [x - 5.5, y + 4.5],
      ])
      break
    case 'cross':
      polygon(context, [
        [x - 5, y - 3],
        [x - 3, y - 5],
        [x, y - 2],
        [x + 3, y - 5],
        [x + 5, y - 3],
        [x + 2, y],
        [x + 5, y + 3],
        [x + 3, y + 5],
        [x, y + 2],
        [x - 3, y + 5],
        [x - 5, y + 3],
        [x - 2, y],
      ])
      break
    case 'circle':
      context.arc(x, y, size, 0, 2 * Math.PI)
  }
  context.fillStyle = count > 1 ? palette.text : palette.dim
  context.fill()
  if (count > 1) {
    // A second, smaller shape beside it says that there is more than one.
    context.fillRect(x + 6, y - 5, 1.5, Math.min(10, 2 + Math.log2(count) * 1.5))
  }
}

function polygon(context: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  points.forEach(([x, y], index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)))
  context.closePath()
}
