// A whole file came in, and the case holds partial copies of it, or the other way round: they are the same where both have
// bytes. Found out by comparing every byte outside the gaps; the partial item then says which item completes it.
import { EvidenceError } from '#contract/errors.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import type { ItemDetail, ItemSummary } from '#contract/item.ts'
import { missingBytesOf } from '#contract/messages/kinds.ts'
import type { ByteRange } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { between, compareOutside, firstDifference } from './compare-outside.ts'
import { rangesDetail } from './ranges-detail.ts'

export type Completes = { partial: ItemSummary; missing: readonly ByteRange[]; bytesCompared?: number }

/** Files of one recorder have the same length and begin alike: so many bytes have to agree, or half of the file. */
const leastCompared = 1 << 20

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
    const bytesCompared = comparable(summary.size, gaps)
    if (bytesCompared === null) continue
    if (await agrees(copyPath, database.vault.path(partial.sha256), gaps, signal))
      found.push({ partial, missing: gaps, bytesCompared })
  }
  return found
}

export type CompletedBy = { whole: ItemSummary; bytesCompared: number }

/**
 * The whole item that completes the partial one `detail`, as above. Null where none does, and where several do that differ
 * in what is missing: which of them it was, the bytes do not say.
 */
export async function findWhole(
  database: CaseDatabase,
  { summary, missing }: Pick<ItemDetail, 'summary' | 'missing'>,
  copyPath: string,
  signal: AbortSignal,
): Promise<CompletedBy | null> {
  const bytesCompared = missing.length > 0 ? comparable(summary.size, missing) : null
  if (bytesCompared === null) return null
  let found: CompletedBy | null = null
  for (const whole of database.items.wholeOfSize(summary.size)) {
    signal.throwIfAborted()
    if (!(await agrees(database.vault.path(whole.sha256), copyPath, missing, signal))) continue
    if (found) return null
    found = { whole, bytesCompared }
  }
  return found
}

/** How many bytes both have; null where that is too little to say anything. */
function comparable(size: number, gaps: readonly ByteRange[]): number | null {
  const bytes = size - missingBytesOf(gaps)
  return bytes < Math.min(leastCompared, Math.ceil(size / 2)) ? null : bytes
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
      if (await differsAtOnce(one, other, gaps)) return false
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

const probeBytes = 4_096

/** A recorder's files are of one length by the thousand and begin alike: two looks further on spare reading most of them. */
async function differsAtOnce(
  one: ByteSource,
  other: ByteSource,
  gaps: readonly ByteRange[],
): Promise<boolean> {
  const parts = between(gaps, Math.min(one.size, other.size))
  const longest = parts.reduce(
    (best, part) => (part.end - part.start > best.end - best.start ? part : best),
    {
      start: 0,
      end: 0,
    },
  )
  const length = Math.min(probeBytes, longest.end - longest.start)
  for (const at of [Math.floor((longest.start + longest.end - length) / 2), longest.end - length])
    if (firstDifference(await one.read(at, length), await other.read(at, length)) !== null) return true
  return false
}

/** Within the transaction that puts the partial item into the case. */
export function linkToWhole(
  database: CaseDatabase,
  actor: string,
  { summary: partial, missing }: Pick<ItemDetail, 'summary' | 'missing'>,
  completedBy: CompletedBy | null,
): void {
  if (!completedBy) return
  const { whole, bytesCompared } = completedBy
  linkCompleted(database, actor, { summary: whole }, [{ partial, missing, bytesCompared }])
}

/** Within the transaction that puts the later of them into the case, or afterwards in one of its own. */
export function linkCompleted(
  database: CaseDatabase,
  actor: string,
  { summary: whole }: Pick<ItemDetail, 'summary'>,
  completes: readonly Completes[],
  detail: CustodyEntry['detail'] = {},
): void {
  const linked = [whole.id]
  for (const { partial, missing, bytesCompared } of completes) {
    // Another file of the same group, or another intake, may have completed it meanwhile.
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
        ...(bytesCompared === undefined ? {} : { bytesCompared }),
        ...detail,
      },
    })
    linked.push(partial.id)
  }
  // What is not to be seen in one of them is not to be seen in any.
  if (linked.some((id) => database.items.summary(id).sensitive)) database.sensitive.mark(linked, true, actor)
}
