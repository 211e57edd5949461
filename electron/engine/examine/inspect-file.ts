// What a file is: tracks, provenance, start times, location, metadata, gaps. Shape of `exhibit inspect --json`.
import type { Inspection } from '#contract/inspection.ts'
import type { MetadataItem, MetadataSummary, Position } from '#contract/metadata.ts'
import type { Verification } from '#contract/seal.ts'
import { unsoughtFrom } from '#contract/track.ts'
import type { Gap, Track, TrackKind } from '#contract/track.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Findings } from '#engine/base/findings.ts'
import type { Work } from '#engine/base/progress.ts'
import {
  filetime,
  filetimeFromDate,
  filetimeFromMacSeconds,
  filetimeSpan,
  formatUtc,
  parseUtc,
} from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import type { CollectedStamps } from '#engine/bitstream/stamp-collector.ts'
import type { Sumi } from '#engine/exportfile/boxes/sumi.ts'
import { readMetx } from '#engine/exportfile/boxes/metx.ts'
import {
  bestStartTime,
  formatStartTimes,
  resolveStartTimes,
  startsOutsideCalendar,
} from '#engine/exportfile/start-times.ts'
import type { TimeClues, TimedTrack } from '#engine/exportfile/start-times.ts'
import { readStatedClock } from '#engine/exportfile/stated-clock.ts'
import { compareOrigins, describeTiming } from '#engine/exportfile/timing.ts'
import { gaps } from '#engine/isobmff/gaps.ts'
import type { Movie, MovieTrack } from '#engine/isobmff/movie.ts'
import { storedSamples } from '#engine/isobmff/sample-table.ts'
import { createPositionTrack } from '#engine/location/positions.ts'
import { readMetadataTrack } from '#engine/metadata/read-track.ts'
import { MetadataCounter } from '#engine/metadata/summary.ts'
import { correctionFindings } from './settle-times.ts'
import type { Structure } from './verify-file.ts'

/** Receives every frame and event as it is read, for an index; called in file order, track by track. */
export type MetadataListener = (item: MetadataItem) => void

export type InspectionResult = { inspection: Omit<Inspection, 'levels'>; startTimes: TimedTrack[] }

/**
 * Reads metadata sample by sample; everything else is in `structure` already. Levels come from conformance. `stamps`: what
 * the time stamps in the video say, collected while the file was read.
 */
export async function inspectFile(
  source: ByteSource,
  structure: Structure,
  verification: Verification,
  work: Work,
  onMetadata: MetadataListener = () => undefined,
  stamps: readonly CollectedStamps[] = [],
): Promise<InspectionResult> {
  const { movie, info, findings } = structure
  const { tracks } = movie
  const metadata = await readMetadata(source, tracks, structure, work, onMetadata)
  const trackIds = tracks.map(({ id }) => id)
  const clues: TimeClues = {
    info,
    seals: verification.seals,
    stamps: stamps.flatMap(({ trackId, origin }) => (origin === null ? [] : [{ trackId, time: origin }])),
    metadata: metadata.starts,
    creationTime: movie.creationTime > 0n ? filetimeFromMacSeconds(movie.creationTime) : null,
  }
  const startTimes = resolveStartTimes(trackIds, clues)
  noteImplausible([...startTimes, ...startsOutsideCalendar(trackIds, clues)], findings)
  for (const { code, severity, detail, clause } of correctionFindings(verification.seals, startTimes))
    findings.add(code, severity, detail, { clause })
  for (const { code, severity, detail, offset, clause } of stamps.flatMap(({ problems }) => problems))
    findings.add(code, severity, detail, { offset, clause })
  compareOrigins(startTimes, stamps, findings)
  const found = tracks.flatMap((track) => gapsOf(track, findings))
  const statedClockOffset = await readStatedClock(source, structure.tree, findings, work.signal)
  return {
    startTimes,
    inspection: {
      path: verification.path,
      size: verification.size,
      sha256: verification.sha256,
      brands: movie.brands,
      fragmented: movie.fragmented,
      durationSeconds: longest(tracks),
      tracks: describeTracks(movie, startTimes),
      export: info.provenance,
      startTimes: formatStartTimes(startTimes),
      timing: describeTiming(tracks, startTimes, stamps),
      statedClockOffset,
      chain: chainOf(info.sumi),
      format: null,
      location: info.location,
      issues: findings.list(),
      gaps: found,
      metadata: metadata.summary,
      positions: metadata.positions,
    },
  }
}

/** Durations and times in the box are another matter: writers disagree on their units. */
function chainOf(sumi: Sumi | null): Inspection['chain'] {
  if (!sumi) return null
  const { fragment, predecessor, successor, predecessorUri, successorUri } = sumi
  return { fragment, predecessor, successor, predecessorUri, successorUri }
}

const year1990 = 122_756_256_000_000_000n

/** Media clocks that were never set start in 1601, 1904 or 1970; a date in the future is no recording date either. */
function noteImplausible(times: readonly TimedTrack[], findings: Findings): void {
  const tomorrow = filetimeFromDate(new Date(Date.now() + 86_400_000))
  for (const { trackId, time, origin } of times) {
    if (time >= year1990 && time <= tomorrow) continue
    const detail = `The start time of track ${trackId} (${origin}) is ${formatUtc(time) ?? 'outside all years'}: no plausible date of a recording.`
    findings.add('start-time-implausible', 'warning', detail, { clause: 'ONVIF EFF 26.06 5.3' })
  }
}

async function readMetadata(
  source: ByteSource,
  tracks: readonly MovieTrack[],
  structure: Structure,
  work: Work,
  onMetadata: MetadataListener,
): Promise<{
  summary: MetadataSummary
  starts: { trackId: number; time: Filetime }[]
  positions: Position[]
}> {
  const summary = new MetadataCounter()
  const places = createPositionTrack(structure.findings)
  const starts: { trackId: number; time: Filetime }[] = []
  for (const track of tracks.filter(isOnvifMetadata)) {
    let timed = false
    const reading = {
      id: track.id,
      contentEncoding: metxOf(track)?.contentEncoding ?? '',
      samples: track.samples,
    }
    for await (const item of readMetadataTrack(source, reading, structure.findings, work, summary)) {
      onMetadata(item)
      places.add(item)
      // A PTZ state was generated when the camera moved last, which may be long before the recording.
      const time = timed || item.kind === 'ptz' ? null : parseUtc(item.time)
      if (time !== null) {
        timed = true
        const at = track.samples.decodeTime[item.sample] ?? 0
        starts.push({ trackId: track.id, time: filetime(time - filetimeSpan(at, track.timescale)) })
      }
    }
  }
  return { summary: summary.summary(), starts, positions: places.finish(null) }
}

/** Timed ONVIF metadata: a `metx` entry whose namespace is ONVIF's, or which names none at all. */
export function isOnvifMetadata(track: MovieTrack): boolean {
  const metx = metxOf(track)
  return metx !== null && (metx.namespace === '' || metx.namespace.includes('onvif.org'))
}

export function metxOf(track: MovieTrack): ReturnType<typeof readMetx> | null {
  const entry = track.entries.find(({ type }) => type === 'metx')
  return entry ? readMetx(entry.bytes) : null
}

export function kindOf(track: Pick<MovieTrack, 'handler'>): TrackKind {
  if (track.handler === 'vide') return 'video'
  if (track.handler === 'soun') return 'audio'
  return track.handler === 'meta' ? 'metadata' : 'other'
}

/** As they stand in an inspection. */
export const describeTracks = (movie: Movie, startTimes: readonly TimedTrack[]): Track[] =>
  movie.tracks.map((track) => describeTrack(movie, track, startTimes))

function describeTrack(movie: Movie, track: MovieTrack, startTimes: readonly TimedTrack[]): Track {
  const [entry] = track.entries
  const metx = metxOf(track)
  const start = bestStartTime(startTimes, track.id)
  const edit = track.edits.find(({ mediaTime }) => mediaTime >= 0)
  const delay = track.edits[0]?.mediaTime === -1 ? track.edits[0] : undefined
  return {
    id: track.id,
    kind: kindOf(track),
    codec: entry?.codec ?? '',
    width: track.width,
    height: track.height,
    rotation: track.rotation,
    pixelAspect: track.pixelAspect,
    ...(entry?.aperture ? { aperture: entry.aperture } : {}),
    samples: storedSamples(track.samples),
    timescale: track.timescale,
    durationTicks: track.mediaDuration,
    syncSamples: track.samples.sync.reduce((sum, flag) => sum + flag, 0),
    startTime: start ? formatUtc(start.time) : null,
    decoderConfig: entry?.decoderConfig ? Buffer.from(entry.decoderConfig.bytes).toString('hex') : null,
    channels: entry?.channels ?? 0,
    sampleRate: entry?.sampleRate ?? 0,
    language: track.language,
    editMediaTime: edit?.mediaTime ?? 0,
    editDelaySeconds: delay ? delay.segmentDuration / movie.timescale : 0,
    contentEncoding: metx?.contentEncoding ?? null,
    namespace: metx?.namespace ?? null,
    describes: track.references.filter(({ type }) => type === 'cdsc').flatMap(({ trackIds }) => trackIds),
  }
}

function gapsOf(track: MovieTrack, findings: Findings): Gap[] {
  if (kindOf(track) !== 'video') return []
  const found = gaps(track.samples, track.timescale).map(({ fromTicks, toTicks }) => ({
    trackId: track.id,
    fromTicks,
    toTicks,
  }))
  const from = unsoughtFrom(found)
  if (from !== null) {
    const seconds = (from / track.timescale).toFixed(3)
    const detail = `Track ${track.id} has ${found.length} gaps up to ${seconds} s of its media timeline. Behind that nobody looked for more.`
    findings.add('gaps-left-out', 'warning', detail)
  }
  return found
}

const longest = (tracks: readonly MovieTrack[]): number =>
  Math.max(
    0,
    ...tracks.map(({ mediaDuration, timescale }) => (timescale > 0 ? mediaDuration / timescale : 0)),
  )

/** A shortcut for readers of one movie: the video track that counts, the first that has samples. */
export const mainVideoTrack = (movie: Movie): MovieTrack | undefined =>
  movie.tracks.find((track) => kindOf(track) === 'video' && track.samples.length > 0)
