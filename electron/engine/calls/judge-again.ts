// Who is trusted changed: every item's second answer is given anew; the first, about the bytes, stays as it was.
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import type { ItemId, Sha256 } from '#contract/units.ts'
import { reviewTrust, whyNotVerified } from '../examine/review-trust.ts'
import { settleTimes } from '../examine/settle-times.ts'
import type { Structure } from '../examine/verify-file.ts'
import { withdrawTrust } from '../examine/withdraw-trust.ts'
import { ingestedHashes } from '../ingest/audit-items.ts'
import type { CaseDatabase } from '../store/case-database.ts'
import { judgedWith } from '../store/judged-with.ts'
import type { Workbench } from '../workbench.ts'

export async function judgeAllAgain(bench: Workbench): Promise<void> {
  const { database } = bench
  await bench.inTurn(async () => {
    if (!isOpen(bench, database)) return
    // By the ledger: a list of items is all or nothing, and one damaged row must not keep the others from their answer.
    const ids = ingestedHashes([...database.custody.entriesOf(['ingest'])]).keys()
    await judgeEach(bench, database, ids)
  })
}

/**
 * Items that were judged with another trust store than the one that counts now are judged by it: at an opening, after
 * long work that gave answers with the store of its beginning (`used`), and when another program on this workstation changed
 * whom it trusts. Gives whether any was judged.
 */
export async function judgeStale(
  bench: Workbench,
  database: CaseDatabase,
  used: Sha256 | null = null,
): Promise<boolean> {
  return bench.inTurn(async () => {
    if (!isOpen(bench, database)) return false
    const { sha256 } = bench.held
    if (bench.judgedBy === sha256 && (used ?? sha256) === sha256) return false
    const stale = [...judgedWith(database.custody)].filter(([, by]) => by !== sha256)
    if (database.isReadOnly) {
      tellStale(bench, database, stale.length)
      return false
    }
    if (stale.length === 0) {
      bench.judgedBy = sha256
      return false
    }
    await judgeEach(
      bench,
      database,
      stale.map(([id]) => id as ItemId),
    )
    return true
  })
}

/** What cannot be recorded is not judged: the table, the item and a report would say different things. */
function tellStale(bench: Workbench, database: CaseDatabase, count: number): void {
  bench.judgedBy = bench.held.sha256
  const notice = t('casework.otherTrust', { count })
  if (count > 0 && !database.notices.includes(notice)) database.notices.push(notice)
}

async function judgeEach(bench: Workbench, database: CaseDatabase, ids: Iterable<ItemId>): Promise<void> {
  const { sha256 } = bench.held
  const problems: string[] = []
  for (const id of ids) {
    if (!isOpen(bench, database)) return
    try {
      const problem = await judgeAgain(bench, database, id)
      if (problem !== null) problems.push(problem)
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error
      problems.push(`Item ${id} was not judged again by the certificates trusted now: ${error.message}`)
    }
  }
  if (!isOpen(bench, database)) return
  // Where it changed meanwhile, whoever asks next finds the items that were judged before that.
  if (bench.held.sha256 === sha256) bench.judgedBy = sha256
  // A missing original is told once, not at each change.
  const news = problems.filter((problem) => !database.notices.includes(problem))
  if (news.length > 0) {
    database.notices.push(...news)
    bench.emit('case.changed', { case: database.describe() })
  }
  bench.emit('items.changed', {})
}

/**
 * Null, or in a sentence why there is no answer about who sealed: where the original cannot be read, that of another trust
 * store is withdrawn. Fails where the case itself cannot be read.
 */
async function judgeAgain(bench: Workbench, database: CaseDatabase, id: ItemId): Promise<string | null> {
  const structure = await structureOf(bench, database, id)
  // While the file was read, the case may have been closed, or the item verified again.
  if (!isOpen(bench, database)) return null
  const item = database.items.load(id)
  const { verification } = item
  const { choice, sha256 } = bench.held
  const why =
    structure instanceof EvidenceError
      ? `The original cannot be read: ${structure.message}`
      : whyNotVerified(verification, structure)
  const lost = structure instanceof EvidenceError || why !== null
  const judged = lost
    ? withdrawTrust(verification, why ?? '', choice)
    : reviewTrust(verification, structure, choice)
  // Without an answer about who corrects a time, what counted by the last one stays.
  const times = lost ? null : settleTimes(item, judged)
  database.recordJudgement(id, judged, { actor: bench.actor, trustStoreSha256: sha256, times })
  return lost ? `Item ${id} could not be judged by the certificates trusted now. ${why ?? ''}` : null
}

async function structureOf(
  bench: Workbench,
  database: CaseDatabase,
  id: ItemId,
): Promise<Structure | EvidenceError> {
  try {
    return await bench.movies.structure(database, id)
  } catch (error) {
    if (error instanceof EvidenceError) return error
    throw error
  }
}

/** A case that is being closed is judged when it is opened again. */
const isOpen = (bench: Workbench, database: CaseDatabase): boolean =>
  !bench.isLeaving && bench.current !== null && bench.database === database
