// What verifying a case looks at besides its originals: the ledger entry by entry, the tables against the ledger, and what
// lies in the vault without being an original.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { VerifyAllResult } from '#contract/explanation.ts'
import { t } from '#contract/messages/format.ts'
import { ItemId } from '#contract/units.ts'
import { breathe } from '../base/progress.ts'
import type { Work } from '../base/progress.ts'
import { walkInSteps } from '../custody/verify-ledger.ts'
import { auditItems } from '../store/audit-items.ts'
import type { CaseDatabase } from '../store/case-database.ts'
import { keepWritersOut } from '../store/case-lock.ts'
import type { Workbench } from '../workbench.ts'

/** In steps, with everything else having its turn between them. */
export async function walkLedger(
  database: CaseDatabase,
  work: Work,
): Promise<NonNullable<VerifyAllResult['ledger']>> {
  const { entries, fault } = await walkInSteps(database, async (progress) => {
    work.report({ label: t('casework.step.ledger'), ...progress, unit: 'items' })
    await breathe(work.signal)
  })
  return { entries, valid: fault === null, firstBad: fault?.seq ?? null, reason: fault?.reason ?? null }
}

/** Rows that say something else than the ledger. To be asked before verifying: that writes rows anew. */
export function auditTables(
  database: CaseDatabase,
  pathOf: (id: string) => string,
): VerifyAllResult['changed'] {
  return auditItems(database, { deep: true }).map(({ itemId, problem }) => ({
    itemId: ItemId.safeParse(itemId).data ?? null,
    path: itemId === '' ? '' : pathOf(itemId),
    problem,
  }))
}

/** `extra`: files of no item; null while files are taken in. `unlisted`: folders of which that cannot be told, in sentences. */
type Extra = { extra: VerifyAllResult['extra']; unlisted: string[] }

/** What was set aside where an original was restored is spoken of in the ledger, and is no stranger. */
export async function findExtra(bench: Workbench, database: CaseDatabase): Promise<Extra> {
  const untold: Extra = { extra: null, unlisted: [] }
  // A file is in its place a moment before its item is in the case.
  if (bench.jobs.isBusyWith(['ingest', 'complete', 'give-up', 'demo'])) return untold
  if (!database.isReadOnly) return extraOf(database)
  const guard = keepWritersOut(database.folder)
  try {
    return guard ? await extraOf(database) : untold
  } finally {
    guard?.release()
  }
}

async function extraOf(database: CaseDatabase): Promise<Extra> {
  const { vault, items, custody, folder } = database
  const { unknown, damaged, unlisted } = await vault.audit(items.originals())
  if (unknown.length + damaged.length === 0) return { extra: [], unlisted }
  const setAside = new Set<unknown>()
  for (const { detail } of custody.entriesOf(['recovered'])) setAside.add(detail['keptAs'])
  const strangers = damaged.filter((name) => !setAside.has(name))
  const extra: NonNullable<VerifyAllResult['extra']> = []
  for (const name of [...unknown, ...strangers]) {
    // Without a size where it cannot be looked at; that it is there is what counts.
    const found = await stat(join(folder.vault, name.slice(0, 2), name)).catch(() => null)
    extra.push({ name, bytes: found?.isFile() === true ? found.size : null })
  }
  return { extra, unlisted }
}
