// Who is trusted changed: every item's second answer is given anew; the first, about the bytes, stays as it was.
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId, Sha256 } from '#contract/units.ts'
import { reviewTrust } from '../examine/review-trust.ts'
import { ingestedHashes } from '../ingest/audit-items.ts'
import type { CaseDatabase } from '../store/case-database.ts'
import { judgedWith } from '../store/judged-with.ts'
import type { Workbench } from '../workbench.ts'

export async function judgeAllAgain(bench: Workbench): Promise<void> {
  const { database } = bench
  // By the ledger: a list of items is all or nothing, and one damaged row must not keep the others from their answer.
  const ids = ingestedHashes([...database.custody.entriesOf(['ingest'])]).keys()
  await judgeEach(bench, database, ids)
}

async function judgeEach(bench: Workbench, database: CaseDatabase, ids: Iterable<ItemId>): Promise<void> {
  const problems: string[] = []
  for (const id of ids) {
    try {
      await judgeAgain(bench, database, id)
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error
      problems.push(`Item ${id} was not judged again by the certificates trusted now: ${error.message}`)
    }
  }
  if (!isOpen(bench, database)) return
  if (problems.length > 0) {
    database.notices.push(...problems)
    bench.emit('case.changed', { case: database.describe() })
  }
  bench.emit('items.changed', {})
}

/**
 * Also for whoever stored a verification that was begun with another trust store than the one that counts now: its answer
 * must not outlive the change.
 */
export async function judgeAgain(bench: Workbench, database: CaseDatabase, id: ItemId): Promise<void> {
  const structure = await bench.movies.structure(database, id)
  // While the file was read, the case may have been closed, or the item verified again.
  if (!isOpen(bench, database)) return
  const { choice, sha256 } = bench.held
  const judged = reviewTrust(database.items.load(id).verification, structure, choice)
  database.recordJudgement(id, judged, { actor: bench.actor, trustStoreSha256: sha256 })
}

/**
 * After long work that gave answers with the trust store of its beginning: where another one counts by now, the items that
 * were not judged with it are judged by it.
 */
export async function judgeStale(bench: Workbench, database: CaseDatabase, used: Sha256): Promise<void> {
  if (!isOpen(bench, database) || bench.held.sha256 === used) return
  const stale = [...judgedWith(database.custody)].filter(([, sha256]) => sha256 !== bench.held.sha256)
  await judgeEach(
    bench,
    database,
    stale.map(([id]) => id as ItemId),
  )
}

const isOpen = (bench: Workbench, database: CaseDatabase): boolean =>
  bench.current !== null && bench.database === database
