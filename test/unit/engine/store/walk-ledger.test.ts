// The ledger walked in steps says what it says when it is walked at once, whatever somebody did to it; and a moment is a
// moment, also while another connection writes.
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { LedgerWalk } from '#engine/store/custody-store.ts'
import { newCase } from '#test/support/store.ts'

const entries = 23

async function withLedger(...tampering: string[]): Promise<CaseDatabase> {
  const database = await newCase()
  for (let at = 1; at < entries; at += 1)
    database.custody.append({ actor: 'Ada', action: 'view', detail: { at } })
  database.close()
  const file = new Database(database.folder.database)
  for (const trigger of [
    'custody_no_update',
    'custody_no_delete',
    'custody_only_at_the_end',
    'case_info_no_step_back',
  ])
    file.exec(`DROP TRIGGER ${trigger}`)
  for (const sql of tampering) file.exec(sql)
  file.close()
  const opened = await openCase(database.folder.root, { actor: 'Ben', readOnly: true })
  onTestFinished(() => opened.close())
  return opened
}

function walked(database: CaseDatabase, step: number): { walk: LedgerWalk; told: number[] } {
  const told: number[] = []
  const steps = database.custody.walkLedger(step)
  for (let one = steps.next(); ; one = steps.next()) {
    if (one.done) return { walk: one.value, told }
    told.push(one.value.done)
  }
}

test.each([
  ['nothing', []],
  ['a changed entry', [`UPDATE custody SET actor = 'Eve' WHERE seq = 11`]],
  ['a removed entry', ['DELETE FROM custody WHERE seq = 10']],
  ['all removed', ['DELETE FROM custody']],
  ['a cut tail', ['DELETE FROM custody WHERE seq > 20']],
  [
    'a cut tail and its record',
    ['DELETE FROM custody WHERE seq > 20', 'UPDATE case_info SET ledger_seq = 20'],
  ],
  [
    'moved entries',
    ['UPDATE custody SET seq = 99 WHERE seq = 5', 'UPDATE custody SET seq = 5 WHERE seq = 6'],
  ],
  ['an entry behind the end', ['UPDATE case_info SET ledger_seq = 22']],
])('in steps, as at once: %s', async (_, tampering) => {
  const database = await withLedger(...tampering)
  const { valid, firstBad, reason, entries: count } = database.custody.verifyLedger()
  for (const step of [1, 10, 23, 1_000]) {
    const { walk } = walked(database, step)
    expect(walk).toMatchObject({ entries: count, fault: valid ? null : { seq: firstBad, reason } })
  }
  expect(valid).toBe(tampering.length === 0)
})

test('tells how far it is', async () => {
  const { told } = walked(await withLedger(), 10)
  expect(told).toEqual([10, 20])
})

test('what is written while it walks is not of its moment', async () => {
  const database = await newCase()
  for (let at = 1; at < entries; at += 1) database.custody.append({ actor: 'Ada', action: 'view' })
  const reader = await openCase(database.folder.root, { actor: '', readOnly: true })
  onTestFinished(() => reader.close())
  for (const walker of [database, reader]) {
    const steps = walker.custody.walkLedger(10)
    const before = walker.custody.verifyLedger().entries
    steps.next()
    database.custody.append({ actor: 'Ada', action: 'view' })
    steps.next()
    expect(steps.next()).toMatchObject({ done: true, value: { entries: before, fault: null } })
  }
})

test('what is read together is of one moment while another connection writes', async () => {
  const database = await newCase()
  const reader = await openCase(database.folder.root, { actor: '', readOnly: true })
  onTestFinished(() => reader.close())
  const ids = (): number => reader.custody.verifyLedger().entries
  reader.reading(() => {
    const before = ids()
    database.custody.append({ actor: 'Ada', action: 'view' })
    expect(ids()).toBe(before)
  })
  expect(ids()).toBe(2)
})
