// A database in memory without a table, for tests of what is made in it, and what that is.
import { onTestFinished } from 'vitest'
import { Connection } from '#engine/store/connection.ts'

/** Closed when the test is over. */
export function emptyDatabase(): Connection {
  const db = new Connection(':memory:')
  onTestFinished(() => db.close())
  db.pragma('foreign_keys = ON')
  return db
}

/** The shape of a database as text, table by table, each with its indexes and triggers. */
export function schemaOf(db: Connection): string {
  const rows = db
    .prepare<{ sql: string }>(
      `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type <> 'table', type, name`,
    )
    .all()
  return `${rows.map(({ sql }) => `${sql};`).join('\n\n')}\n`
}
