// Writes a report under a name that must be free, puts its hash into the ledger, and leaves nothing half-written.
import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId, Sha256 } from '#contract/units.ts'
import { refuseInsideCase } from '#engine/base/case-border.ts'
import { nameWithoutReplacing, refuseTaken, syncFile } from '#engine/base/durable-name.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import type { KnownKeys } from '#engine/custody/known-keys.ts'
import { verifyLedger } from '#engine/custody/verify-ledger.ts'
import type { HeldTrust } from '#engine/examine/held-trust.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { MissingHead } from '#engine/store/ledger-head.ts'
import { buildReport } from './build-report.ts'
import { formatHtml } from './html-report.ts'
import { writePdf } from './pdf-report.ts'
import { withVisibleTexts } from './report-document.ts'

export type ReportRequest = {
  /** Ends in `.pdf` or `.html`. */
  path: string
  itemIds: readonly ItemId[]
  actor: string
  resourcesFolder: string
  /** The workstation's trust store beside the case's own; by default the case's alone. */
  trust?: HeldTrust
  /** Whose signatures under ledgers are known; by default those that lead to a root in `trust`. */
  known?: KnownKeys
  /** What this workstation wrote into the ledger and does not find there. */
  missing?: MissingHead | null
}

/**
 * The ledger is written while the report still has its unfinished name: never is there a report of which it knows nothing.
 * Fails with `wrong-input`, `item-not-found`, `destination-exists`, `disk-full` or `destination-unwritable`.
 */
export async function writeReport(
  database: CaseDatabase,
  request: ReportRequest,
  work: Work,
): Promise<{ path: string; sha256: Sha256 }> {
  const { path, itemIds, actor, resourcesFolder } = request
  const ending = extname(path).toLowerCase()
  if (ending !== '.pdf' && ending !== '.html') {
    throw new EvidenceError('wrong-input', `A report is written as .pdf or .html, not as “${ending}”.`, {
      details: { path },
    })
  }
  await refuseInsideCase(database.folder, path)
  work.report({ label: 'report', done: 0, total: 2, unit: 'steps' })
  const ids = itemIds.length > 0 ? itemIds : database.items.list().map(({ id }) => id)
  const { trust, known, missing = null } = request
  const ledger = known && verifyLedger(database, known, missing)
  const report = withVisibleTexts(await buildReport(database, ids, actor, work.signal, trust, ledger))
  const partial = `${path}.${randomUUID().slice(0, 8)}.partial`
  try {
    // Asked again when it gets its name; but then it stands in the ledger already.
    await refuseTaken(path)
    if (ending === '.html') await writeFile(partial, formatHtml(report), { flag: 'wx' })
    else await writePdf(report, partial, join(resourcesFolder, 'fonts'), work.signal)
    await syncFile(partial)
    const sha256 = await hashOf(partial)
    work.signal.throwIfAborted()
    const act = { actor, action: 'report' as const, outputSha256: sha256 }
    database.custody.append({ ...act, detail: { path, items: ids.length, itemIds: [...ids] } })
    try {
      await nameWithoutReplacing(partial, path)
    } catch (error) {
      // The ledger is append-only: what did not come about is taken back by another entry.
      const reason = error instanceof Error ? error.message : String(error)
      database.custody.append({ ...act, detail: { path, failed: true, reason } })
      throw error
    }
    work.report({ label: 'report', done: 2, total: 2, unit: 'steps' })
    return { path, sha256 }
  } catch (cause) {
    if (work.signal.aborted || cause instanceof EvidenceError) throw cause
    if (errnoOf(cause) !== 'EEXIST') throw fileFailure(cause, path, 'No report was written.')
    throw new EvidenceError('destination-exists', `“${path}” exists already; no report was written.`, {
      details: { path },
      cause,
    })
  } finally {
    await rm(partial, { force: true })
  }
}

async function hashOf(path: string): Promise<Sha256> {
  const source = await openFileSource(path)
  try {
    return await sha256OfSource(source)
  } finally {
    await source.close()
  }
}
