// A whole file came in, and the case holds partial copies of it: they are the same where both have bytes. Found out by
// comparing every byte outside the gaps; the partial item then says which item completes it.
import { EvidenceError } from '#contract/errors.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import type { ItemDetail, ItemSummary } from '#contract/item.ts'
import type { ByteRange } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { compareOutside } from './compare-outside.ts'
import { rangesDetail } from './ranges-detail.ts'

export type Completes = { partial: ItemSummary; missing: readonly ByteRange[] }

/**
 * The partial items that `detail` completes, before it is in the case; `copyPath`: where its bytes lie now. Reads only where
 * the sizes are equal. Throws the signal's reason.
 */
export async function findCompleted(
  database: CaseDatabase,
  { summary, missing }: Pick<ItemDetail, 'summary' | 'missing'>,
  copyPath: string,
  signal: AbortSignal,
): Promise<Completes[]> {
  if (missing.length > 0) return []
  const found: Completes[] = []
  for (const partial of database.items.partialOfSize(summary.size)) {
    const gaps = database.items.missing(partial.id)
    if (await agrees(copyPath, database.vault.path(partial.sha256), gaps, signal))
      found.push({ partial, missing: gaps })
  }
  return found
}

async function agrees(
  whole: string,
  partial: string,
  gaps: readonly ByteRange[],
  signal: AbortSignal,
): Promise<boolean> {
  const one = await openFileSource(whole)
  try {
    const other = await openFileSource(partial)
    try {
      return (await compareOutside(one, other, gaps, signal)) === null
    } finally {
      await other.close()
    }
  } catch (error) {
    // A partial original that is gone or cannot be read is told by verification; nothing is said of it here.
    if (error instanceof EvidenceError && !signal.aborted) return false
    throw error
  } finally {
    await one.close()
  }
}

/** Within the transaction that puts `whole` into the case, or afterwards in one of its own. */
export function linkCompleted(
  database: CaseDatabase,
  actor: string,
  { summary: whole }: Pick<ItemDetail, 'summary'>,
  completes: readonly Completes[],
  detail: CustodyEntry['detail'] = {},
): void {
  for (const { partial, missing } of completes) {
    // Another intake may have completed it meanwhile; the first counts.
    if (database.items.summary(partial.id).completedBy !== null) continue
    database.items.setCompletedBy(partial.id, whole.id)
    database.custody.append({
      actor,
      action: 'completed',
      itemId: whole.id,
      inputSha256: partial.sha256,
      outputSha256: whole.sha256,
      detail: {
        partial: partial.id,
        whole: true,
        partialSource: partial.sourcePath,
        source: whole.sourcePath,
        ...rangesDetail(missing),
        ...detail,
      },
    })
  }
}
