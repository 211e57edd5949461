// Whether a place can be true at all: receivers without a fix write zeros, broken ones write anything.
import type { GeoLocation } from '#contract/metadata.ts'

/** Null where the place is possible, else why it is not. 0/0 lies in the sea off Africa and means “no fix”. */
export function judgeLocation({ latitude, longitude }: GeoLocation): string | null {
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return 'it is not a number'
  if (latitude === 0 && longitude === 0) return 'it is 0/0, which receivers write while they have no fix'
  if (Math.abs(latitude) > 90) return `its latitude ${latitude} is beyond ±90`
  if (Math.abs(longitude) > 180) return `its longitude ${longitude} is beyond ±180`
  return null
}
