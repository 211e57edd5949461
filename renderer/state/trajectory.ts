// Where an object was before and after a moment: places that frames say, and how far apart they are. Nothing is made up between
// them: a line only joins what was told.
import type { MetadataObject, Point } from '#contract/metadata.ts'
import { carryLimit, objectKey, type TimedFrame } from './overlay-match.ts'
import type { Instant } from './playhead-time.ts'

/** In normalised coordinates of the picture (ONVIF Analytics 5.2.2). */
export type PlaceAt = { at: Instant; place: Point }
/** Places of one object in the order of time. */
export type Trajectory = { key: string; class: string | null; places: readonly PlaceAt[] }

/** Part of a trajectory that is drawn in one way, of two places at least. `loose`: nothing was told for a second or more. */
export type TrajectoryPart = { places: Point[]; ahead: boolean; loose: boolean }

/** Places further apart than this are not joined: nobody knows where it was. The index ends a stretch there too. */
export const longestBreak: Instant = 50_000_000n
/** On each side of the moment. */
const mostPlaces = 1_000

/** The centre that was sent, else that of the box. */
export function placeOf({ centre, box }: Pick<MetadataObject, 'centre' | 'box'>): Point | null {
  if (centre) return centre
  return box ? { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 } : null
}

/** Of all objects with a number in these frames, which are in time order. */
export function trajectoriesOf(frames: readonly TimedFrame[]): Trajectory[] {
  const found = new Map<string, { key: string; class: string | null; places: PlaceAt[] }>()
  for (const { at, frame } of frames) {
    for (const object of frame.objects) {
      const key = objectKey(frame, object.id)
      const place = placeOf(object)
      // A removal is the place of something else.
      if (key === null || place === null || object.behaviour === 'removed') continue
      const known = found.get(key)
      if (known) known.places.push({ at, place })
      else found.set(key, { key, class: object.class, places: [{ at, place }] })
    }
  }
  return [...found.values()]
}

/** At most a thousand places on each side of the moment, as parts that are drawn alike. */
export function partsOf({ places }: Trajectory, at: Instant): TrajectoryPart[] {
  const middle = firstBehind(places, at)
  const parts: TrajectoryPart[] = []
  const shown = places.slice(Math.max(0, middle - mostPlaces), middle + mostPlaces)
  for (const [index, { at: to, place }] of shown.entries()) {
    const before = shown[index - 1]
    if (!before || to - before.at > longestBreak) continue
    const [ahead, loose] = [to > at, to - before.at > carryLimit]
    const part = parts.at(-1)
    const goesOn = part?.ahead === ahead && part.loose === loose && part.places.at(-1) === before.place
    if (goesOn) part.places.push(place)
    else parts.push({ places: [before.place, place], ahead, loose })
  }
  return parts
}

/** Index of the first place after `at`. */
function firstBehind(places: readonly PlaceAt[], at: Instant): number {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle]?.at ?? 0n) <= at) low = middle + 1
    else high = middle
  }
  return low
}
