// Places of an object in the picture, as lines of an SVG whose picture is 160 by 90.
import type { TrackPoint } from '#contract/search.ts'
import { placeOf as placeInPicture } from '../../state/trajectory.ts'

export const picture = { width: 160, height: 90 }
/** A line of more corners looks the same. */
const mostCorners = 600
/** Frames further apart than this are not joined: nobody knows where it was. */
const longestBreakMs = 5_000

export type Place = { x: number; y: number }

/** Normalised coordinates: x −1 left … +1 right, y −1 bottom … +1 top (ONVIF Analytics 5.2.2). */
const toPicture = (x: number, y: number): Place => ({
  x: ((x + 1) / 2) * picture.width,
  y: ((1 - y) / 2) * picture.height,
})

/** The centre that was sent, else that of the box. */
export function placeOf(point: TrackPoint): Place | null {
  const place = placeInPicture(point)
  return place && toPicture(place.x, place.y)
}

export function boxOf({ box }: TrackPoint): (Place & { width: number; height: number }) | null {
  if (!box) return null
  const [corner, other] = [toPicture(box.left, box.top), toPicture(box.right, box.bottom)]
  return { ...corner, width: other.x - corner.x, height: other.y - corner.y }
}

/** `M x y L x y …`; empty where no frame says a place. */
export function pathOf(points: readonly TrackPoint[]): string {
  const step = Math.max(1, Math.ceil(points.length / mostCorners))
  let before = Number.NaN
  let path = ''
  points.forEach((point, index) => {
    if (index % step !== 0 && index !== points.length - 1) return
    const place = placeOf(point)
    if (!place) return
    const at = Date.parse(`${point.time.slice(0, 23)}Z`)
    path += `${at - before <= longestBreakMs * step ? 'L' : 'M'}${place.x.toFixed(2)} ${place.y.toFixed(2)}`
    before = at
  })
  return path
}
