// The row of a file that is no export: kept with its hash, and nothing more is said of it.
import { basename } from 'node:path'
import type { ItemDetail, ItemKind, OriginalAttributes } from '#contract/item.ts'
import { answersOf } from '#contract/messages/verdict.ts'
import type { Verification } from '#contract/seal.ts'
import type { ByteRange, ItemId, Sha256, UtcTime } from '#contract/units.ts'
import { toolVersion } from '#engine/base/version.ts'
import { missingBytesOf } from './missing-bytes.ts'

export type OtherItem = {
  id: ItemId
  file: { shown: string; relativePath: string }
  sha256: Sha256
  size: number
  kind: Exclude<ItemKind, 'export'>
  probe: null
  ingestedAt: UtcTime
  missing: ByteRange[]
  original: OriginalAttributes
}

const noLevels = { '0V': false, '0M': false, '0E': false } as const

export function describeOther(item: OtherItem): ItemDetail {
  const { id, file, sha256, size, kind, ingestedAt, missing, original } = item
  const path = file.relativePath.toWellFormed()
  const verification: Verification = {
    ...{ path, size, sha256, verdict: 'unreadable', verifiedAt: ingestedAt, toolVersion },
    reason: 'Not a video: kept as an attachment. Only its SHA-256 is checked.',
    ...{ unsealedBytes: size, unsealedRanges: size > 0 ? [{ start: 0, end: size }] : [] },
    ...{ seals: [], mediaSigning: [], findings: [], notChecked: [] },
  }
  return {
    summary: {
      ...{ id, kind, path, size, sha256, ingestedAt },
      name: basename(path),
      sourcePath: file.shown.toWellFormed(),
      status: missing.length > 0 ? 'partial' : 'ingested',
      ...{ cameras: [], start: null, end: null, startOrigin: null, durationSeconds: 0 },
      ...{ levels: noLevels, verdict: verification.verdict, ...answersOf(verification), seals: 0 },
      ...{ verifiedAt: ingestedAt, custody: 'complete', hasThumbnail: false, completedBy: null },
      missingBytes: missingBytesOf(missing),
    },
    verification,
    inspection: {
      ...{ path, size, sha256, brands: [], fragmented: false, durationSeconds: 0, tracks: [], export: null },
      ...{ startTimes: [], timing: [], statedClockOffset: null, location: null, levels: noLevels },
      ...{ issues: [], gaps: [], positions: [] },
      metadata: {
        ...{ frames: 0, objects: 0, events: 0, badSamples: 0 },
        ...{ classes: {}, topics: [], firstFrame: null, lastFrame: null },
      },
    },
    conformance: { levels: { '0V': 'fail', '0M': 'fail', '0E': 'fail' }, checks: [] },
    ...{ findings: [], clockOffset: null, missing, original },
  }
}
