// Where the start time of a track comes from.
import type { ItemDetail } from '#contract/item.ts'
import type { TimeOrigin, Track } from '#contract/track.ts'

/** Null where the file does not say when the track begins. */
export function originKindOf(detail: ItemDetail | null, track: Track | null): TimeOrigin | null {
  if (!detail || !track?.startTime) return null
  const named = detail.inspection.startTimes.filter((start) => start.trackId === track.id)
  const same = named.find((start) => start.utc === track.startTime)
  return (same ?? named[0])?.origin ?? detail.summary.startOrigin
}
