// Places of items and of moving cameras, as numbers only: what lies where, and when.
import type { ItemDetail } from '#contract/item.ts'
import { isOnEarth, type GeoLocation, type Position } from '#contract/metadata.ts'
import type { ItemId } from '#contract/units.ts'
import { parseInstant, type Instant } from '../../state/playhead-time.ts'

/** Latitude and longitude in degrees, as Leaflet wants them. */
export type LatLng = [latitude: number, longitude: number]

/** `at`: its time on the clock of the pictures. */
export type TimedPlace = { at: Instant; time: Position['time']; location: GeoLocation }

/** Positions with a time and a possible place, in order of time. `shift`: by how much their times are corrected (`MetadataClock`). */
export function timedPlaces(positions: readonly Position[], shift: Instant = 0n): TimedPlace[] {
  return positions
    .flatMap(({ time, location }) => {
      const at = parseInstant(time)
      return at === null || !isOnEarth(location) ? [] : [{ at: at + shift, time, location }]
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** The nearest place at or before `at`; never one in between, never a later one. */
export function placeAt(places: readonly TimedPlace[], at: Instant): TimedPlace | null {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((places[middle]?.at ?? 0n) <= at) low = middle + 1
    else high = middle
  }
  return places[low - 1] ?? null
}

/** Whether positions say more than the one place of `loci`: a camera that was somewhere else at some time. */
export function isMoving(places: readonly TimedPlace[]): boolean {
  const first = places[0]?.location
  return places.some(
    ({ location }) => location.latitude !== first?.latitude || location.longitude !== first.longitude,
  )
}

/** Where a track crosses the antimeridian it goes on beyond ±180°, instead of back around the world. */
export function unwrap(places: readonly TimedPlace[]): LatLng[] {
  let turn = 0
  let before: number | null = null
  return places.map(({ location }) => {
    if (before !== null && location.longitude - before > 180) turn -= 360
    else if (before !== null && location.longitude - before < -180) turn += 360
    before = location.longitude
    return [location.latitude, location.longitude + turn]
  })
}

export type ItemPlace = {
  itemId: ItemId
  name: string
  /** What the file calls the place; empty where it gives no name. */
  place: string
  latitude: number
  longitude: number
  /** `loci`: the place of the view; `position`: where the camera was first. */
  kind: 'loci' | 'position'
  track: TimedPlace[]
}

/** The one place under which an item stands on the map of the case; null where it has none. */
export function placeOfItem({ summary, inspection }: ItemDetail): ItemPlace | null {
  const track = timedPlaces(inspection.positions)
  const loci = inspection.location && isOnEarth(inspection.location) ? inspection.location : null
  const where = loci ?? track[0]?.location
  if (!where) return null
  return {
    itemId: summary.id,
    name: summary.name,
    place: loci?.name ?? '',
    latitude: where.latitude,
    longitude: where.longitude,
    kind: loci ? 'loci' : 'position',
    track: isMoving(track) ? track : [],
  }
}

/** What the files call the place, each name once; empty where none does. */
export const placeNames = (group: readonly ItemPlace[]): string[] => [
  ...new Set(group.map(({ place }) => place.trim()).filter(Boolean)),
]

/** Items at the same place (to about a metre) share a marker. */
export function groupPlaces(places: readonly ItemPlace[]): ItemPlace[][] {
  const groups = new Map<string, ItemPlace[]>()
  for (const place of places) {
    const key = `${place.latitude.toFixed(5)} ${place.longitude.toFixed(5)}`
    const group = groups.get(key)
    if (group) group.push(place)
    else groups.set(key, [place])
  }
  return [...groups.values()]
}

const gridSteps = [
  30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001,
]

/** Degrees between the lines of the grid: the finest step that leaves `spacing` pixels between them. */
export function gridStep(degreesPerPixel: number, spacing = 110): number {
  return [...gridSteps].reverse().find((step) => step / degreesPerPixel >= spacing) ?? 30
}

/** Whole multiples of `step` from `from` to `to`, at most 100. */
export function gridLines(from: number, to: number, step: number): number[] {
  const lines: number[] = []
  for (let index = Math.ceil(from / step); index * step <= to && lines.length < 100; index += 1) {
    lines.push(Number((index * step).toFixed(6)))
  }
  return lines
}

/** `48.5° N`, with no more decimals than the step needs. */
export function gridLabel(degrees: number, step: number, axis: 'latitude' | 'longitude'): string {
  const around = axis === 'longitude' ? ((((degrees + 180) % 360) + 360) % 360) - 180 : degrees
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9))
  const [positive, negative] = axis === 'latitude' ? ['N', 'S'] : ['E', 'W']
  const letter = around === 0 || Math.abs(around) === 180 ? '' : ` ${around > 0 ? positive : negative}`
  return `${Math.abs(around).toFixed(decimals)}°${letter}`
}
