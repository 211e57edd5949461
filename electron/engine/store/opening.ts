// What is looked at each time a case is opened, what is put right then, and how the examiner and the ledger learn of it.
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { auditItems } from './audit-items.ts'
import type { CaseDatabase } from './case-database.ts'
import type { OpenedDatabase } from './database.ts'
import type { MissingHead } from './ledger-head.ts'
import { formatMissingHead } from './ledger-head.ts'
import { linkNotices } from './own-folder.ts'
import type { SchemaFault } from './schema-check.ts'
import type { Leftover, VaultAudit } from './vault.ts'

/**
 * Returns plain sentences, none where all is well. With an `actor` (open for writing) leftovers are swept and the ledger
 * gets `case-opened`, and `recovered` where something had to be put right.
 */
export async function inspectOpening(
  database: CaseDatabase,
  opened: Pick<OpenedDatabase, 'updated' | 'schemaFaults'> & { isWritten: boolean },
  actor: string | null,
  more: { missingHead?: MissingHead | null; signedIn?: CustodyEntry['detail'] | null } = {},
): Promise<string[]> {
  // What is under way in another program looks like what an interruption left.
  const { isWritten } = opened
  const ledgerFault = database.custody.verifyTail()
  const notices = [
    ...updateNotices(opened.updated),
    ...opened.schemaFaults.map(schemaNotice),
    ...(ledgerFault ? [`The custody ledger does not verify: ${ledgerFault.reason}`] : []),
    ...(more.missingHead ? [formatMissingHead(more.missingHead)] : []),
    ...unsignedNotices(database),
    ...(await linkNotices(database.folder)),
    ...vaultNotices(await auditVault(database, isWritten)),
    ...database.reading(() => auditNotices(database)),
    ...(isWritten ? [] : [...indexNotices(database), ...gapNotices(database), ...intakeNotices(database)]),
  ]
  if (actor === null) return notices

  const recovered = [...updateNotices(opened.updated), ...opened.schemaFaults.map(schemaNotice)]
  database.transaction(() => {
    const { signedIn } = more
    const detail = { notices, ...(signedIn ? { signedIn } : {}) }
    database.custody.append({ actor, action: 'case-opened', detail })
    if (recovered.length > 0)
      database.custody.append({ actor, action: 'recovered', detail: { database: recovered } })
  })
  return [...notices, ...(await sweep(database, actor))]
}

/** Copies that cannot be looked at stay, and are no reason not to open the case. */
async function sweep(database: CaseDatabase, actor: string): Promise<string[]> {
  try {
    const leftovers = await database.vault.sweepIncoming((found) => {
      const copies = found.map(({ name, bytes }) => ({ name, bytes }))
      database.custody.append({ actor, action: 'recovered', detail: { removedCopies: copies } })
    }, database.intakes.parts())
    return leftoverNotices(leftovers, database.intakes.unfinished().length > 0)
  } catch (error) {
    if (!(error instanceof EvidenceError) || error.code !== 'file-unreadable') throw error
    return [error.message]
  }
}

/** The last closing says that no key could sign it. */
function unsignedNotices({ custody }: CaseDatabase): string[] {
  const last = custody.entryAt(custody.end().seq)
  const why = last?.action === 'case-closed' ? last.detail['unsigned'] : undefined
  return typeof why === 'string' ? [`When the case was last closed, its ledger was not signed: ${why}`] : []
}

async function auditVault({ vault, items }: CaseDatabase, isWritten: boolean): Promise<VaultAudit> {
  const audit = await vault.audit(items.originals())
  return isWritten ? { ...audit, unknown: [] } : audit
}

const updateNotices = (updated: OpenedDatabase['updated']): string[] =>
  updated
    ? [
        `The case was made by an older version and was brought up to date; its former database is kept as “${updated.copy}”.`,
      ]
    : []

const schemaNotice = ({ type, name, fault }: SchemaFault): string =>
  fault === 'foreign'
    ? `The database holds a ${type} “${name}” that does not come from Exhibit.`
    : `The database's ${type} “${name}” was ${fault}: somebody changed the database by other means.`

function leftoverNotices(leftovers: Leftover[], canGoOn: boolean): string[] {
  // Going on begins these files anew: nothing is left to do about each of them.
  if (canGoOn && leftovers.length > 0) {
    const [what, were] = leftovers.length === 1 ? ['One copy', 'was'] : [`${leftovers.length} copies`, 'were']
    return [
      `${what} without a checkpoint ${were} removed; when the intake goes on, copying begins anew there.`,
    ]
  }
  return leftovers.map(
    ({ name, bytes }) =>
      `Copying “${name}” was interrupted; the incomplete copy of ${bytes} bytes was removed. Ingest it again.`,
  )
}

const intakeNotices = ({ intakes }: CaseDatabase): string[] =>
  intakes.unfinished().map(({ startedAt, files, filesDone, interruptedAt, reason }) => {
    const at = interruptedAt === '' ? '' : `, at “${interruptedAt}”`
    const why = reason === '' ? 'the program ended' : reason
    return `Taking in evidence, begun at ${startedAt}, was interrupted after ${filesDone} of ${files} files${at} (${why}). It can go on.`
  })

/** An edited table can hold a thousand lies; some are enough to look closer. */
const mostProblems = 5

function vaultNotices({ missing, wrongSize, unknown, damaged, ...other }: VaultAudit): string[] {
  const open = [...other.unlisted, ...other.unlooked]
  const notices = open.slice(0, mostProblems)
  if (open.length > mostProblems) notices.push(t('lookUp.more', { count: open.length - mostProblems }))
  if (missing.length > 0)
    notices.push(`Missing from the vault: the original${plural(missing)} ${named(missing)}.`)
  if (wrongSize.length > 0)
    notices.push(`Not of the recorded size: the original${plural(wrongSize)} ${named(wrongSize)}.`)
  if (unknown.length > 0) {
    notices.push(
      `The vault holds ${unknown.length} file${plural(unknown)} of no item, as after an interrupted ingest: ${named(unknown)}. Kept.`,
    )
  }
  if (damaged.length > 0) {
    notices.push(
      `The vault keeps ${damaged.length} damaged file${plural(damaged)} in whose place the original was restored: ${named(damaged)}.`,
    )
  }
  return notices
}

function auditNotices(database: CaseDatabase): string[] {
  const problems = auditItems(database)
  const notices = problems.slice(0, mostProblems).map(({ itemId, problem }) => {
    const about = itemId === '' ? '' : `Item ${itemId}: `
    return `${about}${problem} Somebody changed the database by other means.`
  })
  const more = problems.length - mostProblems
  return more > 0 ? [...notices, `${more} more differences between the case and its ledger.`] : notices
}

function indexNotices(database: CaseDatabase): string[] {
  const unfinished = database.metadata.unfinished()
  if (unfinished.length === 0) return []
  const what = unfinished.length === 1 ? 'one item is' : `${unfinished.length} items are`
  return [
    `Metadata of ${what} not wholly indexed, as after an interruption; it can be read again from the vault.`,
  ]
}

function gapNotices({ lanes }: CaseDatabase): string[] {
  const count = lanes.withoutGaps().length
  if (count === 0) return []
  const whose = count === 1 ? 'one recording' : `${count} recordings`
  return [
    `On the timeline of all cameras, gaps of ${whose} lie where they were decoded, some pictures before they are seen; where exactly can be read again from the vault.`,
  ]
}

const plural = (list: unknown[]): string => (list.length === 1 ? '' : 's')

function named(list: string[]): string {
  const shown = list.slice(0, 3).map((name) => `${name.slice(0, 16)}…`)
  return list.length > 3 ? `${shown.join(', ')} and ${list.length - 3} more` : shown.join(', ')
}
