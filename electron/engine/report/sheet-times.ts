// When a picture on a sheet of stills was taken, among those of other recorders.
import { parseUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import type { StillTimes } from '#engine/export/still-times.ts'

/** By which pictures of several recorders stand in one order; null where no time is known. */
export function orderTime({ utc, corrected }: StillTimes): Filetime | null {
  const time = corrected ?? utc
  return time && parseUtc(time)
}
