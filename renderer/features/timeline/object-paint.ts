// Paints the bars of objects: one object is a whole bar, what cannot be told apart is striped.
import { objectKey } from '../../state/overlay-match.ts'
import { objectRowHeight, objectRowTop, type PlacedBar } from './object-lanes.ts'
import { laneHeight, stripe, type Palette } from './timeline-paint.ts'

export type ObjectsPicture = {
  lanes: readonly { placed: readonly PlacedBar[]; colour: string }[]
  /** What `objectKey` makes of the object that somebody looks for. */
  chosen: string | null
  width: number
  /** Where nothing is known yet. */
  unknown: readonly { left: number; wide: number }[]
}

const tall = objectRowHeight - 1

export function paintObjects(
  context: CanvasRenderingContext2D,
  { lanes, chosen, width, unknown }: ObjectsPicture,
  palette: Palette,
): void {
  context.clearRect(0, 0, width, lanes.length * laneHeight)
  context.fillStyle = palette.unknown
  context.globalAlpha = 0.3
  for (const { left, wide } of unknown) context.fillRect(left, 0, wide, lanes.length * laneHeight)
  context.globalAlpha = 1
  for (const [number, { placed, colour }] of lanes.entries()) {
    const top = number * laneHeight
    context.fillStyle = palette.line
    context.fillRect(0, top, width, 1)
    for (const { left, wide, row, bar } of placed) {
      const y = top + objectRowTop + row * objectRowHeight
      context.fillStyle = colour
      if (bar.several) stripe(context, left, y, wide, tall)
      else context.fillRect(left, y, wide, tall)
      if (chosen !== null && bar.object && objectKey(bar.object, bar.object.id) === chosen) {
        context.strokeStyle = palette.text
        context.lineWidth = 1.5
        context.strokeRect(left - 1, y - 1, wide + 2, tall + 2)
      } else {
        // The colours are those over the picture: on a light ground they need an edge.
        context.fillStyle = palette.dim
        context.fillRect(left, y + tall - 1, wide, 1)
      }
    }
  }
}
