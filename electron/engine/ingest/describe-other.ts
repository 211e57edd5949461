// The item of a file that is no export: a video of another format, only to be looked at, or an attachment. Its bytes are kept
// and hashed; nothing is claimed of seals, times or levels.
import { basename } from 'node:path'
import type { Finding } from '#contract/finding.ts'
import type { ConformanceReport, Inspection } from '#contract/inspection.ts'
import type { ItemDetail, OriginalAttributes } from '#contract/item.ts'
import type { OtherKind } from '#contract/messages/kinds.ts'
import { missingBytesOf, otherReason } from '#contract/messages/kinds.ts'
import { t } from '#contract/messages/format.ts'
import { answersOf } from '#contract/messages/verdict.ts'
import type { Track } from '#contract/track.ts'
import type { ByteRange, ItemId, Sha256, UtcTime } from '#contract/units.ts'
import { Findings } from '#engine/base/findings.ts'
import { checks } from '#engine/conformance/check-conformance.ts'
import { noteMissing } from '#engine/examine/partial-file.ts'
import { verificationOfOther } from '#engine/examine/verify-kept.ts'
import type { VideoProbe } from '#engine/media/probe-video.ts'

export const noAttributes: OriginalAttributes = {
  modified: null,
  created: null,
  changed: null,
  accessed: null,
  mode: null,
}

export type NewOther = {
  id: ItemId
  /** Path under what was given, and where it came from, for people. */
  file: { relativePath: string; absolutePath: string }
  sha256: Sha256
  size: number
  kind: OtherKind
  /** What ffmpeg says of a `video`. */
  probe: VideoProbe | null
  /** Of `classifyCopy`. */
  finding?: Finding | null
  ingestedAt: UtcTime
  missing?: readonly ByteRange[]
  original?: OriginalAttributes
}

export function describeOther(given: NewOther): ItemDetail {
  const { id, file, sha256, size, kind, ingestedAt, missing = [], original = noAttributes } = given
  const path = file.relativePath.toWellFormed()
  const inspection = inspectOther(given, path)
  const reason = otherReason(kind, inspection, missing)
  const verification = verificationOfOther({ path, size, sha256 }, { kind, missing, reason })
  return {
    summary: {
      id,
      kind,
      name: basename(file.relativePath).toWellFormed(),
      path,
      sourcePath: file.absolutePath.toWellFormed(),
      size,
      sha256,
      status: missing.length > 0 ? 'partial' : 'ingested',
      ingestedAt,
      cameras: [],
      start: null,
      end: null,
      startOrigin: null,
      durationSeconds: inspection.durationSeconds,
      levels: inspection.levels,
      verdict: verification.verdict,
      ...answersOf(verification),
      seals: 0,
      verifiedAt: verification.verifiedAt,
      custody: 'complete',
      hasThumbnail: false,
      missingBytes: missingBytesOf(missing),
      completedBy: null,
      sensitive: false,
    },
    verification,
    inspection,
    conformance: conformanceOfOther(),
    findings: inspection.issues,
    clockOffset: null,
    missing: [...missing],
    original,
  }
}

function inspectOther({ sha256, size, probe, finding, missing = [] }: NewOther, path: string): Inspection {
  const findings = new Findings()
  noteMissing(missing, findings)
  return {
    path,
    size,
    sha256,
    brands: [],
    fragmented: false,
    durationSeconds: probe?.durationSeconds ?? 0,
    tracks: probe ? [trackOf(probe)] : [],
    export: null,
    startTimes: [],
    timing: [],
    statedClockOffset: null,
    chain: null,
    format: probe?.format ?? null,
    location: null,
    levels: { '0V': false, '0M': false, '0E': false },
    issues: [...findings.list(), ...(finding ? [finding] : [])],
    gaps: [],
    metadata: {
      frames: 0,
      objects: 0,
      events: 0,
      badSamples: 0,
      classes: {},
      topics: [],
      firstFrame: null,
      lastFrame: null,
    },
    positions: [],
  }
}

/** In ffmpeg's words. Its samples were not counted, and no time of it is known. */
const trackOf = ({ codec, width, height, durationSeconds }: VideoProbe): Track => ({
  id: 1,
  kind: 'video',
  codec,
  width,
  height,
  rotation: 0,
  pixelAspect: { h: 1, v: 1 },
  samples: 0,
  timescale: 1_000,
  durationTicks: Math.round(durationSeconds * 1_000),
  syncSamples: 0,
  startTime: null,
  decoderConfig: null,
  channels: 0,
  sampleRate: 0,
  language: 'und',
  editMediaTime: 0,
  editDelaySeconds: 0,
  contentEncoding: null,
  namespace: null,
  describes: [],
})

/** No check applies to what is no export; it carries no level. */
const conformanceOfOther = (): ConformanceReport => ({
  levels: { '0V': 'fail', '0M': 'fail', '0E': 'fail' },
  checks: checks.map(({ id, clause, title }) => ({
    id,
    clause,
    title,
    result: 'not-applicable',
    detail: t('kind.check'),
    offset: null,
  })),
})
