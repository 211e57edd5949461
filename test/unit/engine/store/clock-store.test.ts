// What was found of a recorder's clock: entered, followed, withdrawn, and compared with the ledger at each opening.
import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import type { ItemId } from '#contract/units.ts'
import { auditItems } from '#engine/store/audit-items.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { failureOf, fixedTime, itemDetail, newCase, utc } from '#test/support/store.ts'
import { ingested } from './ingested.ts'

const reading = {
  recorderTime: utc('2026-05-02T08:15:12.500Z'),
  referenceTime: utc('2026-05-02T08:15:00.000Z'),
  method: ' photographed beside the DCF77 clock ',
}
const ids = (...details: ItemDetail[]): ItemId[] => details.map(({ summary }) => summary.id)

async function twoItems(): Promise<{ database: CaseDatabase; one: ItemDetail; two: ItemDetail }> {
  const database = await newCase()
  return { database, one: ingested(database, itemDetail('one')), two: ingested(database, itemDetail('two')) }
}

describe('an entry on a recorder’s clock', () => {
  it('stands with each of the items, in the item and in the ledger with all its values', async () => {
    const { database, one, two } = await twoItems()
    const [first, second, ...more] = database.clock.add(ids(one, two, one), reading, 'Ada')
    expect(more).toEqual([])
    expect(first).toEqual({
      ...reading,
      method: 'photographed beside the DCF77 clock',
      id: first?.id,
      itemId: one.summary.id,
      offsetMicros: 12_500_000,
      enteredBy: 'Ada',
      enteredAt: fixedTime,
      withdrawn: null,
    })
    expect(database.items.load(one.summary.id).clockOffset).toEqual(first)
    expect(database.clock.list(two.summary.id)).toEqual([second])
    const { itemId: _, withdrawn: __, ...detail } = first!
    expect(database.custody.entriesAbout(one.summary.id).at(-1)).toMatchObject({
      action: 'clock-offset',
      actor: 'Ada',
      detail,
    })
    // Recorded times stay as they are.
    expect(database.items.summary(one.summary.id)).toEqual(one.summary)
  })

  it('is followed by the next; taken back, the one before counts again', async () => {
    const { database, one } = await twoItems()
    const { id } = one.summary
    const [first] = database.clock.add([id], reading, 'Ada')
    const [second] = database.clock.add([id], { ...reading, recorderTime: reading.referenceTime }, 'Ben')
    expect(database.clock.current(id)).toEqual(second)
    expect(second?.offsetMicros).toBe(0)
    expect(database.clock.offsets()).toEqual(new Map([[id, 0]]))
    database.clock.withdraw(id, { actor: 'Cem', reason: ' the reference clock had stopped ' })
    expect(database.items.load(id).clockOffset).toEqual(first)
    expect(database.clock.offsets()).toEqual(new Map([[id, 12_500_000]]))
    const withdrawn = { at: fixedTime, by: 'Cem', reason: 'the reference clock had stopped' }
    expect(database.clock.list(id)).toEqual([first, { ...second, withdrawn }])
    expect(database.custody.entriesAbout(id).at(-1)).toMatchObject({
      action: 'clock-offset-withdrawn',
      detail: { id: second?.id, withdrawnBy: 'Cem', reason: withdrawn.reason },
    })
    database.clock.withdraw(id, { actor: 'Cem', reason: 'this one too' })
    expect(database.items.load(id).clockOffset).toBeNull()
    expect(await failureOf(() => database.clock.withdraw(id, { actor: 'Cem', reason: 'x' }))).toBe(
      'wrong-input',
    )
    expect(auditItems(database)).toEqual([])
  })

  it.each([
    ['2026-05-02T08:14:59.999999Z', '2026-05-02T08:15:00.000Z', -1],
    ['2026-05-02T08:15:00.0000007Z', '2026-05-02T08:15:00.000Z', 1],
    ['2026-05-02T08:15:00.0000004Z', '2026-05-02T08:15:00.000Z', 0],
    ['1970-01-01T00:00:00.000Z', '2026-05-02T08:15:00.000Z', -1_777_709_700_000_000],
  ])('is exact to the microsecond: %s against %s', async (recorder, reference, micros) => {
    const { database, one } = await twoItems()
    const times = { recorderTime: utc(recorder), referenceTime: utc(reference) }
    expect(database.clock.add(ids(one), { ...reading, ...times }, 'Ada')[0]?.offsetMicros).toBe(micros)
    expect(database.items.load(one.summary.id).clockOffset?.offsetMicros).toBe(micros)
  })

  it('is refused without a method, between times that are none or a century apart, and for an unknown item', async () => {
    const { database, one } = await twoItems()
    const set = (given: Partial<typeof reading>, ...items: ItemId[]): Promise<string | null> =>
      failureOf(() =>
        database.clock.add(items.length > 0 ? items : ids(one), { ...reading, ...given }, 'Ada'),
      )
    expect(await set({ method: '  ' })).toBe('wrong-input')
    expect(await set({ recorderTime: utc('2026-02-31T00:00:00.000Z') })).toBe('wrong-input')
    expect(await set({ recorderTime: utc('1926-05-01T08:15:00.000Z') })).toBe('wrong-input')
    expect(await set({ recorderTime: utc('1926-05-03T08:15:00.000Z') })).toBeNull()
    const before = database.custody.verifyLedger().entries
    // All or none.
    expect(await set({}, one.summary.id, randomUUID() as ItemId)).toBe('item-not-found')
    expect(database.clock.list(one.summary.id)).toHaveLength(1)
    expect(await failureOf(() => database.clock.withdraw(one.summary.id, { actor: 'A', reason: ' ' }))).toBe(
      'wrong-input',
    )
    expect(database.custody.verifyLedger().entries).toBe(before)
  })
})

describe('the audit of entries on clocks', () => {
  const row = `(SELECT key FROM item ORDER BY key DESC LIMIT 1)`
  it.each([
    ['UPDATE clock_offset SET offset_micros = 5 WHERE key = 1', 'is not the one of which entry 4'],
    [`UPDATE clock_offset SET method = 'guessed' WHERE key = 1`, 'is not the one of which entry 4'],
    [`UPDATE clock_offset SET entered_by = 'Eve' WHERE key = 1`, 'is not the one of which entry 4'],
    ['DELETE FROM clock_withdrawal', 'was taken back (entry 6 of the ledger); the case does not say so'],
    ['DELETE FROM clock_offset WHERE key = 1', 'Entry 4 of the ledger says how wrong'],
    [`UPDATE clock_withdrawal SET reason = 'other'`, 'was taken back is not what the ledger says'],
    [
      `INSERT INTO clock_withdrawal SELECT 1, withdrawn_at, withdrawn_by, reason FROM clock_withdrawal`,
      'was taken back is not what the ledger says',
    ],
    ['UPDATE clock_offset SET key = 7 WHERE key = 1', 'do not stand in the order'],
    [
      `INSERT INTO clock_offset SELECT 9, '00000000-0000-4000-8000-000000000009', item, recorder_time, reference_time,
         offset_micros, method, entered_by, entered_at FROM clock_offset WHERE key = 1`,
      'was not made by any entry',
    ],
    [`UPDATE clock_offset SET recorder_time = '2026-05-02T08:15:12.5Z' WHERE key = 1`, 'cannot be read'],
    [`UPDATE clock_offset SET item = ${row} WHERE key = 1`, 'was not made by any entry'],
  ])('tells %s', async (sql, said) => {
    const { database, one } = await twoItems()
    const { id } = one.summary
    database.clock.add([id], reading, 'Ada')
    database.clock.add([id], reading, 'Ben')
    database.clock.withdraw(id, { actor: 'Ben', reason: 'twice' })
    database.close()
    const other = new Database(database.folder.database)
    for (const table of ['clock_offset', 'clock_withdrawal'])
      for (const act of ['update', 'delete']) other.exec(`DROP TRIGGER ${table}_no_${act}`)
    other.pragma('foreign_keys = OFF')
    other.exec(sql)
    other.close()
    const again = await openCase(database.folder.root, { actor: 'Ben' })
    onTestFinished(() => again.close())
    expect(
      auditItems(again)
        .map(({ problem }) => problem)
        .join('\n'),
    ).toContain(said)
    expect(again.notices.join('\n')).toContain(said)
    expect(again.custody.verifyLedger().valid).toBe(true)
  })
})
