// Where a picture of a sheet was taken, as far as the file says: the place of the view, and where the camera was.
import type { ItemDetail } from '#contract/item.ts'
import { isOnEarth } from '#contract/metadata.ts'
import type { Position } from '#contract/metadata.ts'
import { usualCorrection } from '#contract/start-statements.ts'
import type { UtcTime } from '#contract/units.ts'
import { filetime, formatUtc, parseUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'

/** The newest position at or before a time: never one in between, never a later one. `time` is on the clock of the pictures. */
export type CameraPlace = { time: UtcTime; location: Position['location'] }

/** Null where the file names none before `utc`, the time of a picture of that track by the start time that counts. */
export function cameraPlace(
  { inspection }: Pick<ItemDetail, 'inspection'>,
  trackId: number,
  utc: UtcTime | null,
): CameraPlace | null {
  const at = utc && parseUtc(utc)
  const shown = inspection.tracks.find(({ id }) => id === trackId)
  if (at === null || !shown) return null
  const correction = usualCorrection(inspection, shown)
  const shift = correction ? spanOf(correction) : 0n
  let newest: { time: Filetime; location: Position['location'] } | null = null
  for (const { time, location } of inspection.positions) {
    const said = parseUtc(time)
    if (said === null || !isOnEarth(location)) continue
    const moved = filetime(said + shift)
    if (moved <= at && (newest === null || moved >= newest.time)) newest = { time: moved, location }
  }
  const time = newest && formatUtc(newest.time)
  return newest && time ? { time, location: newest.location } : null
}

function spanOf({ from, to }: { from: UtcTime; to: UtcTime }): bigint {
  const [one, other] = [parseUtc(from), parseUtc(to)]
  return one === null || other === null ? 0n : other - one
}
