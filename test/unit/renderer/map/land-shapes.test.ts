import type { Geometry, Position } from 'geojson'
import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { describe, expect, it } from 'vitest'
import atlasFile from 'world-atlas/countries-50m.json' with { type: 'json' }
import {
  borderLines,
  continuous,
  landPolygons,
  worldEdge,
} from '../../../../renderer/features/map/land-shapes.ts'

const atlas = atlasFile as unknown as Topology<{ countries: GeometryCollection; land: GeometryCollection }>

/** The widest step from one point to the next, in degrees of longitude. */
function widestStep(lines: readonly (readonly Position[])[]): number {
  let widest = 0
  for (const line of lines) {
    for (let i = 1; i < line.length; i += 1) {
      const [from, to] = [line[i - 1], line[i]]
      // Along the pole a ring may run around the world: that lies off the map.
      if (Math.abs(from?.[1] ?? 0) === 90) continue
      if (Math.abs(to?.[1] ?? 0) === 90 && from?.[0] === to?.[0]) continue
      widest = Math.max(widest, Math.abs((to?.[0] ?? 0) - (from?.[0] ?? 0)))
    }
  }
  return widest
}

describe('the shapes of the world', () => {
  const geometries: Geometry[] = feature(atlas, atlas.objects.land).features.map(({ geometry }) => geometry)

  it('would cross the map as they are in the file', () => {
    const raw = geometries.flatMap((geometry) =>
      geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : [],
    )
    expect(widestStep(raw)).toBeGreaterThan(180)
  })

  it('do not cross it as they are drawn', () => {
    const polygons = geometries.flatMap(landPolygons)
    expect(polygons.length).toBeGreaterThan(1000)
    expect(widestStep(polygons.flat())).toBeLessThan(45)
    expect(widestStep(borderLines(mesh(atlas, atlas.objects.countries, (a, b) => a !== b)))).toBeLessThan(45)
  })

  it('reach beyond the antimeridian on both sides', () => {
    const longitudes = geometries
      .flatMap(landPolygons)
      .flat(2)
      .map(([longitude = 0]) => longitude)
    const west = longitudes.reduce((least, one) => Math.min(least, one), 0)
    const east = longitudes.reduce((most, one) => Math.max(most, one), 0)
    expect(west).toBeLessThan(-worldEdge)
    expect(east).toBeGreaterThan(worldEdge)
  })

  it('keep a ring that does not cross as it is', () => {
    const ring = [
      [1, 1],
      [2, 1],
      [2, 2],
      [1, 1],
    ]
    expect(landPolygons({ type: 'Polygon', coordinates: [ring] })).toEqual([[ring]])
    expect(
      continuous([
        [179, 0],
        [-179, 1],
        [-178, 2],
      ]),
    ).toEqual([
      [179, 0],
      [181, 1],
      [182, 2],
    ])
  })

  it('close a ring around the pole along the edge', () => {
    const around = [-180, -90, 0, 90, 179].map((longitude) => [longitude, -70])
    const rings = landPolygons({ type: 'Polygon', coordinates: [around] }).map(([ring]) => ring)
    expect(rings.find((ring) => ring?.[0]?.[0] === -180)?.slice(-3)).toEqual([
      [179, -90],
      [-180, -90],
      [-180, -70],
    ])
  })
})
