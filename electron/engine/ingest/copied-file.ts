// A file that was copied and not yet committed, and what the ledger says of where it came from.
import type { CustodyEntry } from '#contract/custody.ts'
import type { IntakeId } from '#contract/intake.ts'
import type { OriginalAttributes } from '#contract/item.ts'
import type { ByteRange, Sha256 } from '#contract/units.ts'
import type { Incoming } from '#engine/store/incoming.ts'
import type { PartProgress } from './intake-progress.ts'
import { rangesDetail } from './ranges-detail.ts'
import type { ReadBackResult } from './read-back.ts'

export type CopiedFile = {
  intake: IntakeId
  /** Its place among the files of the intake. */
  position: number
  shown: string
  relativePath: string
  incoming: Incoming
  sha256: Sha256
  size: number
  missing: ByteRange[]
  original: OriginalAttributes
  /** What the source itself says of where it came from. */
  detail: CustodyEntry['detail']
  /** Where copying went on after an interruption; null where it was copied at one go. */
  resumedAt: number | null
  /** What reading it back while it was copied gave; null where that is still to be done. */
  readBack: ReadBackResult | null
  /** Bytes of reading back that were told as done already. */
  readBackTold: number
  progress: PartProgress
}

/** For every entry about a file that was copied. */
export function sourceDetail(file: CopiedFile): CustodyEntry['detail'] {
  const { original, resumedAt } = file
  return {
    ...file.detail,
    source: file.shown.toWellFormed(),
    path: file.relativePath.toWellFormed(),
    size: file.size,
    modified: original.modified,
    original,
    intake: file.intake,
    ...(resumedAt === null ? {} : { resumedAt }),
    ...(file.missing.length > 0 ? { missing: rangesDetail(file.missing) } : {}),
  }
}
