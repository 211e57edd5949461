// Marks: made, changed, removed, each act in the ledger with all its values, and compared with it at each opening.
import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import { markLimit } from '#contract/mark.ts'
import type { MarkId } from '#contract/mark.ts'
import type { ItemId } from '#contract/units.ts'
import { auditItems } from '#engine/store/audit-items.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { NewMark } from '#engine/store/mark-store.ts'
import { failureOf, fixedTime, itemDetail, newCase, utc } from '#test/support/store.ts'
import { ingested } from './ingested.ts'

const given: NewMark = {
  ...{ trackId: 1, firstSample: 12, lastSample: 30, firstTicks: 12_000, lastTicks: 29_000 },
  ...{ note: ' a man with a bag ', tag: ' person ', colour: 'violet' },
}
const time = { utc: utc('2026-05-01T22:00:01.200Z'), origin: 'cstb' }

async function twoItems(): Promise<{ database: CaseDatabase; one: ItemDetail; two: ItemDetail }> {
  const database = await newCase()
  return { database, one: ingested(database, itemDetail('one')), two: ingested(database, itemDetail('two')) }
}
const lastEntry = (database: CaseDatabase) => database.custody.verifyLedger().items.at(-1)

describe('a mark', () => {
  it('stands in the table and in the ledger with all its values', async () => {
    const { database, one, two } = await twoItems()
    const { id: itemId, sha256 } = one.summary
    const mark = database.marks.add(itemId, given, time, 'Ada')
    const text = { note: 'a man with a bag', tag: 'person', colour: 'violet' }
    const by = { madeBy: 'Ada', madeAt: fixedTime, changedBy: 'Ada', changedAt: fixedTime }
    expect(mark).toEqual({ ...given, ...text, ...by, id: mark.id, itemId })
    expect(database.marks.list(itemId)).toEqual([mark])
    expect(database.marks.list(two.summary.id)).toEqual([])
    const { itemId: _, ...spoken } = mark
    expect(lastEntry(database)).toMatchObject({
      ...{ action: 'mark-added', actor: 'Ada', itemId, inputSha256: sha256 },
      detail: { mark: spoken, ...time },
    })
    expect(auditItems(database)).toEqual([])
  })

  it('is changed with one entry for each change, and with none where nothing changes', async () => {
    const { database, one } = await twoItems()
    const mark = database.marks.add(one.summary.id, given, time, 'Ada')
    const { entries } = database.custody.verifyLedger()
    const same = { note: 'a man with a bag  ', tag: 'person', colour: 'violet' } as const
    expect(database.marks.change(mark.id, same, 'Ben')).toEqual(mark)
    expect(database.custody.verifyLedger().entries).toBe(entries)
    const changed = database.marks.change(mark.id, { note: '', tag: 'bag', colour: 'teal' }, 'Ben')
    expect(changed).toEqual({ ...mark, note: '', tag: 'bag', colour: 'teal', changedBy: 'Ben' })
    expect(database.marks.list(one.summary.id)).toEqual([changed])
    expect(lastEntry(database)).toMatchObject({ action: 'mark-changed', actor: 'Ben' })
    expect(database.custody.verifyLedger().entries).toBe(entries + 1)
    expect(auditItems(database)).toEqual([])
  })

  it('is removed for good; the ledger keeps what it was', async () => {
    const { database, one } = await twoItems()
    const [first, second] = [1, 2].map(() => database.marks.add(one.summary.id, given, time, 'Ada'))
    database.marks.remove(first!.id, 'Ben')
    expect(database.marks.list(one.summary.id)).toEqual([second])
    const { itemId: _, ...spoken } = first!
    expect(lastEntry(database)).toMatchObject({ action: 'mark-removed', detail: { mark: spoken } })
    for (const act of [
      () => database.marks.remove(first!.id, 'Ben'),
      () => database.marks.change(first!.id, given, 'Ben'),
    ])
      expect(await failureOf(act)).toBe('wrong-input')
    expect(auditItems(database)).toEqual([])
  })

  it('is refused for an unknown item, and beyond the limit of an item', async () => {
    const { database, one } = await twoItems()
    const unknown = randomUUID() as string as ItemId
    expect(await failureOf(() => database.marks.add(unknown, given, time, 'Ada'))).toBe('item-not-found')
    expect(await failureOf(() => database.marks.remove(randomUUID() as string as MarkId, 'A'))).toBe(
      'wrong-input',
    )
    database.close()
    const other = new Database(database.folder.database)
    other.exec(`WITH RECURSIVE n (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < ${markLimit})
      INSERT INTO mark SELECT at, printf('%036d', at), 1, 1, 0, 0, NULL, NULL, '', '', 'grey', 'A',
        '${fixedTime}', 'A', '${fixedTime}' FROM n`)
    other.close()
    const again = await openCase(database.folder.root, { actor: 'Ada' })
    try {
      expect(await failureOf(() => again.marks.add(one.summary.id, given, time, 'Ada'))).toBe('wrong-input')
    } finally {
      again.close()
    }
  })
})

describe('the audit of marks', () => {
  it.each([
    [`UPDATE mark SET note = 'nobody' WHERE key = 1`, 'is not the one of which entry 6'],
    [`UPDATE mark SET first_sample = 13 WHERE key = 1`, 'is not the one of which entry 6'],
    [`UPDATE mark SET changed_by = 'Eve' WHERE key = 1`, 'is not the one of which entry 6'],
    [`UPDATE mark SET colour = 'blue' WHERE key = 1`, 'is not the one of which entry 6'],
    ['DELETE FROM mark WHERE key = 1', 'Entry 6 of the ledger speaks of a mark'],
    [
      `INSERT INTO mark SELECT 9, '00000000-0000-4000-8000-000000000009', item, track, first_sample, last_sample,
         first_ticks, last_ticks, note, tag, colour, made_by, made_at, changed_by, changed_at FROM mark WHERE key = 1`,
      'was not made by any entry',
    ],
    ['UPDATE mark SET item = 2 WHERE key = 1', 'was not made by any entry'],
    [`UPDATE mark SET id = '00000000-0000-4000-8000-00000000000X' WHERE key = 1`, 'cannot be read'],
    ['the removed one is put back', 'was removed by entry 7'],
  ])('tells %s', async (sql, said) => {
    const { database, one } = await twoItems()
    const { id } = one.summary
    const first = database.marks.add(id, given, time, 'Ada')
    const second = database.marks.add(id, given, time, 'Ada')
    database.marks.change(first.id, { note: 'x', tag: '', colour: 'pink' }, 'Ada')
    database.marks.remove(second.id, 'Ada')
    database.close()
    const other = new Database(database.folder.database)
    if (sql.startsWith('the removed'))
      other.exec(`INSERT INTO mark SELECT 2, '${second.id}', item, track, first_sample, last_sample, first_ticks,
        last_ticks, note, tag, colour, made_by, made_at, changed_by, changed_at FROM mark WHERE key = 1`)
    else other.exec(sql)
    other.close()
    const again = await openCase(database.folder.root, { actor: 'Ada' })
    try {
      expect(auditItems(again).map(({ problem }) => problem)).toContainEqual(expect.stringContaining(said))
    } finally {
      again.close()
    }
  })
})
