// A copy or a backup of an open case, as it stands at this moment, while others go on working in it.
import type { CopyPurpose, CopyResult } from '#contract/case.ts'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { fileFailure } from '#engine/base/file-failure.ts'
import type { Work } from '#engine/base/progress.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { CustodyAct } from '#engine/store/custody-store.ts'
import { checkDestination, nameFolder, removePartial } from './destination.ts'
import type { Destination } from './destination.ts'
import { bytesOf, makeCopy, planCopy } from './make-copy.ts'
import type { MadeCopy } from './make-copy.ts'

export type CopyOrder = { destination: string; purpose: CopyPurpose; actor: string }

/**
 * That a copy was begun stands in both ledgers, how it ended in the case's own. Where the case is open only for reading,
 * the copy alone tells of it. Fails with what `checkDestination`, reading and writing fail with; nothing is left then.
 */
export async function copyCase(
  database: CaseDatabase,
  { destination: given, purpose, actor }: CopyOrder,
  work: Work,
): Promise<CopyResult> {
  const destination = await checkDestination(database.folder.root, given)
  const plan = await planCopy(database, { derived: false }, work.signal)
  const facts = { destination: destination.path.toWellFormed(), purpose }
  const begun: CustodyAct = {
    actor,
    action: 'case-copied',
    detail: {
      ...facts,
      ...{ state: 'begun', from: database.folder.root.toWellFormed() },
      ...{ files: plan.files.length, bytes: bytesOf(plan.files) },
    },
  }
  const { isReadOnly } = database
  const record = (detail: CustodyAct['detail']): void => {
    if (!isReadOnly)
      database.custody.append({ actor, action: 'case-copied', detail: { ...facts, ...detail } })
  }
  if (!isReadOnly) database.custody.append(begun)
  try {
    const options = { act: isReadOnly ? begun : null, derived: false, strict: false }
    const made = await makeCopy(database, plan, destination, options, work)
    await giveName(destination)
    const { seq, head } = made.ledger
    record({
      ...{ state: 'done', files: made.files.length + 1, bytes: made.bytes, seq, head },
      problems: made.problems.length,
    })
    return resultOf(destination, purpose, made)
  } catch (error) {
    await removePartial(destination)
    try {
      record({ state: 'failed', failed: true, reason: reasonOf(error, work) })
    } catch {
      // The first failure is the one to tell.
    }
    throw error
  }
}

async function giveName({ path, partial }: Destination): Promise<void> {
  try {
    await nameFolder(partial, path)
  } catch (cause) {
    throw fileFailure(cause, path, t('casework.copyRemoved'))
  }
}

export function reasonOf(error: unknown, { signal }: Work): string {
  if (signal.aborted) return t('casework.cancelled')
  return error instanceof EvidenceError ? error.message : String(error)
}

const resultOf = ({ path }: Destination, purpose: CopyPurpose, made: MadeCopy): CopyResult => ({
  path,
  purpose,
  files: made.files.length + 1,
  bytes: made.bytes,
  ledger: made.ledger,
  problems: made.problems,
})
