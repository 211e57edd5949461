// When a stored picture was taken: by the start time that counts, and where that comes from.
import type { Inspection } from '#contract/inspection.ts'
import type { UtcTime } from '#contract/units.ts'
import { filetime, filetimeSpan, formatUtc, parseUtc } from '#engine/base/time.ts'

export type PictureTime = { utc: UtcTime | null; origin: string | null }

/** `ticks`: of the media timeline of that track. Both null where the file does not say when it was recorded. */
export function pictureTime(
  { tracks, timing, startTimes }: Inspection,
  trackId: number,
  ticks: number,
  timescale: number,
): PictureTime {
  const stated = tracks.find(({ id }) => id === trackId)?.startTime ?? null
  const start = stated === null ? null : parseUtc(stated)
  if (start === null) return { utc: null, origin: null }
  const origin =
    timing.find((one) => one.trackId === trackId)?.origin ??
    startTimes.find((one) => one.trackId === trackId && one.utc === stated)?.origin
  return { utc: formatUtc(filetime(start + filetimeSpan(ticks, timescale))), origin: origin ?? null }
}
