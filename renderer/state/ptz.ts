// Where the camera looked at the shown picture, and how it is said.
import { safeText, t } from '#contract/messages/format.ts'
import { formatFixed } from '#contract/messages/quantities.ts'
import { formatTimeBeside } from '#contract/messages/times.ts'
import type { PtzStatus } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import type { MetadataClock } from './metadata-clock.ts'
import type { Match } from './overlay-match.ts'

/** A time of the metadata; on the clock of the pictures, where that is another one. */
export type ToldTime = { recorded: UtcTime; corrected: UtcTime | null }

/** The status with the times of the frame that bears it and, where it says so, of when it was taken. */
export type ShownPtz = {
  ptz: PtzStatus
  frame: ToldTime
  taken: ToldTime | null
  carried: boolean
  /** UTC of the picture, by the start time that counts. */
  picture: UtcTime | null
}

type Picture = { utc: UtcTime | null; clock: Pick<MetadataClock, 'correctedTime'> | null }

/** The status of the frames that belong to a picture; one of its own frames counts before one that is carried over. */
export function ptzOf(matches: readonly Match[], { utc, clock }: Picture): ShownPtz | null {
  const told = matches.filter(({ frame }) => frame.ptz !== null)
  const match = told.find(({ carried }) => !carried) ?? told[0]
  const ptz = match?.frame.ptz
  if (!match || !ptz) return null
  const { frame, carried } = match
  const timeOf = (recorded: UtcTime): ToldTime => ({
    recorded,
    corrected: clock?.correctedTime(recorded, frame.trackId) ?? null,
  })
  return { ptz, frame: timeOf(frame.time), taken: ptz.time && timeOf(ptz.time), carried, picture: utc }
}

/** Up to three decimals; what would fill the line is written with an exponent. */
export function ptzNumber(value: number): string {
  const isLong = value !== 0 && (Math.abs(value) >= 100_000 || Math.abs(value) < 0.0005)
  return isLong ? value.toExponential(2) : formatFixed(value, 3)
}

/** `PTZ: pan 0.500, tilt −0.100 · zoom 0.250 · moving`: one line for over the picture. */
export function ptzLine({ ptz, frame, taken, carried, picture }: ShownPtz): string {
  const { panTilt, zoom, panTiltMove, zoomMove, error } = ptz
  const parts: string[] = []
  if (panTilt) parts.push(t('ptz.panTiltAt', { pan: ptzNumber(panTilt.x), tilt: ptzNumber(panTilt.y) }))
  if (zoom !== null) parts.push(t('ptz.zoomAt', { zoom: ptzNumber(zoom) }))
  const moves = [panTiltMove, zoomMove].filter((move) => move !== null)
  const move = moves.find((one) => one === 'moving') ?? moves.find((one) => one === 'unknown') ?? moves[0]
  if (move) parts.push(t(`ptz.is.${move}`))
  if (error !== null) parts.push(t('ptz.errorIs', { error: safeText(error, 60) }))
  // A state that was not taken with this picture says when it was.
  const { recorded, corrected } = taken ?? frame
  if (carried || recorded !== frame.recorded)
    parts.push(t('ptz.of', { time: formatTimeBeside(corrected ?? recorded, picture) }))
  return t('ptz.line', { state: parts.join(' · ') })
}

/** The last part of the URI of a coordinate space. */
export const spaceName = (uri: string): string => safeText(uri.split('/').at(-1) || uri, 60)
