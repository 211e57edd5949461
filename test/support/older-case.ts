// Turns the database of a case into one of an older version: the tables as the migrations of that version make them, with
// the rows in them, without what that version did not know.
import Database from 'better-sqlite3'
import { renameSync, rmSync } from 'node:fs'
import { Connection } from '#engine/store/connection.ts'
import {
  custodyColumns,
  entryFromRow,
  hashEntry,
  noPrevious,
  rowFromEntry,
} from '#engine/store/custody-row.ts'
import type { CustodyRow } from '#engine/store/custody-row.ts'
import { evidenceHashes } from '#engine/store/evidence-hashes.ts'
import { summaryColumns, summaryFromRow } from '#engine/store/item-row.ts'
import type { SummaryRow } from '#engine/store/item-row.ts'
import { migrate } from '#engine/store/migrate.ts'

/** `path` is a closed database of the latest version. */
export function makeOlder(path: string, version: number): void {
  // From here on the ledger is written as it is now.
  if (version < 40) rewriteLedger(path)
  const made = new Connection(`${path}.older`)
  migrate(made, version)
  made.close()
  const file = new Database(`${path}.older`)
  file.pragma('foreign_keys = OFF')
  file.prepare('ATTACH ? AS newer').run(path)
  // The index for searching is made again from the vault.
  const tables = file.prepare<[], { name: string }>(
    `SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'
       AND name NOT LIKE 'search%'`,
  )
  // They guard rows against users, not a copy of all of them against its order.
  const triggers = file
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'`,
    )
    .all()
  for (const { name } of triggers) file.exec(`DROP TRIGGER main.${name}`)
  for (const { name } of tables.all()) {
    const columns = file
      .prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${name}', 'main')`)
      .all()
      .map((column) => column.name)
      .join(', ')
    file.exec(`INSERT INTO main.${name} (${columns}) SELECT ${columns} FROM newer.${name}`)
  }
  for (const { sql } of triggers) file.exec(sql)
  file.pragma(`application_id = ${String(file.pragma('newer.application_id', { simple: true }))}`)
  file.exec('DETACH newer')
  file.close()
  for (const ending of ['-wal', '-shm']) rmSync(`${path}${ending}`, { force: true })
  renameSync(`${path}.older`, path)
}

/** What earlier versions wrote into their ledgers. */
const knownThen = new Set<string>([
  ...['case-created', 'case-opened', 'ingest', 'seen-again', 'ingest-failed', 'verify', 'view', 'export'],
  ...['report', 'trust-added', 'trust-removed', 'clock-offset', 'clock-offset-withdrawn', 'case-verified'],
  'recovered',
])

/** The ledger as those versions would have written it: nothing of what the original's file system said, no closings. */
function rewriteLedger(path: string): void {
  const db = new Connection(path)
  try {
    for (const name of [
      'custody_no_update',
      'custody_no_delete',
      'custody_only_at_the_end',
      'case_info_no_step_back',
    ])
      db.exec(`DROP TRIGGER IF EXISTS ${name}`)
    const rows = db.prepare<CustodyRow>(`SELECT ${custodyColumns} FROM custody ORDER BY seq`).all()
    const items = new Map(
      db
        .prepare<SummaryRow>(`SELECT ${summaryColumns.join(', ')} FROM item`)
        .all()
        .map((row) => [row.id, summaryFromRow(row)] as const),
    )
    db.exec('DELETE FROM custody')
    let end = { seq: 0, hash: noPrevious }
    for (const row of rows) {
      const entry = entryFromRow(row)
      if (!entry || !knownThen.has(entry.action)) continue
      const { original: _, kind: __, intake: ___, ...detail } = entry.detail
      const summary = items.get(String(entry.itemId))
      if (summary && detail['descriptionSha256'] !== undefined)
        Object.assign(detail, { descriptionSha256: evidenceHashes({ summary }).descriptionSha256 })
      const content = { ...entry, detail, seq: end.seq + 1, previous: end.hash }
      end = { seq: content.seq, hash: hashEntry(content) }
      const values = custodyColumns.replaceAll(/\w+/g, '@$&')
      db.prepare(`INSERT INTO custody (${custodyColumns}) VALUES (${values})`).run(
        rowFromEntry({ ...content, hash: end.hash }),
      )
    }
    db.prepare('UPDATE case_info SET ledger_seq = ?, ledger_head = ?').run(end.seq, end.hash)
  } finally {
    db.close()
  }
}
