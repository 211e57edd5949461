// What is looked at each time a case is opened, what is put right then, and how the examiner and the ledger learn of it.
import type { CaseDatabase } from './case-database.ts'
import type { OpenedDatabase } from './database.ts'
import type { SchemaFault } from './schema-check.ts'
import type { Leftover, VaultAudit } from './vault.ts'

/**
 * Returns plain sentences, none where all is well. With an `actor` (open for writing) leftovers are swept and the ledger
 * gets `case-opened`, and `recovered` where something had to be put right.
 */
export async function inspectOpening(
  database: CaseDatabase,
  opened: Pick<OpenedDatabase, 'updated' | 'schemaFaults'>,
  actor: string | null,
): Promise<string[]> {
  const ledgerFault = database.custody.verifyTail()
  const notices = [
    ...updateNotices(opened.updated),
    ...opened.schemaFaults.map(schemaNotice),
    ...(ledgerFault ? [`The custody ledger does not verify: ${ledgerFault.reason}`] : []),
    ...vaultNotices(await database.vault.audit(database.items.originals())),
  ]
  if (actor === null) return notices

  const recovered = [...updateNotices(opened.updated), ...opened.schemaFaults.map(schemaNotice)]
  database.transaction(() => {
    database.custody.append({ actor, action: 'case-opened', detail: { notices } })
    if (recovered.length > 0)
      database.custody.append({ actor, action: 'recovered', detail: { database: recovered } })
  })
  const leftovers = await database.vault.sweepIncoming((found) => {
    const copies = found.map(({ name, bytes }) => ({ name, bytes }))
    database.custody.append({ actor, action: 'recovered', detail: { removedCopies: copies } })
  })
  return [...notices, ...leftovers.map(leftoverNotice)]
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

const leftoverNotice = ({ name, bytes }: Leftover): string =>
  `Copying “${name}” was interrupted; the incomplete copy of ${bytes} bytes was removed. Ingest it again.`

function vaultNotices({ missing, wrongSize, unknown }: VaultAudit): string[] {
  const notices: string[] = []
  if (missing.length > 0)
    notices.push(`Missing from the vault: the original${plural(missing)} ${named(missing)}.`)
  if (wrongSize.length > 0)
    notices.push(`Not of the recorded size: the original${plural(wrongSize)} ${named(wrongSize)}.`)
  if (unknown.length > 0) {
    notices.push(
      `The vault holds ${unknown.length} file${plural(unknown)} of no item, as after an interrupted ingest: ${named(unknown)}. Kept.`,
    )
  }
  return notices
}

const plural = (list: unknown[]): string => (list.length === 1 ? '' : 's')

function named(list: string[]): string {
  const shown = list.slice(0, 3).map((name) => `${name.slice(0, 16)}…`)
  return list.length > 3 ? `${shown.join(', ')} and ${list.length - 3} more` : shown.join(', ')
}
