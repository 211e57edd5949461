// Places of an object in the picture, as lines of an SVG that has the picture's shape.
import type { TrackPoint } from '#contract/search.ts'
import type { Track } from '#contract/track.ts'
import { activeAspect, activeSize, type PictureShape, type Size } from '#contract/picture-shape.ts'
import { placeOf as placeInPicture } from '../../state/trajectory.ts'

/** Of the longer side. */
const longSide = 160
/** A side is at least this share of the other: a forged shape must not make the other vanish. */
const narrowest = 0.1

/** The shape of the picture that a metadata track describes: of the video that it names, else of the first. */
function shapeOf(tracks: readonly Track[], trackId: number): PictureShape | null {
  const videos = tracks.filter(({ kind, width, height }) => kind === 'video' && width > 0 && height > 0)
  const described = tracks.find(({ id }) => id === trackId)?.describes ?? []
  const video = videos.find(({ id }) => described.includes(id)) ?? videos[0]
  if (!video) return null
  const { width, height, pixelAspect, rotation, aperture } = video
  return { stored: { width, height }, pixelAspect, rotation, aperture }
}

/** Width to height of that picture's active part; null where the item has no video with a size. */
export function aspectOf(tracks: readonly Track[], trackId: number): number | null {
  const shape = shapeOf(tracks, trackId)
  return shape && activeAspect(shape)
}

/** That part, as large as it is drawn. */
export function pictureOf(tracks: readonly Track[], trackId: number): Size | null {
  const shape = shapeOf(tracks, trackId)
  if (!shape) return null
  const shown = activeSize(shape)
  const longest = Math.max(shown.width, shown.height)
  const side = (length: number): number => longSide * Math.max(narrowest, length / longest)
  return { width: side(shown.width), height: side(shown.height) }
}

/** A line of more corners looks the same. */
const mostCorners = 600
/** Frames further apart than this are not joined: nobody knows where it was. */
const longestBreakMs = 5_000

export type Place = { x: number; y: number }

/** Normalised coordinates: x −1 left … +1 right, y −1 bottom … +1 top (ONVIF Analytics 5.2.2). */
const toPicture = (x: number, y: number, picture: Size): Place => ({
  x: ((x + 1) / 2) * picture.width,
  y: ((1 - y) / 2) * picture.height,
})

/** The centre that was sent, else that of the box. */
export function placeOf(point: TrackPoint, picture: Size): Place | null {
  const place = placeInPicture(point)
  return place && toPicture(place.x, place.y, picture)
}

export function boxOf(
  { box }: TrackPoint,
  picture: Size,
): (Place & { width: number; height: number }) | null {
  if (!box) return null
  const [corner, other] = [toPicture(box.left, box.top, picture), toPicture(box.right, box.bottom, picture)]
  return { ...corner, width: other.x - corner.x, height: other.y - corner.y }
}

/** `M x y L x y …`; empty where no frame says a place. */
export function pathOf(points: readonly TrackPoint[], picture: Size): string {
  const step = Math.max(1, Math.ceil(points.length / mostCorners))
  let before = Number.NaN
  let path = ''
  points.forEach((point, index) => {
    if (index % step !== 0 && index !== points.length - 1) return
    const place = placeOf(point, picture)
    if (!place) return
    const at = Date.parse(`${point.time.slice(0, 23)}Z`)
    path += `${at - before <= longestBreakMs * step ? 'L' : 'M'}${place.x.toFixed(2)} ${place.y.toFixed(2)}`
    before = at
  })
  return path
}
