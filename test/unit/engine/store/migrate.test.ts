import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Connection } from '#engine/store/connection.ts'
import { latestVersion, migrate, versionOf } from '#engine/store/migrate.ts'
import { migrations } from '#engine/store/migrations/all.ts'

function emptyDatabase(): Connection {
  const db = new Connection(':memory:')
  onTestFinished(() => db.close())
  db.pragma('foreign_keys = ON')
  return db
}

/** The shape of a database as text, table by table, each with its indexes and triggers. */
function schemaOf(db: Connection): string {
  const rows = db
    .prepare<{ sql: string }>(
      `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type <> 'table', type, name`,
    )
    .all()
  return `${rows.map(({ sql }) => `${sql};`).join('\n\n')}\n`
}

const fixture = path.resolve(import.meta.dirname, '../../../fixtures/schema.sql')

test('all migrations together give the schema in test/fixtures/schema.sql', () => {
  const db = emptyDatabase()
  migrate(db)
  // After a new migration: UPDATE_SCHEMA=1, and read the difference before it is committed.
  if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(fixture, schemaOf(db))
  expect(schemaOf(db)).toBe(readFileSync(fixture, 'utf8'))
  expect(versionOf(db)).toBe(latestVersion())
})

test('every table is STRICT, and says what it refers to', () => {
  const db = emptyDatabase()
  migrate(db)
  const tables = db.prepare<{ name: string; strict: number }>('PRAGMA table_list').all()
  const ours = tables.filter(({ name }) => !name.startsWith('sqlite_'))
  expect(ours.map(({ name }) => name).sort()).toEqual(
    [
      'case_info',
      'custody',
      'item',
      'metadata_event',
      'metadata_frame',
      'trust_anchor',
      'verification',
    ].sort(),
  )
  expect(ours.filter(({ strict }) => strict !== 1)).toEqual([])
})

test('numbers are tens, in order', () => {
  const numbers = migrations.map(({ id }) => id)
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  expect(numbers.every((id) => id % 10 === 0)).toBe(true)
})

const hash = 'a'.repeat(64)
const time = '2026-05-02T08:15:00.000Z'
const rowsAt10 = `
INSERT INTO case_info (only, id, reference, examiner, created_at)
  VALUES (1, '00000000-0000-4000-8000-000000000001', 'R', 'Ada', '${time}');
INSERT INTO item VALUES (7, '00000000-0000-4000-8000-000000000002', 'a.mp4', 'a.mp4', '/media/a.mp4', 5, '${hash}',
  'ingested', '${time}', '[]', NULL, NULL, NULL, 1.5, 1, 0, 0, 'sealed', 'intact', 'trusted', 1, '${time}', 'complete', 0,
  '{}', '{}', '[]');
INSERT INTO verification VALUES (1, 7, '${time}', '0.1.0', 'sealed', 'intact', 'trusted', '{}');
INSERT INTO trust_anchor VALUES ('${hash}', x'3082', 'CN=Root', '${time}', '${time}', '${time}', 'Ada', 'known');
INSERT INTO custody VALUES (1, '${time}', 'Ada', 'case-created', NULL, NULL, NULL, '{}', '0.1.0', '${'0'.repeat(64)}', '${hash}');
UPDATE case_info SET ledger_seq = 1, ledger_head = '${hash}';
`
const tablesAt10 = ['case_info', 'item', 'verification', 'trust_anchor', 'custody']

function contentOf(db: Connection, tables: string[]): Record<string, unknown>[] {
  return tables.flatMap((table) => db.prepare<Record<string, unknown>>(`SELECT * FROM ${table}`).all())
}

test('10 to 20: every row stays as it was, and its metadata is marked as not yet indexed', () => {
  const db = emptyDatabase()
  migrate(db, 10)
  db.exec(rowsAt10)
  const before = contentOf(db, tablesAt10)
  expect(before).toHaveLength(5)
  migrate(db, 20)
  expect(versionOf(db)).toBe(20)
  const expected = before.map((row) => ('source_path' in row ? { ...row, metadata_indexed: 0 } : row))
  expect(contentOf(db, tablesAt10)).toEqual(expected)
})

test('a step that fails is undone whole, and those before it stay', () => {
  const db = emptyDatabase()
  const failing = {
    id: 30,
    name: 'failing',
    up(db: Connection): void {
      db.exec('CREATE TABLE half (a) STRICT')
    },
  }
  expect(() => migrate(db, 30, [...migrations, failing])).toThrow('missing datatype')
  expect(versionOf(db)).toBe(20)
  const broken = {
    ...failing,
    up(db: Connection): void {
      db.exec('CREATE TABLE half (a TEXT) STRICT; PRAGMA defer_foreign_keys = ON')
      db.exec('INSERT INTO verification VALUES (1, 99, NULL, NULL, NULL, NULL, NULL, NULL)')
    },
  }
  expect(() => migrate(db, 30, [...migrations, broken])).toThrow()
  expect(schemaOf(db)).toBe(readFileSync(fixture, 'utf8'))
})

test('a database that is at the target is left alone', () => {
  const db = emptyDatabase()
  migrate(db)
  migrate(db)
  expect(versionOf(db)).toBe(latestVersion())
})
