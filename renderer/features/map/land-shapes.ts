// Shapes of the world file made fit for a flat map: rings and lines that cross the antimeridian go on beyond ±180°.
import type { Geometry, Position } from 'geojson'

/** So far beyond ±180° the world is drawn again, for tracks that cross the antimeridian. */
export const worldEdge = 225

/** Longitudes made continuous: where the next point is more than half the world away, it is meant the other way. */
export function continuous(points: readonly Position[]): Position[] {
  let turn = 0
  let before: number | null = null
  return points.map(([longitude = 0, latitude = 0]) => {
    if (before !== null && longitude - before > 180) turn -= 360
    else if (before !== null && longitude - before < -180) turn += 360
    before = longitude
    return [longitude + turn, latitude]
  })
}

/** A ring around a pole (Antarctica) does not end where it began: it is closed along the edge of the map. */
function closed(ring: Position[]): Position[] {
  const [first, last] = [ring[0], ring.at(-1)]
  const [from = 0, latitude = 0] = first ?? []
  const [to = 0] = last ?? []
  if (!first || Math.abs(to - from) < 180) return ring
  const pole = latitude < 0 ? -90 : 90
  return [...ring, [to, pole], [from, pole], first]
}

/** The shape itself and its copies a world to the west and east, as far as they reach into the map. */
function copies<Shape>(
  shape: Shape,
  points: readonly Position[],
  move: (shape: Shape, by: number) => Shape,
): Shape[] {
  const longitudes = points.map(([longitude = 0]) => longitude)
  const west = longitudes.reduce((least, one) => Math.min(least, one), Infinity)
  const east = longitudes.reduce((most, one) => Math.max(most, one), -Infinity)
  return [-360, 0, 360]
    .filter((by) => east + by > -worldEdge && west + by < worldEdge)
    .map((by) => (by === 0 ? shape : move(shape, by)))
}

const moved = (points: readonly Position[], by: number): Position[] =>
  points.map(([longitude = 0, latitude = 0]) => [longitude + by, latitude])

/** All polygons of a geometry as rings, outer ring first. */
export function landPolygons(geometry: Geometry): Position[][][] {
  switch (geometry.type) {
    case 'Polygon': {
      const rings = geometry.coordinates.map((ring) => closed(continuous(ring)))
      return copies(rings, rings[0] ?? [], (shape, by) => shape.map((ring) => moved(ring, by)))
    }
    case 'MultiPolygon':
      return geometry.coordinates.flatMap((coordinates) => landPolygons({ type: 'Polygon', coordinates }))
    case 'GeometryCollection':
      return geometry.geometries.flatMap(landPolygons)
    default:
      return []
  }
}

/** All lines of a geometry. */
export function borderLines(geometry: Geometry): Position[][] {
  switch (geometry.type) {
    case 'LineString': {
      const line = continuous(geometry.coordinates)
      return copies(line, line, moved)
    }
    case 'MultiLineString':
      return geometry.coordinates.flatMap((coordinates) => borderLines({ type: 'LineString', coordinates }))
    default:
      return []
  }
}
