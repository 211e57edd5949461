// A partial item, and a source that was read without an error and has the same bytes: what is missing was read as zeros. Whether
// they are zeros in the file, only an intact seal can tell; a copy made of the same damaged medium looks the same.
import type { ItemDetail, ItemSummary } from '#contract/item.ts'
import type { MetadataItem } from '#contract/metadata.ts'
import type { Gap } from '#contract/track.ts'
import type { ByteRange } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { Work } from '#engine/base/progress.ts'
import { choiceHash } from '#engine/examine/choice-hash.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { evidenceHashes } from '#engine/store/evidence-hashes.ts'
import { sourceDetail } from './copied-file.ts'
import type { CopiedFile } from './copied-file.ts'
import { describeCopy } from './describe-copy.ts'
import { metadataBuffer } from './index-metadata.ts'
import { rangesDetail } from './ranges-detail.ts'

/**
 * `gaps`: where pictures show them. `metadata`: null where it was too much to keep; the index is then made anew from the vault.
 */
export type WholeAfterAll = { detail: ItemDetail; gaps: Gap[]; metadata: MetadataItem[] | null }

export const isReadWhole = ({ missingBytes, completedBy }: ItemSummary, { missing }: CopiedFile): boolean =>
  missingBytes > 0 && completedBy === null && missing.length === 0

/** The item as a whole one, out of the vault; null where no intact seal vouches for its bytes. */
export async function examineAsWhole(
  database: CaseDatabase,
  known: ItemSummary,
  trust: TrustChoice,
  work: Work,
): Promise<WholeAfterAll | null> {
  const { id, sha256, ingestedAt } = known
  const { original } = database.items.load(id)
  const file = { relativePath: known.path, absolutePath: known.sourcePath }
  const buffer = metadataBuffer()
  const copy = await openFileSource(database.vault.path(sha256))
  try {
    const copied = { id, file, sha256, ingestedAt, missing: [], original }
    // Its progress is none of the intake's: the bytes were counted when they were copied.
    const silent = { ...work, report: () => undefined }
    const { detail, gaps } = await describeCopy(copy, copied, trust, silent, (item) => buffer.add(item))
    return vouchesFor(detail, database.items.missing(id)) ? { detail, gaps, metadata: buffer.items() } : null
  } finally {
    await copy.close()
  }
}

/** The seal is intact, and what was missing is among what it covers. */
const vouchesFor = ({ summary, verification }: ItemDetail, gaps: readonly ByteRange[]): boolean =>
  summary.intact === 'intact' &&
  !verification.unsealedRanges.some(({ start, end }) =>
    gaps.some((gap) => gap.start < end && start < gap.end),
  )

/** Part of the caller's transaction. Null where another intake did something about it meanwhile. */
export function recordWhole(
  { database, actor, trust }: { database: CaseDatabase; actor: string; trust: TrustChoice },
  { detail, gaps: shown, metadata }: WholeAfterAll,
  file: CopiedFile,
): ItemSummary | null {
  const { id, sha256 } = detail.summary
  const gaps = database.items.missing(id)
  if (!isReadWhole(database.items.summary(id), file) || gaps.length === 0) return null
  database.items.becomeWhole(detail)
  database.lanes.placeGaps(id, shown)
  if (metadata) database.metadata.replace(id, metadata)
  database.custody.append({
    actor,
    action: 'completed',
    itemId: id,
    inputSha256: sha256,
    outputSha256: sha256,
    detail: {
      ...sourceDetail(file),
      ...{ partial: id, whole: true, onlyZeros: true },
      ...rangesDetail(gaps),
      verdict: detail.verification.verdict,
      seals: detail.verification.seals.length,
      trustStoreSha256: choiceHash(trust),
      ...evidenceHashes(detail),
    },
  })
  return database.items.summary(id)
}
