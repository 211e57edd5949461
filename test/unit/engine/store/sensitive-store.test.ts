// Marks of sensitive items and the veil of a case: each act in the ledger once, and compared with it at each opening.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { ItemId } from '#contract/units.ts'
import { auditItems } from '#engine/store/audit-items.ts'
import { createCase, openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { scratchFolder } from '#test/support/made-export.ts'
import { failureOf, itemDetail, newCase } from '#test/support/store.ts'
import { ingested } from './ingested.ts'

async function twoItems(): Promise<{ database: CaseDatabase; ids: [ItemId, ItemId] }> {
  const database = await newCase()
  const [one, two] = [ingested(database, itemDetail('one')), ingested(database, itemDetail('two'))]
  return { database, ids: [one.summary.id, two.summary.id] }
}

const acts = (database: CaseDatabase): unknown[] =>
  database.custody
    .verifyLedger()
    .items.filter(({ action }) => /sensitive|veil/.test(action))
    .map(({ action, actor, itemId }) => [action, actor, itemId])

describe('a mark of sensitive items', () => {
  it('is set and taken back with one entry for each item that it changes', async () => {
    const { database, ids } = await twoItems()
    const [one, two] = ids
    database.sensitive.mark([one, one], true, 'Ada')
    database.sensitive.mark(ids, true, 'Ben')
    database.sensitive.mark([one], false, 'Ada')
    expect(ids.map((id) => database.items.summary(id).sensitive)).toEqual([false, true])
    expect(acts(database)).toEqual([
      ['sensitive-set', 'Ada', one],
      ['sensitive-set', 'Ben', two],
      ['sensitive-removed', 'Ada', one],
    ])
    expect(auditItems(database)).toEqual([])
  })

  it('is refused as a whole where one of the items is unknown', async () => {
    const { database, ids } = await twoItems()
    const unknown = randomUUID() as string as ItemId
    expect(await failureOf(() => database.sensitive.mark([ids[0], unknown], true, 'Ada'))).toBe(
      'item-not-found',
    )
    expect(database.items.summary(ids[0]).sensitive).toBe(false)
    expect(acts(database)).toEqual([])
  })
})

it('the veil of a case is set and taken back, each with one entry', async () => {
  const { database } = await twoItems()
  expect(database.describe().veilsAll).toBe(false)
  for (const all of [true, true, false, true]) database.sensitive.veilAll(all, 'Ada')
  expect(database.describe().veilsAll).toBe(true)
  expect(acts(database)).toEqual([
    ['veil-set', 'Ada', null],
    ['veil-removed', 'Ada', null],
    ['veil-set', 'Ada', null],
  ])
  expect(auditItems(database)).toEqual([])
})

describe('the audit of what is veiled', () => {
  it.each([
    [
      'UPDATE item SET sensitive = 0 WHERE key = 1',
      'It is not marked as sensitive; entry 4 of the ledger says otherwise.',
    ],
    [
      'UPDATE item SET sensitive = 1 WHERE key = 2',
      'It is marked as sensitive; no entry of the ledger says so.',
    ],
    [
      'UPDATE case_info SET veils_all = 0',
      'The case does not veil every item; entry 5 of the ledger says otherwise.',
    ],
  ])('tells %s', async (sql, problem) => {
    const { database, ids } = await twoItems()
    database.sensitive.mark([ids[0]], true, 'Ada')
    database.sensitive.veilAll(true, 'Ada')
    database.close()
    const other = new Database(database.folder.database)
    other.exec(sql)
    other.close()
    const again = await openCase(database.folder.root, { actor: 'Ada' })
    try {
      expect(auditItems(again).map((found) => found.problem)).toEqual([problem])
    } finally {
      again.close()
    }
  })
})

it('a case that veils everything does so from its first entry on', async () => {
  const folder = join(scratchFolder(), 'case')
  const made = await createCase(folder, { reference: 'Veiled', examiner: 'Ada', veilsAll: true })
  expect(made.describe().veilsAll).toBe(true)
  expect(made.custody.verifyLedger().items.map(({ action }) => action)).toEqual(['case-created', 'veil-set'])
  expect(auditItems(made)).toEqual([])
  made.close()
})
