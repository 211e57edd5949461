// Cases of every earlier version: each opens and keeps its former database in its former shape; a program that is ended while
// it brings one up to date leaves the old one.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { caseFolder, databaseCopy } from '#engine/store/case-folder.ts'
import { openCase } from '#engine/store/case-database.ts'
import { latestVersion } from '#engine/store/migrate.ts'
import { caseBench } from '../support/case-engine.ts'
import { judged } from '../support/case-judge.ts'
import { node } from '../support/cli.ts'
import { makeOlder } from '../support/older-case.ts'
import { folderState } from '../support/folder-state.ts'

const bench = caseBench()
const script = resolve(import.meta.dirname, '../support/case-process.ts')

const versionOf = (path: string): unknown => {
  const file = new Database(path)
  try {
    return file.pragma('user_version', { simple: true })
  } finally {
    file.close()
  }
}
const dump = (path: string): unknown[] => {
  const file = new Database(path, { readonly: true })
  try {
    const rows = (sql: string): unknown[] => file.prepare(sql).all()
    return [
      rows(`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name`),
      rows('SELECT * FROM item ORDER BY key'),
      rows('SELECT * FROM custody ORDER BY seq'),
    ]
  } finally {
    file.close()
  }
}

it.each([10, 20, 30, 40])(
  'a case of version %i opens whole, and its former database is kept as it was',
  async (version) => {
    const { root } = bench()
    const folder = caseFolder(root)
    makeOlder(folder.database, version)
    const before = dump(folder.database)
    const database = await openCase(root, { actor: 'Ada' })
    expect(database.notices[0]).toContain('brought up to date')
    database.close()
    expect(versionOf(folder.database)).toBe(latestVersion())
    const copy = databaseCopy(folder, version)
    expect(versionOf(copy)).toBe(version)
    expect(dump(copy)).toEqual(before)
    const { faults, items } = await judged(root)
    // Version 10 had no index of metadata: that is made again, and told until it is.
    expect([faults.filter((fault) => !fault.includes('not wholly indexed')), items]).toEqual([[], 3])
    // Somebody who has only that version puts the copy in the place of the database, and goes on.
    copyFileSync(copy, folder.database)
    expect(versionOf(folder.database)).toBe(version)
  },
)

it.each([10, 20, 30, 40])(
  'ended while version %i is brought up to date: the old case, which opens',
  async (version) => {
    const { root, place } = bench()
    const folder = caseFolder(root)
    makeOlder(folder.database, version)
    const before = dump(folder.database)
    const { signal } = spawnSync(node, [script, 'migrate', root], { encoding: 'utf8' })
    expect(signal).toBe('SIGKILL')
    // The steps before the last are committed; the one under way has left a journal that undoes it.
    expect(readdirSync(root)).toContain('case.sqlite-journal')
    expect(dump(databaseCopy(folder, version))).toEqual(before)
    const left = folderState(root)
    const scratch = join(place, 'scratch')
    await expect(openCase(root, { actor: '', readOnly: true, scratch })).rejects.toThrow('older version')
    expect(folderState(root)).toEqual(left)
    expect(readdirSync(scratch)).toEqual([])
    const database = await openCase(root, { actor: 'Ada' })
    expect(database.items.list()).toHaveLength(3)
    database.close()
    expect(existsSync(join(root, 'case.sqlite-journal'))).toBe(false)
    expect(versionOf(folder.database)).toBe(latestVersion())
    expect(dump(databaseCopy(folder, version))).toEqual(before)
    expect((await judged(root)).items).toBe(3)
  },
)

it('of a newer version is refused, for reading too, and not touched', async () => {
  const { root } = bench()
  const file = new Database(caseFolder(root).database)
  file.pragma(`user_version = ${latestVersion() + 10}`)
  file.close()
  const before = folderState(root, /^case\.lock/)
  for (const readOnly of [false, true])
    await expect(openCase(root, { actor: 'Ada', readOnly })).rejects.toMatchObject({ code: 'case-newer' })
  // Opening for writing makes the case's empty lock file, and folders that are missing.
  const after = folderState(root, /^case\.lock/)
  expect(Object.keys(after)).toEqual(Object.keys(before))
  expect(after['case.sqlite']).toBe(before['case.sqlite'])
})
