// Draws overlay shapes: lines of 2 CSS pixels with a dark edge. Dashed where carried over from another time, dashes and points
// where an object stands still without being listed, points where something was removed.
import type { KnownObject } from '../../state/overlay.svelte.ts'
import type { OverlayLine, OverlayShape, PixelRect } from './overlay-geometry.ts'
import type { Size } from './picture-geometry.ts'

const lineWidth = 2
const edgeWidth = 4
/** Wider for the object that somebody looks for. */
const chosenWidth = 3
const edge = 'rgb(0 0 0 / 55%)'
const dashes = { carried: [6, 5], idle: [10, 4, 2, 4], removed: [2, 4], loose: [1, 5] }
/** Of the line of where an object goes to. */
const aheadAlpha = 0.45
const labelHeight = 18
const labelPadding = 5

/** On the screen, or beside it. */
type OverlayContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

export type OverlayPainting = {
  /** The whole picture in CSS pixels, in which the shapes lie. */
  picture: Size
  /** What of it lies in the upper left corner of the canvas. */
  origin: { x: number; y: number }
  pixelRatio: number
  font: string
  chosen: KnownObject | null
  /** Trajectories, under everything else. */
  lines?: readonly OverlayLine[]
}

/** Draws everything anew. */
export function paintOverlay(
  context: OverlayContext,
  shapes: readonly OverlayShape[],
  { picture, origin, pixelRatio, font, chosen, lines = [] }: OverlayPainting,
): void {
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, context.canvas.width, context.canvas.height)
  context.setTransform(pixelRatio, 0, 0, pixelRatio, -origin.x * pixelRatio, -origin.y * pixelRatio)
  context.lineJoin = 'round'
  for (const line of lines) paintLine(context, line, line.key === chosen?.key ? 1 : 0)
  for (const shape of shapes) {
    context.setLineDash(dashOf(shape))
    const { rect, polygon, centre } = shape
    const more = chosen !== null && shape.key === chosen.key ? chosenWidth : 0
    if (rect)
      outline(context, shape.stroke, more, () => context.rect(rect.x, rect.y, rect.width, rect.height))
    if (polygon && polygon.length > 1) {
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
  for (const shape of shapes) paintLabel(context, shape, picture)
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

function paintLabel(context: OverlayContext, shape: OverlayShape, picture: Size): void {
  const anchor = anchorOf(shape)
  if (!anchor || (!shape.label && !shape.swatch)) return
  const text = shape.label ?? ''
  const swatch = shape.swatch ? labelHeight - 6 : 0
  const textWidth = text ? context.measureText(text).width + labelPadding : 0
  const width = textWidth + labelPadding + (swatch ? swatch + labelPadding : 0)
  const x = Math.max(0, Math.min(anchor.x - 1, picture.width - width))
  const above = anchor.y - labelHeight - 1
  const y = above >= 0 ? above : Math.max(0, Math.min(anchor.y + 1, picture.height - labelHeight))
  context.fillStyle = 'rgb(0 0 0 / 78%)'
  context.fillRect(x, y, width, labelHeight)
  context.fillStyle = shape.stroke
  context.fillRect(x, y, 2, labelHeight)
  let at = x + labelPadding + 1
  if (shape.swatch) {
    context.fillStyle = shape.swatch
    context.fillRect(at, y + 3, swatch, swatch)
    context.lineWidth = 1
    context.strokeStyle = 'rgb(255 255 255 / 60%)'
    context.strokeRect(at + 0.5, y + 3.5, swatch - 1, swatch - 1)
    at += swatch + labelPadding
  }
  context.fillStyle = '#ffffff'
  context.fillText(text, at, y + labelHeight / 2 + 0.5)
}

/** Upper left corner of what is drawn of the object. */
function anchorOf({ rect, polygon, centre }: OverlayShape): Pick<PixelRect, 'x' | 'y'> | null {
  if (rect) return rect
  if (polygon?.length) {
    return { x: Math.min(...polygon.map(({ x }) => x)), y: Math.min(...polygon.map(({ y }) => y)) }
  }
  return centre ? { x: centre.x, y: centre.y - 6 } : null
}
