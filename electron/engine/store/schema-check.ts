// Compares the shape of an opened database with the shape that the migrations give: a case may come from anywhere.
import { EvidenceError } from '#contract/errors.ts'
import { Connection } from './connection.ts'
import { migrate } from './migrate.ts'

type Part = { type: string; name: string; sql: string }

const readParts = (db: Connection): Part[] =>
  db
    .prepare<Part>(
      `SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       ORDER BY type, name`,
    )
    .all()

function expectedParts(): Part[] {
  const model = new Connection(':memory:')
  try {
    migrate(model)
    return readParts(model)
  } finally {
    model.close()
  }
}

/** One part of the database that is not as this version makes it. */
export type SchemaFault = { type: string; name: string; fault: 'missing' | 'changed' | 'foreign' }

/**
 * Tables that are missing or changed are fatal. Triggers hold the ledger's rules: where they are missing, changed or
 * foreign they are put right (`repair`), and the caller records that they were not.
 */
export function checkSchema(db: Connection, options: { repair: boolean }): SchemaFault[] {
  const expected = expectedParts()
  const faults = compare(expected, readParts(db))
  const fatal = faults.find(({ type, fault }) => type === 'table' && fault !== 'foreign')
  if (fatal) {
    throw new EvidenceError(
      'case-damaged',
      `In “${db.path}” the table “${fatal.name}” is ${fatal.fault}. The originals in the vault are not affected.`,
      { details: { path: db.path, table: fatal.name } },
    )
  }
  if (options.repair && faults.length > 0) db.transaction(() => repair(db, expected, faults))
  return faults
}

function compare(expected: Part[], found: Part[]): SchemaFault[] {
  const key = (part: Part): string => `${part.type} ${part.name}`
  const there = new Map(found.map((part) => [key(part), part]))
  const known = new Set(expected.map(key))
  const faults: SchemaFault[] = expected.flatMap(({ type, name, sql }) => {
    const other = there.get(`${type} ${name}`)
    if (other?.sql === sql) return []
    return [{ type, name, fault: other ? 'changed' : 'missing' }]
  })
  const foreign = found.filter((part) => !known.has(key(part)))
  return [...faults, ...foreign.map(({ type, name }): SchemaFault => ({ type, name, fault: 'foreign' }))]
}

function repair(db: Connection, expected: Part[], faults: SchemaFault[]): void {
  for (const { type, name, fault } of faults) {
    if (type !== 'trigger' && type !== 'index') continue
    if (fault !== 'missing') db.exec(`DROP ${type} "${name.replaceAll('"', '""')}"`)
    const part = expected.find((one) => one.type === type && one.name === name)
    if (part) db.exec(part.sql)
  }
}
