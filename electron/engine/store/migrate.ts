// Brings a database to the latest shape, one transaction a step, and refuses databases of a newer version.
import { EvidenceError } from '#contract/errors.ts'
import { assert } from '#engine/base/assert.ts'
import type { Connection } from './connection.ts'
import { migrations } from './migrations/all.ts'
import type { Migration } from './migrations/migration.ts'

export const latestVersion = (list: readonly Migration[] = migrations): number => list.at(-1)?.id ?? 0

export const versionOf = (db: Connection): number => Number(db.pragma('user_version'))

/** Fails with `case-newer`: a case of a later version may mean things that this one cannot know. */
export function refuseNewer(db: Connection): void {
  const found = versionOf(db)
  if (found <= latestVersion()) return
  throw new EvidenceError(
    'case-newer',
    `“${db.path}” was made by a newer version of Exhibit (shape ${found}; this version knows ${latestVersion()}). ` +
      'It was not touched.',
    { details: { path: db.path, found, known: latestVersion() } },
  )
}

/**
 * Runs the migrations above the database's version, up to and including `target`. When one fails, its own changes are
 * undone and those before it stay. The copy of an older case is the caller's concern.
 */
export function migrate(db: Connection, target = latestVersion(), list = migrations): void {
  for (const migration of pending(versionOf(db), target, list)) {
    db.transaction(() => {
      migration.up(db)
      assert(
        db.prepare('PRAGMA foreign_key_check').all().length === 0,
        `${migration.name} keeps foreign keys whole`,
      )
      db.pragma(`user_version = ${migration.id}`)
    })
  }
}

function pending(from: number, target: number, list: readonly Migration[]): Migration[] {
  list.forEach((migration, at) => {
    assert(migration.id > (list[at - 1]?.id ?? 0), `migration ${migration.id} stands in ascending order`)
  })
  return list.filter((migration) => migration.id > from && migration.id <= target)
}
