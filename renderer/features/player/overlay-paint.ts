// Draws overlay shapes: lines of 2 CSS pixels with a dark edge. Dashed where carried over from another time, dashes and points
// where an object stands still without being listed, points where something was removed.
import type { KnownObject } from '../../state/overlay.svelte.ts'
import type { OverlayLine, OverlayShape } from './overlay-geometry.ts'
import { labelHeight, placeLabels, type Labels, type PlacedLabel } from './overlay-labels.ts'
import type { Size } from './picture-geometry.ts'

const lineWidth = 2
const edgeWidth = 4
/** Wider for the object that somebody looks for. */
const chosenWidth = 3
const edge = 'rgb(0 0 0 / 55%)'
const dashes = { carried: [6, 5], idle: [10, 4, 2, 4], removed: [2, 4], loose: [1, 5] }
/** Of the line of where an object goes to. */
const aheadAlpha = 0.45
const labelPadding = 5
/** The colour of an object, in its label. */
const swatchSize = labelHeight - 6

/** On the screen, or beside it. */
type OverlayContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

export type OverlayPainting = {
  /** The whole picture in CSS pixels, in which the shapes lie. */
  picture: Size
  /** What of it lies in the upper left corner of the canvas. */
  origin: { x: number; y: number }
  /** Pixels of the canvas for each CSS pixel; two where its pixels are not square. */
  pixelRatio: number | { x: number; y: number }
  font: string
  chosen: KnownObject | null
  /** Trajectories, under everything else. */
  lines?: readonly OverlayLine[]
}

/** Draws everything anew; tells where the labels are. */
export function paintOverlay(
  context: OverlayContext,
  shapes: readonly OverlayShape[],
  { picture, origin, pixelRatio, font, chosen, lines = [] }: OverlayPainting,
): Labels {
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, context.canvas.width, context.canvas.height)
  const { x: across, y: down } =
    typeof pixelRatio === 'number' ? { x: pixelRatio, y: pixelRatio } : pixelRatio
  context.setTransform(across, 0, 0, down, -origin.x * across, -origin.y * down)
  context.lineJoin = 'round'
  const isChosen = ({ key }: OverlayShape): boolean => chosen !== null && key === chosen.key
  for (const line of lines) paintLine(context, line, line.key === chosen?.key ? 1 : 0)
  for (const shape of shapes) {
    context.setLineDash(dashOf(shape))
    const { rect, polygons, centre } = shape
    const more = isChosen(shape) ? chosenWidth : 0
    if (rect)
      outline(context, shape.stroke, more, () => context.rect(rect.x, rect.y, rect.width, rect.height))
    for (const polygon of polygons) {
      outline(context, shape.stroke, more, () => {
        polygon.forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)))
        context.closePath()
      })
    }
    context.setLineDash([])
    if (centre) {
      outline(context, shape.stroke, more, () => {
        context.moveTo(centre.x - 6, centre.y)
        context.lineTo(centre.x + 6, centre.y)
        context.moveTo(centre.x, centre.y - 6)
        context.lineTo(centre.x, centre.y + 6)
      })
    }
  }
  // Labels last: no line of another object may run through them.
  context.font = font
  context.textBaseline = 'middle'
  const inOrder = [...shapes.filter(isChosen), ...shapes.filter((shape) => !isChosen(shape))]
  const labels = placeLabels(inOrder, picture, (shape) => labelWidth(context, shape))
  for (const label of labels.placed) paintLabel(context, label)
  return labels
}

/** What lies ahead is lighter; where nothing was told for a while, the line is broken. */
function paintLine(
  context: OverlayContext,
  { points, ahead, loose, stroke }: OverlayLine,
  more: number,
): void {
  context.globalAlpha = ahead ? aheadAlpha : 1
  context.setLineDash(loose ? dashes.loose : [])
  outline(context, stroke, more - 0.5, () => {
    points.forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)))
  })
  context.globalAlpha = 1
}

function dashOf({ carried, behaviour, idleSince }: OverlayShape): number[] {
  if (behaviour === 'removed') return dashes.removed
  if (idleSince !== null) return dashes.idle
  return carried ? dashes.carried : []
}

function outline(context: OverlayContext, stroke: string, more: number, path: () => void): void {
  context.beginPath()
  path()
  context.lineWidth = edgeWidth + more
  context.strokeStyle = edge
  context.stroke()
  context.lineWidth = lineWidth + more
  context.strokeStyle = stroke
  context.stroke()
}

/** Zero where an object has no label. */
function labelWidth(context: OverlayContext, { label, swatch }: OverlayShape): number {
  const text = label ? context.measureText(label).width + labelPadding : 0
  const colour = swatch ? swatchSize + labelPadding : 0
  return text + colour === 0 ? 0 : text + colour + labelPadding
}

function paintLabel(context: OverlayContext, { shape, x, y, width }: PlacedLabel): void {
  context.fillStyle = 'rgb(0 0 0 / 78%)'
  context.fillRect(x, y, width, labelHeight)
  context.fillStyle = shape.stroke
  context.fillRect(x, y, 2, labelHeight)
  let at = x + labelPadding + 1
  if (shape.swatch) {
    context.fillStyle = shape.swatch
    context.fillRect(at, y + 3, swatchSize, swatchSize)
    context.lineWidth = 1
    context.strokeStyle = 'rgb(255 255 255 / 60%)'
    context.strokeRect(at + 0.5, y + 3.5, swatchSize - 1, swatchSize - 1)
    at += swatchSize + labelPadding
  }
  context.fillStyle = '#ffffff'
  context.fillText(shape.label ?? '', at, y + labelHeight / 2 + 0.5)
}
