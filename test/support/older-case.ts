// Turns the database of a case into one of an older version: the tables as the migrations of that version make them, with
// the rows in them, without what that version did not know.
import Database from 'better-sqlite3'
import { renameSync, rmSync } from 'node:fs'
import { Connection } from '#engine/store/connection.ts'
import { migrate } from '#engine/store/migrate.ts'

/** `path` is a closed database of the latest version. */
export function makeOlder(path: string, version: number): void {
  const made = new Connection(`${path}.older`)
  migrate(made, version)
  made.close()
  const file = new Database(`${path}.older`)
  file.pragma('foreign_keys = OFF')
  file.prepare('ATTACH ? AS newer').run(path)
  const tables = file.prepare<[], { name: string }>(
    `SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
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
