// Places of objects in the picture that is shown: frames may have others for pictures of other shapes (ONVIF Analytics 5.3).
import { chooseAspect, inAspect } from '#contract/aspect.ts'
import type { AspectTransformation, IdleObject, MetadataObject } from '#contract/metadata.ts'
import type { Match, TimedFrame } from './overlay-match.ts'

type Places = Pick<MetadataObject, 'box' | 'centre'>
type Found = { matches: readonly Match[]; idle: readonly IdleObject[] }

/**
 * What belongs to a picture whose active part is `aspect` times as wide as high; null where that is not known. `isUnfitting`: places
 * of one of its objects are for other shapes than this one, so that nobody can say where they lie.
 */
export function placeObjects(
  { matches, idle }: Found,
  aspect: number | null,
): { matches: Match[]; idle: IdleObject[]; isUnfitting: boolean } {
  const isUnfitting =
    matches.some(({ frame }) => frame.objects.length > 0 && isUnfit(frame.aspects, aspect)) ||
    idle.some(({ aspects }) => isUnfit(aspects, aspect))
  return {
    matches: placeFrames(matches, aspect),
    idle: idle.map((one) => placeIdle(one, aspect)),
    isUnfitting,
  }
}

export const placeFrames = <Timed extends TimedFrame>(
  frames: readonly Timed[],
  aspect: number | null,
): Timed[] =>
  frames.map((timed) => {
    const { frame } = timed
    if (!frame.aspects) return timed
    const choice = chooseAspect(frame.aspects, aspect)
    return { ...timed, frame: { ...frame, objects: frame.objects.map((object) => inAspect(object, choice)) } }
  })

/** Points of the track of an object. */
export const placePoints = <Point extends Places & { aspects?: AspectTransformation[] | undefined }>(
  points: readonly Point[],
  aspect: number | null,
): Point[] =>
  points.map((point) => (point.aspects ? inAspect(point, chooseAspect(point.aspects, aspect)) : point))

export const isUnfit = (
  aspects: readonly AspectTransformation[] | undefined,
  aspect: number | null,
): boolean => chooseAspect(aspects, aspect).kind === 'unfitting'

const placeIdle = (one: IdleObject, aspect: number | null): IdleObject =>
  one.aspects ? { ...one, object: inAspect(one.object, chooseAspect(one.aspects, aspect)) } : one
