// A map without any network: countries of the world from a bundled file, grid, scale. Colours follow the theme.
import type { Geometry, MultiLineString, MultiPolygon } from 'geojson'
import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { borderLines, landPolygons, worldEdge } from './land-shapes.ts'
import { gridLabel, gridLines, gridStep } from './map-places.ts'

export type BaseMap = {
  map: L.Map
  /** Colour of a token in the present theme. */
  colour(token: string): string
  /** Called after the theme changed, so that own layers take their new colours. */
  onTheme(act: () => void): void
  destroy(): void
}

type Atlas = Topology<{ countries: GeometryCollection; land: GeometryCollection }>

/** Leaflet's own limit of the Mercator projection, with room for tracks across the antimeridian. */
const worldBounds: L.LatLngBoundsLiteral = [
  [-85, -worldEdge],
  [85, worldEdge],
]

/** Makes a map in `element`. `onFailure`: the base map could not be loaded; everything else works. */
export function createBaseMap(element: HTMLElement, onFailure: (error: unknown) => void): BaseMap {
  const motion = !matchMedia('(prefers-reduced-motion: reduce)').matches
  const map = L.map(element, {
    preferCanvas: true,
    minZoom: 1,
    maxZoom: 18,
    zoomSnap: 0.5,
    maxBounds: worldBounds,
    maxBoundsViscosity: 0.8,
    zoomAnimation: motion,
    fadeAnimation: motion,
    markerZoomAnimation: motion,
    inertia: motion,
    attributionControl: false,
  })
  L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map)
  map.setView([20, 0], 1)

  const colour = (token: string): string => getComputedStyle(element).getPropertyValue(token).trim()
  const acts: (() => void)[] = []
  const grid = L.layerGroup().addTo(map)
  const drawGrid = (): void => paintGrid(map, grid, colour('--text-dim'))
  map.on('moveend zoomend resize', drawGrid)
  acts.push(drawGrid)

  let gone = false
  loadCountries().then(
    ({ land, borders }) => {
      if (gone) return
      // Below everything else, and without strokes: cut edges at the antimeridian would show as lines.
      const pane = map.createPane('land')
      pane.style.zIndex = '150'
      const renderer = L.canvas({ pane: 'land', padding: 0.5 })
      const options = { renderer, pane: 'land', interactive: false } as L.GeoJSONOptions
      const countries = L.geoJSON(land, options).addTo(map)
      const lines = L.geoJSON(borders, options).addTo(map)
      const style = (): void => {
        countries.setStyle({ stroke: false, fill: true, fillColor: colour('--map-land'), fillOpacity: 1 })
        lines.setStyle({ stroke: true, color: colour('--map-border'), weight: 1, fill: false })
      }
      style()
      acts.push(style)
    },
    (error: unknown) => {
      if (!gone) onFailure(error)
    },
  )

  const themes = new MutationObserver(() => acts.forEach((act) => act()))
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  const sizes = new ResizeObserver(() => map.invalidateSize({ animate: false }))
  sizes.observe(element)
  return {
    map,
    colour,
    onTheme: (act) => void acts.push(act),
    destroy() {
      gone = true
      themes.disconnect()
      sizes.disconnect()
      map.remove()
    },
  }
}

async function loadCountries(): Promise<{ land: MultiPolygon; borders: MultiLineString }> {
  const { default: atlas } = (await import('world-atlas/countries-50m.json')) as unknown as { default: Atlas }
  const { land, countries } = atlas.objects
  // `land` holds one geometry; borders are those between two countries: the coast is where the land ends.
  const geometries: Geometry[] = feature(atlas, land).features.map(({ geometry }) => geometry)
  const borders = mesh(atlas, countries, (a, b) => a !== b)
  return {
    land: { type: 'MultiPolygon', coordinates: geometries.flatMap(landPolygons) },
    borders: { type: 'MultiLineString', coordinates: borderLines(borders) },
  }
}

function paintGrid(map: L.Map, grid: L.LayerGroup, colour: string): void {
  grid.clearLayers()
  const bounds = map.getBounds()
  const size = map.getSize()
  if (size.x === 0 || size.y === 0) return
  const step = gridStep((bounds.getEast() - bounds.getWest()) / size.x)
  const line = { color: colour, weight: 1, opacity: 0.25, interactive: false }
  const south = Math.max(-85, bounds.getSouth())
  const north = Math.min(85, bounds.getNorth())
  for (const longitude of gridLines(bounds.getWest(), bounds.getEast(), step)) {
    grid.addLayer(
      L.polyline(
        [
          [south, longitude],
          [north, longitude],
        ],
        line,
      ),
    )
    const at = map.containerPointToLatLng([0, 2])
    grid.addLayer(gridText([at.lat, longitude], gridLabel(longitude, step, 'longitude'), 'longitude'))
  }
  for (const latitude of gridLines(south, north, step)) {
    grid.addLayer(
      L.polyline(
        [
          [latitude, bounds.getWest()],
          [latitude, bounds.getEast()],
        ],
        line,
      ),
    )
    const at = map.containerPointToLatLng([size.x - 2, 0])
    grid.addLayer(gridText([latitude, at.lng], gridLabel(latitude, step, 'latitude'), 'latitude'))
  }
}

function gridText(at: L.LatLngTuple, text: string, axis: string): L.Marker {
  const label = document.createElement('span')
  label.textContent = text
  const icon = L.divIcon({ className: `map-grid ${axis}`, html: label, iconSize: [0, 0] })
  return L.marker(at, { icon, interactive: false, keyboard: false })
}
