// How far a drawn box lies from the shape that it stands for: both found in pictures of the screen, both in pixels of the
// video. The truth of the scene says only where to look and what may be hidden; it is no part of the comparison.
import type { Locator } from '@playwright/test'
import { findLine, findShapeEdge, isHorizontal, median, sides, type Side } from './edges.ts'
import { parseColour, type Picture, type Rect } from './png.ts'
import { height, width, type FrameTruth, type PixelBox } from './truth.ts'

export type Deviation = { object: number; side: Side; shape: number; line: number; deviation: number }
export type Screens = { plain: Picture; drawn: Picture; rect: Rect }
type SeenObject = FrameTruth['objects'][number]

/** Sides of objects that could be measured, and those that something hides. */
export type Measured = { measured: Deviation[]; hidden: { object: number; side: Side }[]; missing: string[] }

/** So far from where they ought to be edges and lines are looked for, in pixels of the screen. */
const reach = 4
/** What the player says of an object that it drew: its number, and the colour of its lines. */
export type DrawnShape = { id: string; class: string; stroke: string }
/** Where the label of an object stands, in pixels of the screen from the corner of the picture. */
type DrawnLabel = { id: string; x: number; y: number; width: number; height: number }
/** As the canvas of the overlay tells it. */
export type DrawnOverlay = { shapes: DrawnShape[]; labels: DrawnLabel[] }

export async function readOverlay(canvas: Locator): Promise<DrawnOverlay> {
  const told = async (name: string): Promise<unknown> =>
    JSON.parse((await canvas.getAttribute(name)) ?? '[]') as unknown
  return {
    shapes: (await told('data-shapes')) as DrawnShape[],
    labels: (await told('data-labels')) as DrawnLabel[],
  }
}

export function measureFrame(
  screens: Screens,
  truth: FrameTruth,
  { shapes, labels }: DrawnOverlay,
): Measured {
  const strokes = new Map(shapes.map(({ id, stroke }) => [Number(id), stroke]))
  const result: Measured = { measured: [], hidden: [], missing: [] }
  for (const object of truth.objects) {
    for (const side of sides) {
      if (isHidden(side, object, truth, labelsIn(screens.rect, labels))) {
        result.hidden.push({ object: object.id, side })
        continue
      }
      const found = measureSide(screens, side, object, strokes.get(object.id) ?? '#000000')
      if (typeof found === 'string') result.missing.push(`${side} of ${object.id}: ${found}`)
      else result.measured.push({ object: object.id, side, ...found })
    }
  }
  return result
}

function measureSide(
  { plain, drawn, rect }: Screens,
  side: Side,
  { box, whole, shape, colour }: SeenObject,
  stroke: string,
): { shape: number; line: number; deviation: number } | string {
  const scale = isHorizontal(side) ? rect.width / width : rect.height / height
  const across = isHorizontal(side) ? rect.height / height : rect.width / width
  const origin = isHorizontal(side) ? rect.left : rect.top
  const originAcross = isHorizontal(side) ? rect.top : rect.left
  const near = edgeOf(side, box)
  const atBorder = near === 0 || near === (isHorizontal(side) ? width : height)
  // A rectangle shows its edge everywhere, an ellipse where it touches its box.
  const body = shape === 'ellipse' ? whole : box
  const middle = isHorizontal(side) ? body.top + body.height / 2 : body.left + body.width / 2
  const end = isHorizontal(side) ? box.top + box.height : box.left + box.width

  // The shape touches the middle of each side. Beyond the border of the picture it has no edge: there it is cut off.
  const shapes = [-2, -1, 0, 1].map((offset) =>
    findShapeEdge(
      plain,
      {
        side,
        at: originAcross + (middle + offset) * across,
        from: origin + near * scale - reach,
        to: origin + near * scale + reach,
      },
      parseColour(colour),
    ),
  )
  const painted = atBorder ? origin + near * scale : median(shapes)
  if (painted === null) return 'no painted edge'
  // The line is looked for near the corner away from the label, where no outline runs beside it.
  const lines = [5, 6, 7].map((offset) =>
    findLine(
      drawn,
      plain,
      { side, at: originAcross + end * across - offset, from: painted - reach, to: painted + reach },
      parseColour(stroke),
    ),
  )
  const line = median(lines)
  if (line === null) return 'no line'
  const inVideo = (position: number): number => (position - origin) / scale
  return { shape: inVideo(painted), line: inVideo(line), deviation: Math.abs(line - painted) / scale }
}

function edgeOf(side: Side, box: PixelBox): number {
  if (side === 'left') return box.left
  if (side === 'right') return box.left + box.width
  return side === 'top' ? box.top : box.top + box.height
}

/** In pixels of the video; `covered` with room around it for what is looked for beside it. */
type Label = { id: number; box: PixelBox; covered: PixelBox }

function labelsIn(rect: Rect, labels: readonly DrawnLabel[]): Label[] {
  const [across, down] = [width / rect.width, height / rect.height]
  return labels.map(({ id, ...at }) => {
    const box = {
      ...{ left: at.x * across, top: at.y * down },
      ...{ width: at.width * across, height: at.height * down },
    }
    return { id: Number(id), box, covered: widened(box, (reach + 2) * across) }
  })
}

/** Whether another object comes near the side, or a label, or it cannot be seen at all. */
function isHidden(side: Side, own: SeenObject, truth: FrameTruth, labels: readonly Label[]): boolean {
  const { box } = own
  const strip = isHorizontal(side)
    ? { left: edgeOf(side, box) - reach, top: box.top, width: 2 * reach, height: box.height }
    : { left: box.left, top: edgeOf(side, box) - reach, width: box.width, height: 2 * reach }
  // The part of an ellipse that touches the side may lie beyond the border.
  const touches = own.whole.left + own.whole.width / 2
  if (own.shape === 'ellipse' && !isHorizontal(side) && (touches < 4 || touches > width - 4)) return true
  // Beside a box its own label leaves the corner free where its lines are looked for; inside it may not.
  const isInside = (label: Label): boolean => overlap(label.box, widened(box, -reach))
  return (
    truth.objects.some((other) => other.id !== own.id && overlap(strip, widened(other.box, 2 * reach))) ||
    labels.some((label) => (label.id !== own.id || isInside(label)) && overlap(strip, label.covered))
  )
}

const widened = ({ left, top, width: across, height: down }: PixelBox, by: number): PixelBox => ({
  ...{ left: left - by, top: top - by, width: across + 2 * by, height: down + 2 * by },
})

const overlap = (a: PixelBox, b: PixelBox): boolean =>
  a.left < b.left + b.width &&
  b.left < a.left + a.width &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height
