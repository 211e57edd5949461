// Where the labels of objects stand: beside what they name, and never over one another, since a label of which a part is
// covered reads as another one.
import type { OverlayShape, PixelRect } from './overlay-geometry.ts'
import type { Size } from './picture-geometry.ts'

export const labelHeight = 18
/** From the outline of what it names: its line, with the dark edge, reaches so far. */
const distance = 2

export type PlacedLabel = PixelRect & { shape: OverlayShape }

export type Labels = {
  placed: PlacedLabel[]
  /** How many have no room without covering another. */
  leftOut: number
}

/** In the order of `shapes`: the first have the first choice. `widthOf`: in CSS pixels; 0 where there is nothing to say. */
export function placeLabels(
  shapes: readonly OverlayShape[],
  picture: Size,
  widthOf: (shape: OverlayShape) => number,
): Labels {
  const placed: PlacedLabel[] = []
  let leftOut = 0
  for (const shape of shapes) {
    const named = boundsOf(shape)
    const width = widthOf(shape)
    if (!named || width === 0) continue
    const found = placesBeside(named, width, picture).find((place) => !placed.some((one) => meet(one, place)))
    if (found) placed.push({ ...found, shape })
    else leftOut += 1
  }
  return { placed, leftOut }
}

/** Above, below, inside at the top and at the bottom: those that are in the picture; the third is moved into it. */
function placesBeside(named: PixelRect, width: number, picture: Size): PixelRect[] {
  const x = Math.max(0, Math.min(named.x - distance, picture.width - width))
  const [top, bottom, highest] = [named.y, named.y + named.height, picture.height - labelHeight]
  const isInside = (y: number): boolean => y >= 0 && y <= highest
  const outside = [top - labelHeight - distance, bottom + distance].filter(isInside)
  const inside = [Math.max(0, Math.min(top + distance, highest)), bottom - labelHeight - distance]
  return [...outside, ...inside.filter(isInside)].map((y) => ({ x, y, width, height: labelHeight }))
}

function boundsOf({ rect, polygon, centre }: OverlayShape): PixelRect | null {
  if (rect) return rect
  if (polygon?.length) {
    const [across, down] = [polygon.map(({ x }) => x), polygon.map(({ y }) => y)]
    const [x, y] = [Math.min(...across), Math.min(...down)]
    return { x, y, width: Math.max(...across) - x, height: Math.max(...down) - y }
  }
  return centre ? { x: centre.x, y: centre.y - 6, width: 0, height: 12 } : null
}

const meet = (a: PixelRect, b: PixelRect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
