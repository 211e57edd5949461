// Which recordings of a case were watched together, and where, as it is kept with the place in the case. How far the clock of a
// recorder was off is no part of it: that is an entry in the case itself.
import { ItemId, UtcTime } from '#contract/units.ts'
import { z } from 'zod'
import { KeptZoom } from './kept-zoom.ts'

/** More pictures than this are too small to see anything in, and too much to decode. */
export const mostCameras = 9

/** A stored sample, which no clock can move. */
export const StoredPlace = z.object({ trackId: z.int().nonnegative(), sample: z.int().nonnegative() })
export type StoredPlace = z.infer<typeof StoredPlace>

/** One of the pictures that are shown; one item may have several, for comparing its pictures. */
const CameraTile = z.object({
  key: z.int().positive(),
  itemId: ItemId,
  /** Of several tracks of pictures the one that is shown; absent: the first one. */
  trackId: z.int().nonnegative().optional(),
})
export type CameraTile = z.infer<typeof CameraTile>

const TileLook = z.object({
  key: z.int().positive(),
  /** What it shows where each stands for itself; null on the common clock. */
  picture: StoredPlace.nullable(),
  zoom: KeptZoom,
})
export type TileLook = z.infer<typeof TileLook>

const areApart = (list: readonly { key: number }[]): boolean =>
  new Set(list.map(({ key }) => key)).size === list.length

const CamerasPlace = z.object({
  /** In the order in which they are shown. */
  tiles: z.array(CameraTile).max(mostCameras).refine(areApart).readonly(),
  looks: z.array(TileLook).max(mostCameras).refine(areApart).readonly(),
  /** Key of the master; null: the first one. */
  master: z.int().nullable(),
  /** Where the common clock stood; null: where the first recording begins. */
  at: UtcTime.nullable(),
  /** Whether there is one clock for all. */
  linked: z.boolean(),
  /** Whether the same part of each picture is looked at. */
  samePart: z.boolean(),
})
export type CamerasPlace = z.infer<typeof CamerasPlace>

export const noCameras: CamerasPlace = {
  tiles: [],
  looks: [],
  master: null,
  at: null,
  linked: true,
  samePart: true,
}

/** Half of a comparison is none: all of it is there and well-formed, or nothing. */
export function readCameras(kept: unknown): CamerasPlace {
  return CamerasPlace.safeParse(kept).data ?? noCameras
}

/** Without the pictures of which these are not the keys; without any, nothing is left to come back to. */
export function onlyTiles(place: CamerasPlace, keep: (tile: CameraTile) => boolean): CamerasPlace {
  const tiles = place.tiles.filter(keep)
  if (tiles.length === 0) return noCameras
  const keys = new Set(tiles.map(({ key }) => key))
  return { ...place, tiles, looks: place.looks.filter(({ key }) => keys.has(key)) }
}

/** With one more picture of an item, behind the others. */
export function withItem(place: CamerasPlace, itemId: ItemId, trackId?: number): CamerasPlace {
  return {
    ...place,
    tiles: [...place.tiles, { key: nextKey(place), itemId, ...(trackId !== undefined && { trackId }) }],
  }
}

const nextKey = ({ tiles }: CamerasPlace): number => 1 + Math.max(0, ...tiles.map((tile) => tile.key))

/** With this track of pictures; the place itself where that changes nothing. */
export function withTrack(place: CamerasPlace, key: number, trackId: number): CamerasPlace {
  const tile = place.tiles.find((one) => one.key === key)
  if (!tile || tile.trackId === trackId) return place
  return { ...place, tiles: place.tiles.map((one) => (one === tile ? { ...tile, trackId } : one)) }
}

/** With the same picture of the same item once more. */
export function withAgain(place: CamerasPlace, key: number): CamerasPlace {
  const tile = place.tiles.find((one) => one.key === key)
  const look = place.looks.find((one) => one.key === key)
  if (!tile) return place
  const more = withItem(place, tile.itemId, tile.trackId)
  return look ? withLook(more, more.tiles.at(-1)?.key ?? key, look) : more
}

export function withLook(place: CamerasPlace, key: number, change: Partial<TileLook>): CamerasPlace {
  const look = { picture: null, zoom: null, ...place.looks.find((one) => one.key === key), ...change, key }
  return { ...place, looks: [...place.looks.filter((one) => one.key !== key), look] }
}
