// Where an object was before and after a moment: places that frames say, and how far apart they are. Nothing is made up between
// them: a line only joins what was told.
import type { MetadataObject, Point } from '#contract/metadata.ts'
import type { ObjectTrack } from '#contract/search.ts'
import { carryLimit, objectKey, type TimedFrame } from './overlay-match.ts'
import type { KnownObject } from './overlay.svelte.ts'
import { parseInstant, type Instant } from './playhead-time.ts'

/** In normalised coordinates of the picture (ONVIF Analytics 5.2.2). */
export type PlaceAt = {
  at: Instant
  place: Point
  /** It stays there until it is listed again (ONVIF Analytics 5.2, “Objects”). */
  idle: boolean
  /** From then on its number stands for nothing, or for another object (ObjectTree); null where that was not told. */
  until: Instant | null
}
/** Places of one object in the order of time. `reach`: how far it is shown on each side of the moment; null: wholly. */
export type Trajectory = {
  key: string
  class: string | null
  places: readonly PlaceAt[]
  reach: Instant | null
}

/** Part of a trajectory that is drawn in one way, of two places at least. `loose`: nothing was told for a second or more. */
export type TrajectoryPart = { places: Point[]; ahead: boolean; loose: boolean }

/** After a longer break the number may stand for another object. The index ends a stretch there too. */
export const longestBreak: Instant = 50_000_000n
/** On each side of the moment. */
const mostPlaces = 1_000

/** The centre that was sent, else that of the box. */
export function placeOf({ centre, box }: Pick<MetadataObject, 'centre' | 'box'>): Point | null {
  if (centre) return centre
  return box ? { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 } : null
}

/** Of all objects with a number in these frames, which are in time order. */
export function trajectoriesOf(frames: readonly TimedFrame[], reach: Instant): Trajectory[] {
  const found = new Map<string, Trajectory & { places: PlaceAt[] }>()
  for (const { at, frame } of frames) {
    for (const object of frame.objects) {
      const key = objectKey(frame, object.id)
      const place = placeAt(at, object)
      if (key === null || place === null) continue
      const known = found.get(key)
      if (known) known.places.push(place)
      else found.set(key, { key, class: object.class, places: [place], reach })
    }
    for (const id of frame.ended) {
      const last = found.get(objectKey(frame, id) ?? '')?.places.at(-1)
      if (last) last.until ??= at
    }
  }
  return [...found.values()]
}

/**
 * Of one object, by its track in the index. `shift`: by how much its times are corrected (`MetadataClock`). The track does not
 * say what was given up long after it was last seen: whoever is idle is followed no longer than others.
 */
export function trajectoryOf(
  object: KnownObject,
  { points, ended }: Pick<ObjectTrack, 'points' | 'ended'>,
  shift: Instant,
): Trajectory {
  const places: PlaceAt[] = points.flatMap((point) => {
    const at = parseInstant(point.time)
    const place = at === null ? null : placeAt(at + shift, point)
    return place ? { ...place, idle: false } : []
  })
  for (const time of ended) {
    const at = parseInstant(time)
    const last = at === null ? undefined : places[firstBehind(places, at + shift) - 1]
    if (at !== null && last) last.until ??= at + shift
  }
  return { key: object.key, class: object.class ?? points[0]?.class ?? null, places, reach: null }
}

/** Null where no place is said, and for a removal: that is the place of something else. */
function placeAt(at: Instant, object: Pick<MetadataObject, 'centre' | 'box' | 'behaviour'>): PlaceAt | null {
  const place = object.behaviour === 'removed' ? null : placeOf(object)
  return place && { at, place, idle: object.behaviour === 'idle', until: null }
}

/**
 * As parts that are drawn alike: at most a thousand places on each side of the moment, and no further than the number is known
 * to stand for one object.
 */
export function partsOf(trajectory: Trajectory, at: Instant): TrajectoryPart[] {
  const parts: TrajectoryPart[] = []
  const shown = connected(trajectory, at)
  for (const [index, { at: to, place }] of shown.entries()) {
    const before = shown[index - 1]
    if (!before) continue
    const [ahead, loose] = [to > at, to - before.at > carryLimit]
    const part = parts.at(-1)
    const isSame = part?.ahead === ahead && part.loose === loose && part.places.at(-1) === before.place
    if (isSame) part.places.push(place)
    else parts.push({ places: [before.place, place], ahead, loose })
  }
  return parts
}

/** Whether the object that was at a place is still looked for at a later time. */
const reaches = (from: PlaceAt, to: Instant): boolean => from.idle || to - from.at <= longestBreak

/** Whether a later place of the same number is one of the same object. */
const goesOn = (from: PlaceAt, to: PlaceAt): boolean =>
  reaches(from, to.at) && (from.until === null || to.at < from.until)

function connected({ places, reach }: Trajectory, at: Instant): readonly PlaceAt[] {
  const isFar = (place: PlaceAt): boolean =>
    reach !== null && (place.at < at - reach || place.at > at + reach)
  const middle = firstBehind(places, at)
  let start = middle
  for (let to: PlaceAt | undefined; start > Math.max(0, middle - mostPlaces); start -= 1) {
    const place = places[start - 1]
    if (!place || isFar(place) || !(to ? goesOn(place, to) : reaches(place, at))) break
    to = place
  }
  // What lies ahead is reached from the last place behind or, where that is too long ago, from the moment.
  let from = start < middle ? places[middle - 1] : undefined
  let end = middle
  for (; end < Math.min(places.length, middle + mostPlaces); end += 1) {
    const place = places[end]
    if (!place || isFar(place) || !(from ? goesOn(from, place) : place.at - at <= longestBreak)) break
    from = place
  }
  return places.slice(start, end)
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
