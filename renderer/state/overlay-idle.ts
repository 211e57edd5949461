// What stands still over a picture although its frame does not list it (ONVIF Analytics 5.2, “Objects”: “as long as such
// objects don’t change, they will not be listed in the scene description anymore”).
import type { IdleObject } from '#contract/metadata.ts'
import { objectKey, type Match, type TimedFrame } from './overlay-match.ts'
import { formatInstant, type Instant } from './playhead-time.ts'

/**
 * With the times at which it was listed last, by the clock of the pictures. From what stood still before the first of `frames`, and `frames` in time order without a gap until `at`. What the frames of
 * the picture list themselves is left out: they say where it is.
 */
export function idleAt(
  before: readonly IdleObject[],
  frames: readonly TimedFrame[],
  matches: readonly Match[],
  at: Instant,
): IdleObject[] {
  const standing = new Map<string, IdleObject>()
  for (const one of before) {
    const key = objectKey(one, one.object.id)
    if (key !== null) standing.set(key, one)
  }
  const own = new Set(matches.filter(({ carried }) => !carried).map(({ frame }) => frame))
  for (const { at: frameAt, frame } of frames) {
    if (frameAt > at && !own.has(frame)) continue
    const { trackId, sample, source, aspects } = frame
    const told = { trackId, sample, source, ...(aspects ? { aspects } : {}) }
    const time = formatInstant(frameAt) ?? frame.time
    for (const object of frame.objects) {
      if (standing.size === 0 && object.behaviour !== 'idle') continue
      const key = objectKey(frame, object.id)
      if (key === null) continue
      standing.delete(key)
      if (object.behaviour === 'idle' && !own.has(frame)) standing.set(key, { time, ...told, object })
    }
    for (const id of frame.ended) standing.delete(objectKey(frame, id) ?? '')
  }
  return [...standing.values()]
}
