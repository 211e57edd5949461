// Files that are not taken in: the reason stands in the ledger and in the intake's own record.
import type { EvidenceError } from '#contract/errors.ts'
import type { IngestedItem } from '#contract/item.ts'
import type { StoredIntake } from '#engine/store/intake-store.ts'
import type { NamedFile } from './copy-file.ts'
import type { IngestContext } from './ingest-context.ts'

/** Records why and gives what is told of it. */
export function failedItem(
  { position, shown, relativePath, size }: NamedFile,
  intake: StoredIntake,
  { database, actor }: Pick<IngestContext, 'database' | 'actor'>,
  error: EvidenceError,
): IngestedItem {
  const item = notTaken(relativePath, size, error.message)
  database.transaction(() => {
    database.custody.append({
      actor,
      action: 'ingest-failed',
      detail: {
        source: shown.toWellFormed(),
        ...{ path: relativePath.toWellFormed(), size, code: error.code, reason: error.message },
        intake: intake.id,
      },
    })
    database.intakes.finish(intake, position, item)
  })
  return item
}

export const notTaken = (path: string, size: number, reason: string): IngestedItem => ({
  ...{ id: null, path: path.toWellFormed(), sha256: null, size, status: 'failed', verdict: 'unreadable' },
  ...{ levels: [], detail: reason, kind: null },
})
