// Coordinates of metadata made normalised: x −1 left … +1 right, y −1 bottom … +1 top (ONVIF Analytics 5.2.2).
// Transformations are applied as sent, even where ONVIF's own examples halve the picture.
import { boxBetween } from '#contract/metadata.ts'
import type { Box, GeoLocation, Point } from '#contract/metadata.ts'
import { numberAttribute } from './numbers.ts'
import { child, childrenOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

/** q = scale · p + translate, component by component. */
export type CoordinateSystem = { readonly scale: Point; readonly translate: Point }

export const normalised: CoordinateSystem = { scale: { x: 1, y: 1 }, translate: { x: 0, y: 0 } }

/** The system below a Transformation: s′ = s_old · s, t′ = s_old · t + t_old. Without one, the outer system itself. */
export function nested(outer: CoordinateSystem, transformation: XmlElement | undefined): CoordinateSystem {
  if (!transformation) return outer
  const scale = readPoint(child(transformation, 'Scale')) ?? normalised.scale
  const translate = readPoint(child(transformation, 'Translate')) ?? normalised.translate
  return {
    scale: { x: outer.scale.x * scale.x, y: outer.scale.y * scale.y },
    translate: {
      x: outer.scale.x * translate.x + outer.translate.x,
      y: outer.scale.y * translate.y + outer.translate.y,
    },
  }
}

/** The Point, or null where the numbers run out of range on the way. */
export function toNormalised(system: CoordinateSystem, point: Point): Point | null {
  const x = system.scale.x * point.x + system.translate.x
  const y = system.scale.y * point.y + system.translate.y
  return Number.isFinite(x) && Number.isFinite(y) ? { x, y } : null
}

/** `tt:Vector` with both x and y; null where one is missing or not a number. */
export function readPoint(element: XmlElement | undefined): Point | null {
  const x = numberAttribute(element, 'x')
  const y = numberAttribute(element, 'y')
  return x === null || y === null ? null : { x, y }
}

/** `tt:Rectangle`, its sides put in order: cameras and negative scales turn boxes over. */
export function readBox(element: XmlElement | undefined, system: CoordinateSystem): Box | null {
  const left = numberAttribute(element, 'left')
  const top = numberAttribute(element, 'top')
  const right = numberAttribute(element, 'right')
  const bottom = numberAttribute(element, 'bottom')
  if (left === null || top === null || right === null || bottom === null) return null
  const one = toNormalised(system, { x: left, y: top })
  const other = toNormalised(system, { x: right, y: bottom })
  if (!one || !other) return null
  return boxBetween(one, other)
}

const mostPolygons = 64

export type Polygons = {
  /** The largest first, the others in document order; at most 64. */
  polygons: Point[][]
  /** With fewer than three points, or one that cannot be read. */
  unreadable: number
  /** Beyond the first 64. */
  leftOut: number
}

/** Several polygons together are the shape: their union (ONVIF Analytics 5.4, “Shape descriptor”). */
export function readPolygons(shape: XmlElement | undefined, system: CoordinateSystem): Polygons {
  const sent = childrenOf(shape, 'Polygon')
  const polygons: Point[][] = []
  let [largest, unreadable] = [0, 0]
  for (const polygon of sent.slice(0, mostPolygons)) {
    const points = readPoints(polygon, system)
    if (!points) unreadable += 1
    else {
      polygons.push(points)
      if (area(points) > area(polygons[largest] ?? [])) largest = polygons.length - 1
    }
  }
  polygons.unshift(...polygons.splice(largest, 1))
  return { polygons, unreadable, leftOut: Math.max(0, sent.length - mostPolygons) }
}

/** Null where there are fewer than three points or one is unreadable: a shape with a hole in it misleads. */
function readPoints(polygon: XmlElement, system: CoordinateSystem): Point[] | null {
  const points: Point[] = []
  for (const element of childrenOf(polygon, 'Point')) {
    const sent = readPoint(element)
    const point = sent && toNormalised(system, sent)
    if (!point) return null
    points.push(point)
  }
  return points.length >= 3 ? points : null
}

function area(points: Point[]): number {
  let twice = 0
  let before = points.at(-1)
  for (const point of points) {
    if (before) twice += before.x * point.y - point.x * before.y
    before = point
  }
  return Math.abs(twice) / 2
}

/** `tt:GeoLocation`; null without both lon and lat. As sent: whether it can be true is judged where it is used. */
export function readGeoLocation(element: XmlElement | undefined): GeoLocation | null {
  const latitude = numberAttribute(element, 'lat')
  const longitude = numberAttribute(element, 'lon')
  if (latitude === null || longitude === null) return null
  return { latitude, longitude, elevation: numberAttribute(element, 'elevation') }
}
