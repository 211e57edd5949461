// What all migrations together make: the schema, as it is written down for reading.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { latestVersion, migrate, versionOf } from '#engine/store/migrate.ts'
import { migrations } from '#engine/store/migrations/all.ts'
import { emptyDatabase, schemaOf } from '#test/support/empty-database.ts'

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
  // The tables behind a full-text index are SQLite's own.
  const ours = tables.filter(({ name }) => !name.startsWith('sqlite_') && !name.startsWith('search_text'))
  expect(ours.map(({ name }) => name).sort()).toEqual(
    [
      'case_info',
      'clock_offset',
      'clock_withdrawal',
      'custody',
      'intake',
      'intake_file',
      'item',
      'lane',
      'lane_gap',
      'lane_gap_open',
      'lane_item',
      'lane_part',
      'lane_stale',
      'mark',
      'metadata_event',
      'metadata_frame',
      'metadata_ptz',
      'metadata_shift',
      'metadata_shift_start',
      'metadata_shift_track',
      'revocation_list',
      'search_entry',
      'search_value',
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
