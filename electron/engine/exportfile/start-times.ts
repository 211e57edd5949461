// UTC of the origin of the media timeline, track by track, with where it comes from (ONVIF EFF 26.06 5.3). Precedence:
// `cstb` corrected by a later, intact seal · `cstb` in `meta` · `sumi` · `cstb` of the first seal · stamps in the video ·
// metadata · `mvhd`. All are kept; only the first counts.
import type { SealReport } from '#contract/seal.ts'
import type { StartTime, TimeOrigin } from '#contract/track.ts'
import { formatUtc, parseUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import type { CstbEntry } from './boxes/cstb.ts'
import type { ExportInfo } from './export-info.ts'

/** `own`: whether the statement names the track; absent where that was not kept (inspections of earlier versions). */
export type TimedTrack = { trackId: number; time: Filetime; origin: TimeOrigin; own?: boolean }

export type TimeClues = {
  info: Pick<ExportInfo, 'cstb' | 'sumi'>
  seals: readonly SealReport[]
  /** From stamps in the video (MISB ST 0604): UTC minus composition time of the first picture with one, by track. */
  stamps?: readonly { trackId: number; time: Filetime }[]
  /** From timed metadata: UTC minus decode time of the first sample that has one, by track. */
  metadata: readonly { trackId: number; time: Filetime }[]
  /** Creation time of `mvhd`; null where absent. */
  creationTime: Filetime | null
}

/** Of statements on the whole file: the standard gives no track this number. */
const noTrack = 0

/** All known start times for the given tracks, the best of each track first; each source gives all of them one, or none. */
export function resolveStartTimes(trackIds: readonly number[], clues: TimeClues): TimedTrack[] {
  const sources = sourcesOf(clues)
  return trackIds.flatMap((trackId) =>
    sources.flatMap(({ origin, times }) => entryFor(trackId, times, origin)),
  )
}

/** What is stated of the given tracks and lies outside the calendar: it counts as not stated. */
export function startsOutsideCalendar(trackIds: readonly number[], clues: TimeClues): TimedTrack[] {
  const sources = sourcesOf(clues)
  return trackIds.flatMap((trackId) =>
    sources.flatMap(({ origin, times }) => {
      const own = times.find((time) => time.trackId === trackId || time.trackId === noTrack)
      const isOutside = own !== undefined && own.startTime > 0n && !isStated(own)
      return isOutside ? [{ trackId, time: own.startTime, origin }] : []
    }),
  )
}

/** The best first. */
function sourcesOf(clues: TimeClues): { origin: TimeOrigin; times: CstbEntry[] }[] {
  const sources: { origin: TimeOrigin; times: CstbEntry[] }[] = []
  const { counting, others } = correctionsOf(clues.seals)
  if (counting) sources.push({ origin: 'corrected cstb', times: entriesOf(counting) })
  if (clues.info.cstb.length > 0) sources.push({ origin: 'cstb', times: clues.info.cstb })
  if (clues.info.sumi && clues.info.sumi.startTime > 0n) {
    sources.push({ origin: 'sumi', times: [{ trackId: noTrack, startTime: clues.info.sumi.startTime }] })
  }
  const [first] = clues.seals
  if (first && first.correctedStartTimes.length > 0) sources.push({ origin: 'cstb', times: entriesOf(first) })
  sources.push({ origin: 'misb', times: entriesFrom(clues.stamps ?? []) })
  sources.push({ origin: 'metadata', times: entriesFrom(clues.metadata) })
  if (clues.creationTime !== null) {
    sources.push({ origin: 'mvhd', times: [{ trackId: noTrack, startTime: clues.creationTime }] })
  }
  // Other corrections stand behind everything that the file said before.
  for (const seal of others) sources.push({ origin: 'corrected cstb', times: entriesOf(seal) })
  return sources
}

/** `times`, as they were once resolved, in the order that the seals give them by what is known of their signers now. */
export function reorderStartTimes(
  times: readonly TimedTrack[],
  trackIds: readonly number[],
  seals: readonly SealReport[],
): TimedTrack[] {
  const { counting, others } = correctionsOf(seals)
  const from = (seal: SealReport, trackId: number): TimedTrack[] =>
    entryFor(trackId, entriesOf(seal), 'corrected cstb')
  return trackIds.flatMap((trackId) => [
    ...(counting ? from(counting, trackId) : []),
    ...times.filter((time) => time.trackId === trackId && time.origin !== 'corrected cstb'),
    ...others.flatMap((seal) => from(seal, trackId)),
  ])
}

/** Intact later seals that state start times: the one that counts, and the others, the latest first. */
function correctionsOf(seals: readonly SealReport[]): {
  counting: SealReport | undefined
  others: SealReport[]
} {
  const corrections = seals.filter(isCorrection)
  // The last one that may: a seal added later by somebody who is not trusted takes no trusted correction away.
  const counting = corrections.findLast((seal) => mayCorrect(seal))
  return { counting, others: corrections.toReversed().filter((seal) => seal !== counting) }
}

export const isCorrection = ({ index, status, correctedStartTimes }: SealReport): boolean =>
  index > 0 && status === 'intact' && correctedStartTimes.length > 0

/** Nothing was recorded in 1601: a zero is a field that nobody filled in. Nor does a number that is no date state any. */
const isStated = ({ startTime }: CstbEntry): boolean => startTime > 0n && formatUtc(startTime) !== null

function entryFor(trackId: number, given: readonly CstbEntry[], origin: TimeOrigin): TimedTrack[] {
  const times = given.filter(isStated)
  // A track without an entry of its own uses the first one (EFF 5.3, note).
  const own = times.find((time) => time.trackId === trackId)
  const entry = own ?? times[0]
  return entry ? [{ trackId, time: entry.startTime, origin, own: own !== undefined }] : []
}

/**
 * Anybody can add a seal with another start time. One whose signer is known not to be trusted is listed, behind what the
 * file said before; where nobody's trust was checked, a correction counts as little or as much as what it corrects.
 */
export const mayCorrect = ({ trust }: Pick<SealReport, 'trust'>): boolean =>
  trust === 'trusted' || trust === 'not-checked'

const entriesFrom = (times: readonly { trackId: number; time: Filetime }[]): CstbEntry[] =>
  times.map(({ trackId, time }) => ({ trackId, startTime: time }))

const entriesOf = (seal: SealReport): CstbEntry[] =>
  seal.correctedStartTimes.flatMap(({ trackId, utc }) => {
    const startTime = parseUtc(utc)
    return startTime === null ? [] : [{ trackId, startTime }]
  })

/** The start time that counts for a track; undefined where none is known. */
export const bestStartTime = (times: readonly TimedTrack[], trackId: number): TimedTrack | undefined =>
  times.find((time) => time.trackId === trackId)

export const formatStartTimes = (times: readonly TimedTrack[]): StartTime[] =>
  times.flatMap(({ trackId, time, origin, own }) => {
    const utc = formatUtc(time)
    return utc === null ? [] : [{ trackId, utc, origin, ...(own === undefined ? {} : { own }) }]
  })

/** What `formatStartTimes` wrote. */
export const parseStartTimes = (times: readonly StartTime[]): TimedTrack[] =>
  times.flatMap(({ trackId, utc, origin, own }) => {
    const time = parseUtc(utc)
    return time === null ? [] : [{ trackId, time, origin, ...(own === undefined ? {} : { own }) }]
  })
