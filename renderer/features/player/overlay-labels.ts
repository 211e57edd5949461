// Where the labels of objects stand: beside what they name and over nothing else, or inside of it; never over one another, since a
// label of which a part is covered reads as another one, and one inside of another object as that one's.
import { rectAround, type OverlayShape, type PixelRect } from './overlay-geometry.ts'
import type { Size } from './picture-geometry.ts'

export const labelHeight = 18
/** From the outline of what it names: its line, with the dark edge, reaches so far. */
const distance = 2

export type PlacedLabel = PixelRect & { shape: OverlayShape }

export type Labels = {
  placed: PlacedLabel[]
  /** Objects whose label has no such place. */
  leftOut: OverlayShape[]
}

/** In the order of `shapes`: the first have the first choice. `widthOf`: in CSS pixels; 0 where there is nothing to say. */
export function placeLabels(
  shapes: readonly OverlayShape[],
  picture: Size,
  widthOf: (shape: OverlayShape) => number,
): Labels {
  const placed: PlacedLabel[] = []
  const leftOut: OverlayShape[] = []
  const bounds = new Map(shapes.map((shape) => [shape, boundsOf(shape)]))
  const isFree = (place: PixelRect, own: OverlayShape): boolean =>
    ![...bounds].some(([shape, other]) => shape !== own && other !== null && meet(other, place))
  for (const shape of shapes) {
    const named = bounds.get(shape)
    const width = widthOf(shape)
    if (!named || width === 0) continue
    const { outside, inside } = placesFor(named, width, picture)
    const places = [...outside.filter((place) => isFree(place, shape)), ...inside]
    const found = places.find((place) => !placed.some((one) => meet(one, place)))
    if (found) placed.push({ ...found, shape })
    else leftOut.push(shape)
  }
  return { placed, leftOut }
}

/** Above and below; at the top and at the bottom of it. Those that are in the picture; the top is moved into it. */
function placesFor(
  named: PixelRect,
  width: number,
  picture: Size,
): { outside: PixelRect[]; inside: PixelRect[] } {
  const x = Math.max(0, Math.min(named.x - distance, picture.width - width))
  const [top, bottom, highest] = [named.y, named.y + named.height, picture.height - labelHeight]
  const at = (...all: number[]): PixelRect[] =>
    all.filter((y) => y >= 0 && y <= highest).map((y) => ({ x, y, width, height: labelHeight }))
  return {
    outside: at(top - labelHeight - distance, bottom + distance),
    inside: at(Math.max(0, Math.min(top + distance, highest)), bottom - labelHeight - distance),
  }
}

function boundsOf({ rect, polygons, centre }: OverlayShape): PixelRect | null {
  const around = rect ?? rectAround(polygons)
  if (around) return around
  return centre ? { x: centre.x, y: centre.y - 6, width: 0, height: 12 } : null
}

const meet = (a: PixelRect, b: PixelRect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
