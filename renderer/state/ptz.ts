// Where the camera looked at the shown picture, and how it is said.
import { safeText, t } from '#contract/messages/format.ts'
import { formatFixed } from '#contract/messages/quantities.ts'
import { formatTimeBeside } from '#contract/messages/times.ts'
import type { MetadataPtz, PtzStatus } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import type { MetadataClock } from './metadata-clock.ts'
import type { Match } from './overlay-match.ts'
import type { Instant } from './playhead-time.ts'

/** A time of the metadata; on the clock of the pictures, where that is another one. */
export type ToldTime = { recorded: UtcTime; corrected: UtcTime | null }

/** A change that the stream tells. `at`: by the clock of the pictures. */
export type TimedPtz = { at: Instant; change: MetadataPtz }

/**
 * The status with the times of the frame that bears it and, where it says so, of when it was taken. Without a frame it is one of the
 * stream, which stands since then (ONVIF Streaming 5.1.2.1.1).
 */
export type ShownPtz = {
  ptz: PtzStatus
  frame: ToldTime | null
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

/**
 * The last change of the stream that was told until the picture; `length`: how long that lasts, in 100 ns. A time within half of that
 * after its beginning is its own, as with frames.
 */
export function standingPtz(
  changes: readonly TimedPtz[],
  { at, length, utc, clock }: Picture & { at: Instant; length: Instant },
): ShownPtz | null {
  let last: TimedPtz | null = null
  for (const one of changes) {
    if (one.at > at + length / 2n) continue
    // The same time written twice: the one stored later corrects the earlier.
    if (!last || one.at > last.at || (one.at === last.at && one.change.sample >= last.change.sample))
      last = one
  }
  if (!last) return null
  const { ptz, time, trackId } = last.change
  const taken = { recorded: time, corrected: clock?.correctedTime(time, trackId) ?? null }
  return { ptz, frame: null, taken, carried: false, picture: utc }
}

/** What is said over the picture: of the stream only what the frame does not say, of a frame carried over nothing that changed since. */
export function ptzLines(ofFrame: ShownPtz | null, ofStream: ShownPtz | null): string[] {
  const lines: string[] = []
  if (ofFrame && !(ofFrame.carried && ofStream && isLater(ofStream, ofFrame))) lines.push(ptzLine(ofFrame))
  if (ofStream && (lines.length === 0 || saysMore(ofStream.ptz, ofFrame?.ptz))) lines.push(ptzLine(ofStream))
  return lines
}

/** Times of one clock: without the Z, text order is time order. */
function isLater(one: ShownPtz, other: ShownPtz): boolean {
  const [first, second] = [timeOf(one), timeOf(other)]
  return first !== null && second !== null && first.slice(0, -1) > second.slice(0, -1)
}

const timeOf = ({ taken, frame }: ShownPtz): UtcTime | null => {
  const told = taken ?? frame
  return told && (told.corrected ?? told.recorded)
}

/** Of what a line says. */
function saysMore(one: PtzStatus, other: PtzStatus | undefined): boolean {
  const names = ['panTilt', 'zoom', 'panTiltMove', 'zoomMove', 'error'] as const
  return names.some(
    (name) => one[name] !== null && JSON.stringify(one[name]) !== JSON.stringify(other?.[name]),
  )
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
  const told = taken ?? frame
  if (told && (carried || told.recorded !== frame?.recorded)) {
    const time = formatTimeBeside(told.corrected ?? told.recorded, picture)
    parts.push(t(frame ? 'ptz.of' : 'ptz.since', { time }))
  }
  return t('ptz.line', { state: parts.join(' · ') })
}

/** The last part of the URI of a coordinate space. */
export const spaceName = (uri: string): string => safeText(uri.split('/').at(-1) || uri, 60)
