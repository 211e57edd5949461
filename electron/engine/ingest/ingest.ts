// Evidence into an open case: plan, then file by file (run-intake.ts). Whatever stops it, it can go on: after a crash, a pulled
// medium, a full disk, or because the user wants to.
import { EvidenceError } from '#contract/errors.ts'
import type { IntakeId } from '#contract/intake.ts'
import type { IngestedItem, IngestResult } from '#contract/item.ts'
import { breathe } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import type { StoredIntake } from '#engine/store/intake-store.ts'
import { beginIntake } from './begin-intake.ts'
import type { BegunIntake } from './begin-intake.ts'
import { reindexUnfinished } from './index-metadata.ts'
import type { IngestContext } from './ingest-context.ts'
import { listSources } from './list-sources.ts'
import { recordRefused } from './record-skipped.ts'
import { IntakeRun } from './run-intake.ts'

export type OnItem = (item: IngestedItem) => void

/** Then everything else has its turn. */
const skippedAtOnce = 1_000

/** `onItem` is called for each file as it is done. Cancelling keeps the items that are wholly in the case. */
export async function ingest(
  sources: readonly string[],
  context: IngestContext,
  work: Work,
  onItem: OnItem = () => undefined,
): Promise<IngestResult> {
  const { database, reading, terms = null } = context
  await reindexUnfinished(database, work)
  let found = 0
  const onFound = (shown: string): void => {
    found += 1
    work.report({ label: shown, done: found, total: null, unit: 'items' })
  }
  const listings = await listSources(sources, {
    ...{ signal: work.signal, caseRoot: database.folder.root, terms, onFound },
    maxTotal: await database.vault.freeBytes(),
    ...(reading ? { reading } : {}),
  }).catch((cause: unknown) => {
    recordRefused(cause, context)
    throw cause
  })
  const { intake, fresh, skipped } = await beginIntake(listings, context, work.signal)
  // Thousands of names are not held in memory while the files are read: they stand in the case.
  listings.length = 0
  return goThrough(intake, context, work, onItem, { fresh, skipped })
}

/** Goes on where an intake stopped; what was done before is in the result too. Fails with `wrong-input` as well. */
export async function resumeIntake(
  id: IntakeId,
  context: IngestContext,
  work: Work,
  onItem: OnItem = () => undefined,
): Promise<IngestResult> {
  const { database, actor } = context
  const intake = database.intakes.open(id)
  refuseWithoutProxy(intake, database)
  database.intakes.hold(id)
  try {
    await reindexUnfinished(database, work)
    const { files, filesDone, bytesKept } = database.intakes.totals(intake)
    const unfinished = database.intakes.begun(intake).at(-1)
    database.transaction(() => {
      database.intakes.setReason(intake, '')
      const at = unfinished?.checkpoint
        ? { position: unfinished.position, resumedAt: unfinished.checkpoint.bytes }
        : null
      const detail = { intake: id, resumed: true, files, filesDone, bytesKept, at }
      database.custody.append({ actor, action: 'intake-started', detail })
    })
  } catch (cause) {
    database.intakes.release(id)
    throw cause
  }
  return goThrough(intake, context, work, onItem)
}

/** Another way to the server than the one that was asked for is not taken behind the user's back. */
function refuseWithoutProxy(intake: StoredIntake, { intakes }: IngestContext['database']): void {
  if (!intake.terms?.proxyWithheld || !intakes.awaits(intake, 'download')) return
  throw new EvidenceError(
    'wrong-input',
    'This intake fetches files through a proxy with a password, and passwords are not kept: it cannot go on by itself. Give it up and fetch what is missing anew; what is in the case stays there.',
    { details: { intakeId: intake.id } },
  )
}

/** Releases the intake. */
async function goThrough(
  intake: StoredIntake,
  context: IngestContext,
  work: Work,
  onItem: OnItem,
  { fresh, skipped = [] }: Partial<Omit<BegunIntake, 'intake'>> = {},
): Promise<IngestResult> {
  const { database } = context
  try {
    for (const [at, item] of skipped.entries()) {
      onItem(item)
      if (at % skippedAtOnce === skippedAtOnce - 1) await breathe(work.signal)
    }
    await new IntakeRun(intake, context, work, onItem, fresh).run()
    const items = database.intakes.outcomes(intake)
    database.intakes.end(intake, 'done')
    return { case: database.folder.root, items }
  } catch (cause) {
    recordStop(intake, context, reasonOf(cause, work))
    throw cause
  } finally {
    database.intakes.release(intake.id)
  }
}

function reasonOf(cause: unknown, { signal }: Work): string {
  if (signal.aborted) return 'It was cancelled.'
  return cause instanceof EvidenceError ? cause.message : 'An internal error stopped it.'
}

/** On a full disk even this may not be written: then it is as after a crash, and the first failure is the one to tell. */
function recordStop(intake: StoredIntake, { database, actor }: IngestContext, reason: string): void {
  try {
    const { files, filesDone, bytes, bytesKept } = database.intakes.totals(intake)
    const counts = { files, filesDone, bytes, bytesKept }
    database.transaction(() => {
      database.intakes.setReason(intake, reason)
      const detail = { intake: intake.id, reason, ...counts, canGoOn: true }
      database.custody.append({ actor, action: 'intake-stopped', detail })
    })
  } catch (cause) {
    process.stderr.write(`the stop of an intake was not recorded: ${String(cause)}\n`)
  }
}
