// Step “read back and compare”: the one read of the copy. It says whether the disk holds what came from the source, and all
// that is told of the item: the source may change, the copy does not.
import type { ItemDetail, OriginalAttributes } from '#contract/item.ts'
import type { Gap } from '#contract/track.ts'
import type { ByteRange, ItemId, Sha256 } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { contentStampOf } from '#engine/base/file-stamp.ts'
import type { Work } from '#engine/base/progress.ts'
import { utcNow } from '#engine/base/time.ts'
import type { Examination } from '#engine/examine/examine-file.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { describeCopy } from './describe-copy.ts'
import type { MetadataBuffer } from './index-metadata.ts'
import { findCompleted, findWhole } from './link-completed.ts'
import type { CompletedBy, Completes } from './link-completed.ts'
import type { ReadBackResult } from './read-back.ts'

export type CopyToExamine = {
  /** Where the copy lies. */
  path: string
  file: { shown: string; relativePath: string }
  /** Of what was read from the source, zeros for what could not be read included. */
  sha256: Sha256
  missing: ByteRange[]
  original: OriginalAttributes
  /** Where the copy was read back while it was written, and how much of that was told. */
  readBack?: ReadBackResult | null
  readBackTold?: number
}

export type Examined = {
  detail: ItemDetail
  /** Where its pictures show that something is missing. */
  gaps: Gap[]
  /** Only where its metadata is still to be read for the index. */
  toIndex: Examination | null
  /** Partial items of the case that this one completes. */
  completes: Completes[]
  /** The whole item of the case that completes this partial one. */
  completedBy: CompletedBy | null
}

/** Fails with `copy-mismatch`. */
export async function examineCopy(
  id: ItemId,
  { path, file, readBack = null, readBackTold = 0, ...copied }: CopyToExamine,
  { database, trust }: { database: CaseDatabase; trust: TrustChoice },
  work: Work,
  buffer: MetadataBuffer,
  onBytes: (bytes: number) => void,
): Promise<Examined> {
  const copy = await openFileSource(path)
  try {
    const named = { relativePath: file.relativePath, absolutePath: file.shown }
    // Another file in its place, or one that was written to since, is read anew.
    const isSame = readBack !== null && (await contentStampOf(path)) === readBack.stamp
    const told = { id, file: named, ...copied, ingestedAt: utcNow(), readBack: isSame ? readBack : null }
    const described = await describeCopy(copy, told, trust, counting(work, onBytes, readBackTold), (item) =>
      buffer.add(item),
    )
    const { detail, examination, gaps } = described
    // What waits for its commit holds no more memory than it must.
    const toIndex = buffer.items() === null ? examination : null
    return {
      ...{ detail, gaps, toIndex },
      completes: await findCompleted(database, detail, path, work.signal),
      completedBy: await findWhole(database, detail, path, work.signal),
    }
  } finally {
    await copy.close()
  }
}

/** Other reads that come with it, of parts once more, are not counted, nor the first `counted` bytes. */
function counting(work: Work, onBytes: (bytes: number) => void, counted: number): Work {
  return {
    ...work,
    report: ({ label, unit, done }) => {
      if (label !== 'compare' || unit !== 'bytes' || done <= counted) return
      onBytes(done - counted)
      counted = done
    },
  }
}
