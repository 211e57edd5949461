// Which start time counts, after signers were judged again: a correction by whoever turns out not to be trusted gives way, one by
// whoever turns out to be trusted counts (ONVIF EFF 26.06 5.3). From what is stored of an item; its original is not read.
import type { Finding } from '#contract/finding.ts'
import type { Inspection } from '#contract/inspection.ts'
import type { ItemDetail, ItemSummary } from '#contract/item.ts'
import type { SealReport, Verification } from '#contract/seal.ts'
import type { Track } from '#contract/track.ts'
import type { UtcTime } from '#contract/units.ts'
import { quote } from '#engine/base/findings.ts'
import { filetime, formatUtc, parseUtc } from '#engine/base/time.ts'
import {
  bestStartTime,
  formatStartTimes,
  isCorrection,
  mayCorrect,
  parseStartTimes,
  reorderStartTimes,
} from '#engine/exportfile/start-times.ts'
import type { TimedTrack } from '#engine/exportfile/start-times.ts'
import { moveTiming } from '#engine/exportfile/timing.ts'

/** What changes of an item with its start times. */
export type SettledTimes = { inspection: Inspection } & Pick<ItemSummary, 'start' | 'end' | 'startOrigin'>

const correctionCode = 'start-time-corrected'

/** Null where all stays as it is. `verification` has to be of the bytes that were inspected. */
export function settleTimes(
  { inspection, summary }: Pick<ItemDetail, 'inspection' | 'summary'>,
  { seals }: Pick<Verification, 'seals'>,
): SettledTimes | null {
  if (!seals.some(isCorrection)) return null
  const { tracks } = inspection
  const before = parseStartTimes(inspection.startTimes)
  const times = reorderStartTimes(
    before,
    tracks.map(({ id }) => id),
    seals,
  )
  const settled: Inspection = {
    ...inspection,
    tracks: tracks.map((track) => ({ ...track, startTime: startOf(times, track.id) })),
    startTimes: formatStartTimes(times),
    timing: moveTiming(inspection.timing, tracks, times),
    issues: replaceFindings(inspection.issues, correctionFindings(seals, times)),
  }
  if (JSON.stringify(settled) === JSON.stringify(inspection)) return null
  const main = mainTrack(inspection)?.id ?? 0
  const [old, best] = [bestStartTime(before, main), bestStartTime(times, main)]
  const later = old && best ? best.time - old.time : 0n
  return {
    inspection: settled,
    start: shifted(summary.start, later),
    end: shifted(summary.end, later),
    startOrigin: best?.origin ?? null,
  }
}

/** The track that gives an item its time. */
export const mainTrack = ({ tracks }: Pick<Inspection, 'tracks'>): Track | undefined =>
  tracks.find(({ kind, samples }) => kind === 'video' && samples > 0) ?? tracks[0]

function startOf(times: readonly TimedTrack[], trackId: number): UtcTime | null {
  const best = bestStartTime(times, trackId)
  return best ? formatUtc(best.time) : null
}

function shifted(utc: UtcTime | null, later: bigint): UtcTime | null {
  const time = utc === null ? null : parseUtc(utc)
  return time === null ? null : formatUtc(filetime(time + later))
}

/** Each in its old place: as many seals correct the time as before. */
function replaceFindings(old: readonly Finding[], found: readonly Finding[]): Finding[] {
  const next = found.values()
  return old.map((finding) => (finding.code === correctionCode ? (next.next().value ?? finding) : finding))
}

/** Whoever corrects the time of a recording is named, with whether he is trusted and whether his time counts. */
export const correctionFindings = (
  seals: readonly SealReport[],
  startTimes: readonly TimedTrack[],
): Finding[] =>
  seals.filter(isCorrection).flatMap(({ index, trust, signer, correctedStartTimes: [first] }): Finding[] => {
    if (!first) return []
    const best = bestStartTime(startTimes, first.trackId)
    const counts = best?.origin === 'corrected cstb' && best.time === parseUtc(first.utc)
    const used = counts ? 'It is used' : 'It is listed and not used'
    return [
      {
        code: correctionCode,
        severity: mayCorrect({ trust }) ? 'info' : 'warning',
        offset: null,
        path: null,
        detail: `Seal ${index + 1}, signed by ${quote(signer?.subject ?? '?')} (${trust}), corrects the start time of track ${first.trackId} to ${first.utc}. ${used}.`,
        clause: 'ONVIF EFF 26.06 5.3',
      },
    ]
  })
