// What each kind of long work hands over when it ends: `job.end` carries plain JSON, this gives it its type.
import { z } from 'zod'
import { Case, CopyResult } from '#contract/case.ts'
import { CustodyEntry } from '#contract/custody.ts'
import { VerifyAllResult } from '#contract/explanation.ts'
import { ExportResult } from '#contract/export.ts'
import { DamageMap, DecodedScan, FrameList, FrameScan } from '#contract/frames.ts'
import { HandoverResult } from '#contract/handover.ts'
import { IntakePlan } from '#contract/intake.ts'
import { IngestedItem, IngestResult } from '#contract/item.ts'
import { OpenedVideo, ReviewResult, SoundResult } from '#contract/review.ts'
import { IndexResult, SearchExport } from '#contract/search.ts'
import { Verification } from '#contract/seal.ts'
import { SheetResult } from '#contract/sheet.ts'
import { StillResult } from '#contract/still.ts'
import { Sha256 } from '#contract/units.ts'

const results = {
  'demo.open': Case,
  'item.verify': Verification,
  'case.verify': VerifyAllResult,
  'ingest.start': IngestResult,
  'ingest.plan': IntakePlan,
  'ingest.resume': IngestResult,
  'ingest.giveUp': z.null(),
  'item.complete': IngestedItem,
  'case.copy': CopyResult,
  'case.move': Case,
  'custody.timeStamp': CustodyEntry,
  'handover.start': HandoverResult,
  'export.start': ExportResult,
  'video.open': OpenedVideo,
  'review.open': ReviewResult,
  'sound.open': SoundResult,
  'search.export': SearchExport,
  'search.index': IndexResult,
  'still.make': StillResult,
  'still.sheet': SheetResult,
  'frames.scan': FrameScan,
  'frames.decode': DecodedScan,
  'frames.damage': DamageMap,
  'frames.export': FrameList,
  'report.start': z.strictObject({ path: z.string(), sha256: Sha256 }),
} as const

export type JobCallName = keyof typeof results
export type JobResult<N extends JobCallName> = z.infer<(typeof results)[N]>

/** Throws where the result does not fit the contract: that is a bug, not a failure. */
export function parseJobResult<N extends JobCallName>(name: N, result: unknown): JobResult<N> {
  return results[name].parse(result) as JobResult<N>
}
