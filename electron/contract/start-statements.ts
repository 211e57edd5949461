// What the start times of an inspection say of one track against another, and of a correction (ONVIF EFF 26.06 5.3). The best
// statement on each track comes first; each statement gives every track a time, so that the lists of two tracks run side by side.
import type { StartTime, TimeOrigin, Track } from './track.ts'
import type { UtcTime } from './units.ts'

export type StatedPair = { from: UtcTime; to: UtcTime }

const startsOf = (startTimes: readonly StartTime[], trackId: number): StartTime[] =>
  startTimes.filter((one) => one.trackId === trackId)

/**
 * The start times of two tracks by the best statement that names both (EFF 5.3, note: so audio and video are synchronised); null
 * where none does. One that moves all tracks alike says nothing of one against another, so that what was said before it stands;
 * a correction that does not count says nothing at all.
 */
export function statedForBoth(
  startTimes: readonly StartTime[],
  first: number,
  second: number,
): StatedPair | null {
  const others = startsOf(startTimes, second)
  for (const [at, one] of startsOf(startTimes, first).entries()) {
    const other = others[at]
    if (!other || other.origin !== one.origin || (one.origin === 'corrected cstb' && at > 0)) continue
    // Inspections of earlier versions tell by the difference: who has no time of his own has that of the first.
    const isOwn = one.own === undefined ? one.utc !== other.utc : one.own && other.own
    if (isOwn) return { from: one.utc, to: other.utc }
  }
  return null
}

/** Seconds of the presentation at which the origin of a track's media timeline lies, by its edit list (ISO/IEC 14496-12 8.6.6). */
export const shownAt = (track: Pick<Track, 'editDelaySeconds' | 'editMediaTime' | 'timescale'>): number =>
  track.editDelaySeconds - (track.timescale > 0 ? track.editMediaTime / track.timescale : 0)

/** When a file was made is no statement on the time of its recording. */
const recorded: ReadonlySet<TimeOrigin> = new Set(['cstb', 'sumi', 'misb', 'metadata'])

/** What the correction that counts makes of the start time of a track; null where none counts, or nothing was said before. */
export function correctionOf(startTimes: readonly StartTime[], trackId: number): StatedPair | null {
  const starts = startsOf(startTimes, trackId)
  const before = starts.find(({ origin }) => recorded.has(origin))
  return starts[0]?.origin === 'corrected cstb' && before ? { from: before.utc, to: starts[0].utc } : null
}

/**
 * What a correction makes of times in the metadata of a track that describes `pictures`. Both come from one device: whoever
 * corrects the start time of the pictures says that its clock was wrong, and so moves both, unless the correction names the
 * track of the metadata itself.
 */
export function metadataCorrectionOf(
  startTimes: readonly StartTime[],
  metadata: number,
  pictures: number,
): StatedPair | null {
  const [own] = startsOf(startTimes, metadata)
  const isNamed = own && (own.own ?? own.utc !== startsOf(startTimes, pictures)[0]?.utc)
  return correctionOf(startTimes, isNamed ? metadata : pictures)
}

/** What an inspection says of its tracks and of when they begin. */
export type KnownTracks = { readonly startTimes: readonly StartTime[]; readonly tracks: readonly Track[] }

export const metadataTracks = (tracks: readonly Track[]): Track[] =>
  tracks.filter(({ kind, samples }) => kind !== 'video' && kind !== 'audio' && samples > 0)

/** Videos that a track of metadata names (`tref` `cdsc`, ISO/IEC 14496-12 8.3.3). */
export const describedBy = ({ describes }: Track, tracks: readonly Track[]): Track[] =>
  tracks.filter(({ id, kind }) => kind === 'video' && describes.includes(id))

/** What a correction makes of times in the metadata of a track; `shown` are the pictures where it names none. */
export function correctionFor(
  { startTimes, tracks }: KnownTracks,
  metadata: Track,
  shown: Track,
): StatedPair | null {
  const [described] = describedBy(metadata, tracks)
  return metadataCorrectionOf(startTimes, metadata.id, (described ?? shown).id)
}

/** The same where the track is not known, as of positions: then the first one counts. */
export function usualCorrection(known: KnownTracks, shown: Track): StatedPair | null {
  const [first] = metadataTracks(known.tracks)
  return first ? correctionFor(known, first, shown) : correctionOf(known.startTimes, shown.id)
}
