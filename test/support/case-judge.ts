// Is a folder a whole case: opened, its ledger walked, every original hashed.
import type { CustodyEntry } from '#contract/custody.ts'
import { unwatched } from '#engine/base/progress.ts'
import { auditItems } from '#engine/ingest/audit-items.ts'
import { openCase } from '#engine/store/case-database.ts'

/** What is amiss, in words; none in a whole case. */
export async function judged(
  root: string,
): Promise<{ faults: string[]; items: number; ledger: CustodyEntry[] }> {
  const database = await openCase(root, { actor: '', readOnly: true })
  try {
    const report = database.custody.verifyLedger()
    const faults = await auditItems(database, report.items, unwatched)
    return {
      faults: [
        ...database.notices,
        ...(report.valid ? [] : [report.reason ?? '']),
        ...faults.map(({ problem }) => problem),
      ],
      items: database.items.list().length,
      ledger: report.items,
    }
  } finally {
    database.close()
  }
}
