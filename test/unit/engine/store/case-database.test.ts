import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { caseFolder } from '#engine/store/case-folder.ts'
import { createCase, openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase, OpenOptions } from '#engine/store/case-database.ts'
import { Connection } from '#engine/store/connection.ts'
import { createDatabase } from '#engine/store/database.ts'
import { migrate } from '#engine/store/migrate.ts'
import {
  failureOf,
  fixedTime,
  frame,
  itemDetail,
  newCase,
  temporaryFolder,
  utc,
} from '#test/support/store.ts'
import { ingested } from './ingested.ts'

/** A closed case with one item; its folder. */
async function closedCase(): Promise<string> {
  const database = await newCase()
  ingested(database, itemDetail('bytes'))
  database.close()
  return database.folder.root
}

async function open(root: string, options: Partial<OpenOptions> = {}): Promise<CaseDatabase> {
  const database = await openCase(root, { actor: 'Ben', ...options })
  onTestFinished(() => database.close())
  return database
}

function edit(root: string, ...statements: string[]): void {
  const other = new Database(caseFolder(root).database)
  for (const sql of statements) other.exec(sql)
  other.close()
}

test('a new case has its folders, its row and the first entry of its ledger', async () => {
  const root = path.join(temporaryFolder(), 'München 2026', 'Fall 1')
  const database = await createCase(root, { reference: 'R-1', examiner: 'Ada', now: () => fixedTime })
  const described = database.describe()
  expect(described).toEqual({
    path: root,
    id: described.id,
    reference: 'R-1',
    examiner: 'Ada',
    createdAt: fixedTime,
    readOnly: false,
    veilsAll: false,
    notices: [],
  })
  expect(database.custody.verifyLedger()).toMatchObject({ entries: 1, valid: true })
  expect(database.custody.verifyLedger().items[0]).toMatchObject({ actor: 'Ada', action: 'case-created' })
  database.close()
  expect(readdirSync(root).sort()).toEqual([
    'case.lock',
    'case.sqlite',
    'derived',
    'exports',
    'reports',
    'vault',
  ])
})

test('what was written is there after closing and opening; the opening is in the ledger', async () => {
  const root = await closedCase()
  const database = await open(root, { now: () => utc('2026-05-03T00:00:00.000Z') })
  expect(database.items.list()).toHaveLength(1)
  // The original was never put into the vault of this test.
  expect(database.notices).toEqual([expect.stringMatching(/^Missing from the vault: the original /)])
  const report = database.custody.verifyLedger()
  expect(report.valid).toBe(true)
  expect(report.items.at(-1)).toMatchObject({
    actor: 'Ben',
    action: 'case-opened',
    time: '2026-05-03T00:00:00.000Z',
  })
})

test('a case can be copied while it is closed, and opened elsewhere', async () => {
  const root = await closedCase()
  const elsewhere = path.join(temporaryFolder(), 'copy')
  mkdirSync(elsewhere)
  copyFileSync(caseFolder(root).database, caseFolder(elsewhere).database)
  const database = await open(elsewhere)
  expect(database.items.list()).toHaveLength(1)
  expect(existsSync(database.folder.derived)).toBe(true)
})

test('a folder with other things, a file, and a case are not made into a case, and not touched', async () => {
  const options = { reference: 'R', examiner: 'A' }
  const root = temporaryFolder()
  writeFileSync(path.join(root, 'holiday.jpg'), 'x')
  expect(await failureOf(() => createCase(root, options))).toBe('destination-exists')
  expect(readdirSync(root)).toEqual(['holiday.jpg'])
  expect(await failureOf(() => createCase(path.join(root, 'holiday.jpg'), options))).toBe(
    'destination-exists',
  )
  const taken = await closedCase()
  const before = readFileSync(caseFolder(taken).database)
  expect(await failureOf(() => createCase(taken, options))).toBe('case-exists')
  expect(readFileSync(caseFolder(taken).database)).toEqual(before)
})

test('a vault without its database is somebody’s loss and not a free folder', async () => {
  const root = await closedCase()
  mkdirSync(path.join(root, 'vault', 'ab'))
  writeFileSync(path.join(root, 'vault', 'ab', 'original'), 'x')
  renameSync(path.join(root, 'case.sqlite'), path.join(temporaryFolder(), 'away'))
  expect(await failureOf(() => createCase(root, { reference: 'R', examiner: 'A' }))).toBe(
    'destination-exists',
  )
})

test('a creation that was interrupted can be done again', async () => {
  const root = temporaryFolder()
  for (const folder of ['vault/.incoming', 'derived']) mkdirSync(path.join(root, folder), { recursive: true })
  writeFileSync(path.join(root, 'case.sqlite.creating'), 'half')
  writeFileSync(path.join(root, 'case.lock'), '')
  const database = await newCase(root)
  expect(database.custody.verifyLedger().entries).toBe(1)
  expect(existsSync(path.join(root, 'case.sqlite.creating'))).toBe(false)
})

test('a case that another program made and closed meanwhile is not replaced', async () => {
  const root = path.join(temporaryFolder(), 'case')
  const options = { reference: 'R', examiner: 'A' }
  // All of them find the folder free before the first takes the lock.
  const outcomes = await Promise.allSettled(
    Array.from({ length: 4 }, () =>
      createCase(root, options).then((database) => {
        const { id } = database.describe()
        database.close()
        return id
      }),
    ),
  )
  const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  expect(made).toHaveLength(1)
  expect((await open(root)).describe().id).toBe(made[0])
})

test('the finished database takes no name that is taken', async () => {
  const root = await closedCase()
  const { database } = caseFolder(root)
  const before = readFileSync(database)
  expect(await failureOf(() => createDatabase(caseFolder(root), () => undefined))).toBe('case-exists')
  expect(readFileSync(database)).toEqual(before)
  // What that left is taken away at the next opening.
  await open(root)
  expect(readdirSync(root)).not.toContain('case.sqlite.creating')
})

test('no case: neither an empty folder nor a missing one is touched', async () => {
  const root = temporaryFolder()
  expect(await failureOf(() => openCase(root, { actor: 'A' }))).toBe('case-not-found')
  expect(await failureOf(() => openCase(path.join(root, 'none'), { actor: 'A' }))).toBe('case-not-found')
  expect(readdirSync(root)).toEqual([])
})

test.each<[string, (file: string) => void]>([
  ['empty', (file) => truncateSync(file, 0)],
  ['no database at all', (file) => writeFileSync(file, 'x'.repeat(10_000))],
  ['cut in half', (file) => truncateSync(file, Math.floor(statSync(file).size / 2 / 4096) * 4096)],
  ['cut off in its first page', (file) => truncateSync(file, 1_000)],
  ['header overwritten', (file) => overwrite(file, 0, 100)],
  ['first page overwritten', (file) => overwrite(file, 100, 1_000)],
  ['a page in the middle overwritten', (file) => overwrite(file, 8 * 4096, 4096)],
  [
    'another program’s database',
    (file) => {
      rmSync(file)
      const other = new Database(file)
      other.exec('CREATE TABLE item (a)')
      other.close()
    },
  ],
])('damaged: %s', async (_, damage) => {
  const root = await closedCase()
  const { database, lockHolder } = caseFolder(root)
  damage(database)
  expect(await failureOf(() => openCase(root, { actor: 'A' }))).toBe('case-damaged')
  // The lock was given up: the next attempt does not meet this one.
  expect(existsSync(lockHolder)).toBe(false)
  expect(await failureOf(() => openCase(root, { actor: 'A' }))).toBe('case-damaged')
})

function overwrite(file: string, offset: number, length: number): void {
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(length, 0xa5), 0, length, offset)
  closeSync(handle)
}

test('damage to the index of metadata, which is found only when it is read, is a failure with its code', async () => {
  const database = await newCase()
  const detail = itemDetail('bytes')
  database.items.insert(detail)
  database.metadata.replace(
    detail.summary.id,
    Array.from({ length: 2_000 }, (_, at) => frame(at, 3)),
  )
  database.close()
  const file = database.folder.database
  const pages = statSync(file).size / 4096
  for (let page = Math.floor(pages / 2); page < pages; page += 1) overwrite(file, page * 4096, 4096)
  const again = await open(database.folder.root)
  const range = { from: fixedTime, to: utc('2030-01-01T00:00:00.000Z') }
  expect(await failureOf(() => again.metadata.frames(detail.summary.id, range))).toBe('case-damaged')
})

test('a case of a newer version is refused and left as it is', async () => {
  const root = await closedCase()
  edit(root, 'PRAGMA user_version = 9990')
  const before = readFileSync(caseFolder(root).database)
  expect(await failureOf(() => openCase(root, { actor: 'A' }))).toBe('case-newer')
  expect(await failureOf(() => openCase(root, { actor: 'A', readOnly: true }))).toBe('case-newer')
  expect(readFileSync(caseFolder(root).database)).toEqual(before)
})

/** A case as version 10 would have left it. */
async function caseOfVersion10(): Promise<string> {
  const empty = await newCase()
  empty.close()
  const { root, database } = empty.folder
  const rows = new Database(database, { readonly: true })
  const info = rows.prepare('SELECT id, ledger_seq, ledger_head FROM case_info').get() as Record<
    string,
    unknown
  >
  const ledger = rows.prepare('SELECT * FROM custody').get() as Record<string, unknown>
  rows.close()
  rmSync(database)
  const older = new Connection(database)
  migrate(older, 10)
  older.pragma('application_id = 1163413570')
  older
    .prepare(`INSERT INTO case_info VALUES (1, ?, 'R-1', 'Ada', '${fixedTime}', 0, '${'0'.repeat(64)}')`)
    .run(String(info['id']))
  const names = Object.keys(ledger)
  older
    .prepare(`INSERT INTO custody (${names.join()}) VALUES (${names.map((name) => `@${name}`).join()})`)
    .run(ledger as Record<string, string>)
  older.prepare('UPDATE case_info SET ledger_seq = 1, ledger_head = ?').run(String(info['ledger_head']))
  older.close()
  return root
}

test('an older case is brought up to date; its database is kept, and the ledger says so', async () => {
  const root = await caseOfVersion10()
  const database = await open(root)
  expect(database.notices).toEqual([expect.stringContaining('“case.before-update-from-10.sqlite”')])
  expect(database.custody.verifyLedger()).toMatchObject({ valid: true, entries: 3 })
  expect(database.custody.verifyLedger().items.map(({ action }) => action)).toEqual([
    'case-created',
    'case-opened',
    'recovered',
  ])
  const copy = new Database(path.join(root, 'case.before-update-from-10.sqlite'), { readonly: true })
  expect(copy.pragma('user_version', { simple: true })).toBe(10)
  expect(copy.pragma('application_id', { simple: true })).toBe(0x45584842)
  expect(copy.prepare('SELECT count(*) FROM custody').pluck().get()).toBe(1)
  copy.close()
  database.close()
  expect((await open(root)).notices).toEqual([])
})

test('an older case cannot be brought up to date where it can only be read', async () => {
  const root = await caseOfVersion10()
  expect(await failureOf(() => openCase(root, { actor: 'A', readOnly: true }))).toBe('destination-unwritable')
})

test('dropped, changed and foreign triggers are put right, told and recorded', async () => {
  const root = await closedCase()
  edit(
    root,
    'DROP TRIGGER custody_no_delete',
    'DROP TRIGGER custody_no_update',
    'CREATE TRIGGER custody_no_update BEFORE UPDATE ON custody WHEN 0 BEGIN SELECT 1; END',
    'CREATE TRIGGER spy AFTER INSERT ON custody BEGIN DELETE FROM trust_anchor; END',
  )
  const database = await open(root)
  expect(database.notices.filter((notice) => notice.startsWith('The database')).sort()).toEqual([
    'The database holds a trigger “spy” that does not come from Exhibit.',
    "The database's trigger “custody_no_delete” was missing: somebody changed the database by other means.",
    "The database's trigger “custody_no_update” was changed: somebody changed the database by other means.",
  ])
  expect(database.custody.verifyLedger().items.at(-1)).toMatchObject({ action: 'recovered' })
  database.close()
  expect(() => edit(root, 'DELETE FROM custody')).toThrow('cannot be shortened')
  expect(() => edit(root, `UPDATE custody SET actor = 'M'`)).toThrow('cannot be changed')
  expect((await open(root)).notices.some((notice) => notice.includes('trigger'))).toBe(false)
})

test.each(['DROP TABLE trust_anchor', 'ALTER TABLE item ADD COLUMN more TEXT', 'DELETE FROM case_info'])(
  'a database of another shape is damaged: %s',
  async (sql) => {
    const root = await closedCase()
    edit(root, 'DROP TRIGGER case_info_no_delete', sql)
    expect(await failureOf(() => openCase(root, { actor: 'A' }))).toBe('case-damaged')
  },
)

test('a ledger that was tampered with does not keep the case from being opened, and is told', async () => {
  const root = await closedCase()
  edit(root, 'DROP TRIGGER custody_no_update', `UPDATE custody SET actor = 'Mallory'`)
  const database = await open(root)
  expect(database.notices).toContainEqual(
    'The custody ledger does not verify: Entry 1 was changed after it was written: its content does not match its hash.',
  )
  expect(database.custody.verifyLedger()).toMatchObject({ valid: false, firstBad: 1 })
})

test('closed, the case is one file without companions', async () => {
  const database = await newCase()
  database.items.insert(itemDetail('bytes'))
  expect(readdirSync(database.folder.root)).toContain('case.sqlite-wal')
  database.close()
  database.close()
  expect(readdirSync(database.folder.root).filter((name) => name.includes('sqlite'))).toEqual(['case.sqlite'])
})

test('reading only leaves every byte as it is, needs no lock, and sees what a writer has committed', async () => {
  const database = await newCase()
  const reader = await open(database.folder.root, { readOnly: true })
  database.items.insert(itemDetail('bytes'))
  expect(reader.items.list()).toHaveLength(1)
  expect(await failureOf(() => reader.custody.append({ actor: 'A', action: 'view' }))).toBe('case-read-only')
  reader.close()
  database.close()
  const before = readFileSync(database.folder.database)
  const again = await open(database.folder.root, { readOnly: true })
  expect(again.custody.verifyLedger().valid).toBe(true)
  again.close()
  expect(readFileSync(database.folder.database)).toEqual(before)
})

test('a transaction over several stores leaves all or nothing', async () => {
  const database = await newCase()
  const detail = itemDetail('bytes')
  expect(() =>
    database.transaction(() => {
      database.items.insert(detail)
      database.custody.append({ actor: 'Ada', action: 'ingest', itemId: detail.summary.id })
      database.metadata.replace(detail.summary.id, [frame(0)])
      throw new Error('pulled plug')
    }),
  ).toThrow('pulled plug')
  expect(database.items.list()).toEqual([])
  expect(database.custody.verifyLedger()).toMatchObject({ entries: 1, valid: true })
})

test('an asynchronous transaction is a bug, and undone', async () => {
  const database = await newCase()
  expect(() =>
    database.transaction(async () => {
      database.items.insert(itemDetail('bytes'))
      await Promise.resolve()
    }),
  ).toThrow('promise')
  expect(database.items.list()).toEqual([])
})

test('the same process, too, opens a case for writing only once', async () => {
  const database = await newCase()
  expect(await failureOf(() => openCase(database.folder.root, { actor: 'A' }))).toBe('case-locked')
  await expect(openCase(database.folder.root, { actor: 'A' })).rejects.toMatchObject({
    details: { holder: { pid: process.pid } },
  })
  database.items.insert(itemDetail('bytes'))
  database.close()
  await open(database.folder.root)
})

test('a lock file that can only be read gives an error and not a lock in name only', async (context) => {
  const root = await closedCase()
  chmodSync(path.join(root, 'case.lock'), 0o444)
  if (process.getuid?.() === 0) context.skip('root may write everything')
  expect(await failureOf(() => openCase(root, { actor: 'A' }))).toBe('destination-unwritable')
})
