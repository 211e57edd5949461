// Which metadata frame belongs to which picture (ONVIF Analytics 5: the truth is UtcTime, not the sample time).
import type { MetadataFrame } from '#contract/metadata.ts'
import { parseInstant, type Instant } from './playhead-time.ts'

/** Longest time that a frame may be carried over to later pictures: 1 s. */
export const carryLimit: Instant = 10_000_000n

/** `at`: on the clock of the pictures. */
export type TimedFrame = { at: Instant; frame: MetadataFrame }

/** What an object's number belongs to. */
export type ObjectOrigin = { trackId: number; source: string | null }

/** Tells the objects of an item apart. Null for one without a number. */
export const objectKey = (of: ObjectOrigin, id: string | null): string | null =>
  id === null ? null : `${of.trackId}\0${of.source ?? ''}\0${id}`

export type Match = TimedFrame & { carried: boolean }

/** `shift`: by how much their times are corrected (`MetadataClock`). */
export function timed(frames: readonly MetadataFrame[], shift: Instant = 0n): TimedFrame[] {
  return frames.flatMap((frame) => {
    const at = parseInstant(frame.time)
    return at === null ? [] : [{ at: at + shift, frame }]
  })
}

/**
 * For each source (several analytics modules may describe one picture) the frame within half a picture of `at`,
 * else the nearest earlier one within a second, marked as carried over. A frame without objects is an answer
 * too: it says that nothing is there but what stands still (`overlay-idle.ts`). `length`: how long the picture lasts, in
 * 100 ns.
 */
export function matchFrames(frames: readonly TimedFrame[], at: Instant, length: Instant): Match[] {
  const half = (length < carryLimit ? length : carryLimit) / 2n
  const bySource = new Map<string, Match>()
  for (const candidate of frames) {
    const distance = distanceOf(candidate.at, at)
    const carried = distance > half
    if (carried && (candidate.at > at || distance > carryLimit)) continue
    const key = `${candidate.frame.trackId} ${candidate.frame.source ?? ''}`
    const best = bySource.get(key)
    if (best && !isBetter(distance, carried, candidate, best, at)) continue
    bySource.set(key, { ...candidate, carried })
  }
  return [...bySource.values()]
}

function isBetter(
  distance: Instant,
  carried: boolean,
  candidate: TimedFrame,
  best: Match,
  at: Instant,
): boolean {
  if (carried !== best.carried) return best.carried
  const bestDistance = distanceOf(best.at, at)
  if (distance !== bestDistance) return distance < bestDistance
  // The same time written twice: the one stored later corrects the earlier.
  return candidate.frame.sample >= best.frame.sample
}

function distanceOf(a: Instant, b: Instant): Instant {
  return a > b ? a - b : b - a
}
