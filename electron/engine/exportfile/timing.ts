// How well the time of each track is known (ONVIF EFF 26.06 5.3): the origin that counts, how far it is uncertain, and
// what speaks against it. A wrong clock is no part of it: no file can tell that of itself.
import type { TimeOrigin, Track, TrackTiming } from '#contract/track.ts'
import type { Findings } from '#engine/base/findings.ts'
import { filetime, filetimeSpan, formatUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import type { CollectedStamps } from '#engine/bitstream/stamp-collector.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { compositionTimeOf } from '#engine/isobmff/sample-lookup.ts'
import { bestStartTime } from './start-times.ts'
import type { TimedTrack } from './start-times.ts'

type TimelineTrack = Pick<MovieTrack, 'id' | 'timescale' | 'edits' | 'samples'>

/** Written by an exporter, who may have read the standard otherwise; stamps and metadata lie on the timeline itself. */
const written: ReadonlySet<TimeOrigin> = new Set(['cstb', 'corrected cstb', 'sumi'])

const second = 10_000_000n
const clause = 'ONVIF EFF 26.06 5.3'

/** One entry a track, in the order of `tracks`. */
export const describeTiming = (
  tracks: readonly TimelineTrack[],
  startTimes: readonly TimedTrack[],
  stamps: readonly CollectedStamps[],
): TrackTiming[] =>
  tracks.map((track) => {
    const start = bestStartTime(startTimes, track.id)
    const own = stamps.find(({ trackId }) => trackId === track.id)?.summary ?? null
    // A track without stamps of its own has its time from those of the first that has some.
    const behind = own ?? stamps.find(({ summary }) => summary !== null)?.summary ?? null
    return {
      trackId: track.id,
      ...timingOf(start, skippedTicks(track), track.timescale, behind),
      stamps: own,
    }
  })

/** The same for tracks whose samples are not at hand, after other start times came to count. */
export const moveTiming = (
  timing: readonly TrackTiming[],
  tracks: readonly Pick<Track, 'id' | 'timescale' | 'editMediaTime'>[],
  startTimes: readonly TimedTrack[],
): TrackTiming[] =>
  timing.map((known) => {
    const start = bestStartTime(startTimes, known.trackId)
    const track = tracks.find(({ id }) => id === known.trackId)
    if (!start || !track || (formatUtc(start.time) === known.utc && start.origin === known.origin))
      return known
    const behind = known.stamps ?? timing.find(({ stamps }) => stamps !== null)?.stamps ?? null
    // Of a time that no exporter wrote it is not known whether the edit skips pictures: then the doubt stays.
    const isCertain = known.origin !== null && written.has(known.origin) && known.editAmbiguity === null
    const skipped = isCertain ? 0 : track.editMediaTime
    return { ...known, ...timingOf(start, skipped, track.timescale, behind) }
  })

function timingOf(
  start: TimedTrack | undefined,
  skipped: number,
  timescale: number,
  stamps: TrackTiming['stamps'],
): Pick<TrackTiming, 'utc' | 'origin' | 'uncertaintyMicros' | 'editAmbiguity'> {
  if (!start) return { utc: null, origin: null, uncertaintyMicros: null, editAmbiguity: null }
  const { origin, time } = start
  const editAmbiguity = written.has(origin) && skipped > 0 ? ambiguityOf(skipped, timescale, time) : null
  const drift = stamps?.greatestDriftMicros ?? 0
  return {
    utc: formatUtc(time),
    origin,
    uncertaintyMicros: uncertaintyOf(origin, editAmbiguity?.micros ?? 0, drift),
    editAmbiguity,
  }
}

/**
 * One step of the format is at most 1 µs, rounded up; a doubtful edit reaches to the other start that it allows. Metadata and
 * `mvhd` do not say how exact they are.
 */
function uncertaintyOf(origin: TimeOrigin, ambiguity: number, drift: number): number | null {
  if (written.has(origin)) return Math.max(1, ambiguity)
  return origin === 'misb' ? Math.max(1, drift) : null
}

/**
 * Writers such as FFmpeg begin a track with pictures out of order at a composition time above 0 and skip that by an edit.
 * Whoever wrote the UTC of the first shown picture then meant a time that is earlier by so much at the origin.
 */
function ambiguityOf(skipped: number, timescale: number, start: Filetime): TrackTiming['editAmbiguity'] {
  const micros = Math.ceil((skipped * 1e6) / timescale)
  const alternative = formatUtc(filetime(start - filetimeSpan(skipped, timescale)))
  return alternative !== null && Number.isSafeInteger(micros) ? { micros, alternative } : null
}

/** What the edit list skips before the first picture; 0 where it skips nothing, or pictures too. */
function skippedTicks(track: TimelineTrack): number {
  const edit = track.edits.find(({ mediaTime }) => mediaTime >= 0)
  return edit && edit.mediaTime > 0 && edit.mediaTime === firstCompositionTime(track) ? edit.mediaTime : 0
}

function firstCompositionTime({ samples }: TimelineTrack): number {
  let first = Number.POSITIVE_INFINITY
  for (let index = 0; index < samples.length; index += 1)
    first = Math.min(first, compositionTimeOf(samples, index))
  return first
}

/**
 * What the origins of one track say of each other. Findings: `start-times-disagree` where what the export states and the
 * stamps in the video are more than 1 s apart; `stamp-leap-seconds` where that looks like another way to count seconds.
 */
export function compareOrigins(
  startTimes: readonly TimedTrack[],
  stamps: readonly CollectedStamps[],
  findings: Findings,
): void {
  for (const { trackId, origin, summary } of stamps) {
    // A correction differs on purpose, and is told elsewhere.
    const stated = startTimes.find(
      (time) => time.trackId === trackId && (time.origin === 'cstb' || time.origin === 'sumi'),
    )
    if (!stated || origin === null || summary === null) continue
    const ahead = origin - stated.time
    const apart = ahead < 0n ? -ahead : ahead
    if (apart <= second) continue
    const direction = ahead > 0n ? 'later' : 'earlier'
    const detail = `By the time stamps in the video, track ${trackId} begins ${formatSeconds(apart)} s ${direction} than by ${stated.origin}. Both are kept.`
    findings.add('start-times-disagree', 'warning', detail, { clause })
    const leap = summary.stamped > 1 && summary.greatestDriftMicros <= 500_000 ? leapSeconds(apart) : null
    if (leap === null) continue
    const hint = `The time stamps of track ${trackId} are constantly about ${leap} s ${direction} than ${stated.origin}: perhaps one of the two counts leap seconds and the other does not.`
    findings.add('stamp-leap-seconds', 'info', hint, { clause: 'MISB ST 0603' })
  }
}

/** Ahead of UTC since 2017: GPS by 18 s, the scale of MISB ST 0603 by 29 s, TAI by 37 s; 27 leap seconds since 1972. */
const leapCounts = [18, 27, 29, 37]

const leapSeconds = (apart: bigint): number | null =>
  leapCounts.find((count) => {
    const off = apart - BigInt(count) * second
    return off > -second / 2n && off < second / 2n
  }) ?? null

const formatSeconds = (span: bigint): string => (Number(span / 10_000n) / 1_000).toFixed(3)
