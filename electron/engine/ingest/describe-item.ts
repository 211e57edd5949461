// From an examination to the row of the case table: cameras, span in UTC, the two answers.
import { basename } from 'node:path'
import type { ItemDetail, OriginalAttributes } from '#contract/item.ts'
import { missingBytesOf } from '#contract/messages/kinds.ts'
import { answersOf } from '#contract/messages/verdict.ts'
import type { Inspection } from '#contract/inspection.ts'
import type { Track } from '#contract/track.ts'
import type { ByteRange, ItemId, Sha256, UtcTime } from '#contract/units.ts'
import { filetime, filetimeSpan, formatUtc, parseUtc } from '#engine/base/time.ts'
import type { Examination } from '#engine/examine/examine-file.ts'
import { mainTrack } from '#engine/examine/settle-times.ts'
import type { Structure } from '#engine/examine/verify-file.ts'
import { compositionTimeOf } from '#engine/isobmff/sample-lookup.ts'
import { noAttributes } from './describe-other.ts'

export type NewItem = {
  id: ItemId
  file: { relativePath: string; absolutePath: string }
  sha256: Sha256
  examination: Examination
  ingestedAt: UtcTime
  missing?: readonly ByteRange[]
  original?: OriginalAttributes
}

export function describeItem(item: NewItem): ItemDetail {
  const { id, file, sha256, examination, ingestedAt, missing = [], original = noAttributes } = item
  const { verification, inspection, conformance } = examination
  const main = mainTrack(inspection)
  return {
    summary: {
      id,
      name: basename(file.relativePath).toWellFormed(),
      path: file.relativePath.toWellFormed(),
      sourcePath: file.absolutePath.toWellFormed(),
      size: verification.size,
      sha256,
      status: missing.length > 0 ? 'partial' : 'ingested',
      ingestedAt,
      cameras: camerasOf(inspection, main),
      ...spanOf(main, examination.structure),
      startOrigin: inspection.startTimes.find(({ trackId }) => trackId === main?.id)?.origin ?? null,
      durationSeconds: inspection.durationSeconds,
      levels: inspection.levels,
      verdict: verification.verdict,
      ...answersOf(verification),
      seals: verification.seals.length,
      verifiedAt: verification.verifiedAt,
      custody: 'complete',
      hasThumbnail: false,
      kind: 'export',
      missingBytes: missingBytesOf(missing),
      completedBy: null,
      sensitive: false,
    },
    verification,
    inspection,
    conformance,
    findings: inspection.issues,
    clockOffset: null,
    missing: [...missing],
    original,
  }
}

/** Names of the sources of video tracks; of any track where no video track is named. */
function camerasOf(inspection: Inspection, main: Track | undefined): string[] {
  const sources = inspection.export?.sources ?? []
  const video = new Set(inspection.tracks.filter(({ kind }) => kind === 'video').map(({ id }) => id))
  const named = sources.filter(({ trackId }) => video.has(trackId)).map(({ name }) => name)
  const all = named.length > 0 ? named : main ? sources.map(({ name }) => name) : []
  return [...new Set(all.filter((name) => name.trim() !== ''))]
}

/** UTC at which the first picture is due and the last one ends: start time of the track plus composition time (EFF 5.3). */
function spanOf(
  track: Track | undefined,
  { movie }: Structure,
): { start: UtcTime | null; end: UtcTime | null } {
  const origin = track?.startTime ? parseUtc(track.startTime) : null
  const samples = movie.tracks.find(({ id }) => id === track?.id)?.samples
  if (!track || origin === null || !samples) return { start: null, end: null }
  let [first, last] = [Number.POSITIVE_INFINITY, 0]
  for (let index = 0; index < samples.length; index += 1) {
    const time = compositionTimeOf(samples, index)
    first = Math.min(first, time)
    last = Math.max(last, time + (samples.duration[index] ?? 0))
  }
  const at = (ticks: number): UtcTime | null =>
    formatUtc(filetime(origin + filetimeSpan(ticks, track.timescale)))
  return { start: at(Number.isFinite(first) ? first : 0), end: at(last) }
}
