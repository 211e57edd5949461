import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { ItemId } from '#contract/units.ts'
import { openCase } from '#engine/store/case-database.ts'
import { failureOf, itemDetail, newCase, utc, verification } from '#test/support/store.ts'

test('an item comes back exactly as it went in, alone and in the list', async () => {
  const { items } = await newCase()
  const first = itemDetail('one', { cameras: [], start: null, startOrigin: null, status: 'partial' })
  const second = itemDetail('two', { name: 'a\u0000b\n“c”.mp4', hasThumbnail: true, custody: 'mismatch' })
  items.insert(first)
  items.insert(second)
  expect(items.load(second.summary.id)).toEqual(second)
  expect(items.list()).toEqual([first.summary, second.summary])
  expect(items.summary(first.summary.id)).toEqual(first.summary)
  expect(items.findBySha256(second.summary.sha256)?.id).toBe(second.summary.id)
  expect(items.findBySha256(itemDetail('three').summary.sha256)).toBeNull()
})

test('the same bytes are not two items', async () => {
  const { items } = await newCase()
  items.insert(itemDetail('one'))
  expect(() => items.insert(itemDetail('one'))).toThrow('UNIQUE constraint failed: item.sha256')
  expect(items.list()).toHaveLength(1)
})

test('what does not fit the contract is not stored', async () => {
  const { items } = await newCase()
  const detail = itemDetail('one')
  expect(() => items.insert({ ...detail, summary: { ...detail.summary, size: -1 } })).toThrow('size')
  expect(items.list()).toEqual([])
})

test('a later verification becomes the item’s, and the earlier one stays', async () => {
  const { items } = await newCase()
  const detail = itemDetail('one')
  const { id, sha256, size } = detail.summary
  items.insert(detail)
  const later = {
    ...verification(sha256, size, utc('2027-01-01T00:00:00.000Z')),
    verdict: 'broken' as const,
    reason: 'Changed.',
    toolVersion: '0.2.0',
  }
  items.recordVerification(id, later, { intact: 'broken', trust: 'expired', findings: [] })
  expect(items.summary(id)).toEqual({
    ...detail.summary,
    verdict: 'broken',
    intact: 'broken',
    trust: 'expired',
    verifiedAt: '2027-01-01T00:00:00.000Z',
  })
  expect(items.load(id).verification).toEqual(later)
  expect(items.load(id).findings).toEqual([])
  expect(items.verifications(id)).toEqual([detail.verification, later])
})

test('the history of verifications cannot be changed', async () => {
  const database = await newCase()
  database.items.insert(itemDetail('one'))
  const other = new Database(database.folder.database)
  expect(() => other.exec(`UPDATE verification SET verdict = 'sealed'`)).toThrow('cannot be changed')
  expect(() => other.exec('DELETE FROM verification')).toThrow('cannot be deleted')
  other.close()
})

test('states of an item can be set', async () => {
  const { items } = await newCase()
  const detail = itemDetail('one')
  items.insert(detail)
  items.setCustody(detail.summary.id, 'mismatch')
  items.setThumbnail(detail.summary.id, true)
  expect(items.summary(detail.summary.id)).toMatchObject({ custody: 'mismatch', hasThumbnail: true })
})

test('an unknown item is a failure with its code', async () => {
  const { items, metadata } = await newCase()
  const id = randomUUID() as ItemId
  for (const work of [
    () => items.load(id),
    () => items.summary(id),
    () => items.verifications(id),
    () => items.setCustody(id, 'complete'),
    () => items.setThumbnail(id, true),
    () =>
      items.recordVerification(id, itemDetail('one').verification, { intact: 'intact', trust: 'trusted' }),
    () => metadata.begin(id),
    () => metadata.events(id, { first: 0 }),
  ]) {
    expect(await failureOf(work), String(work)).toBe('item-not-found')
  }
})

test.each([
  [`UPDATE item SET inspection = '{}'`, 'load'],
  [`UPDATE item SET cameras = '[1]'`, 'list'],
  [`UPDATE item SET start_origin = 'guess'`, 'list'],
] as const)('a row that another program wrote is a failure, not a crash: %s', async (sql, call) => {
  const database = await newCase()
  const detail = itemDetail('one')
  database.items.insert(detail)
  const other = new Database(database.folder.database)
  other.exec(sql)
  other.close()
  const work = (): unknown =>
    call === 'list' ? database.items.list() : database.items.load(detail.summary.id)
  expect(await failureOf(work)).toBe('item-damaged')
  // The case still opens, so that its ledger and its other items can be looked at.
  database.close()
  const again = await openCase(database.folder.root, { actor: 'Ben' })
  expect(again.custody.verifyLedger().valid).toBe(true)
  again.close()
})

test('a thousand items are listed without reading their JSON', async () => {
  const database = await newCase()
  database.transaction(() => {
    for (let at = 0; at < 1_000; at += 1) database.items.insert(itemDetail(`item ${at}`))
  })
  const started = performance.now()
  expect(database.items.list()).toHaveLength(1_000)
  expect(performance.now() - started).toBeLessThan(1_000)
})
