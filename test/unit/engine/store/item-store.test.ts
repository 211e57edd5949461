import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import { answersOf } from '#contract/messages/verdict.ts'
import { MediaSigningReport } from '#contract/seal.ts'
import type { SealReport, Verification } from '#contract/seal.ts'
import type { ItemId } from '#contract/units.ts'
import { openCase } from '#engine/store/case-database.ts'
import { fakeSeal, fakeTrustDetail, sha256 as fakeSha256, verdicts } from '#test/support/fake-evidence.ts'
import { after, failureOf, itemDetail, newCase, utc, verification } from '#test/support/store.ts'
import { processorMillis } from '#test/support/processor-time.ts'

const fakeMedia = (verdict: MediaSigningReport['verdict']): MediaSigningReport =>
  MediaSigningReport.parse({
    ...{ trackId: 1, scheme: 'onvif', verdict, trust: 'not-checked' },
    ...{ frames: 1, framesVerified: 1, framesPending: 0, gops: { ok: 1, missing: 0, bad: 0 } },
    ...{ firstVerifiedTime: null, lastVerifiedTime: null },
  })

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
  items.recordVerification(id, later, { findings: [] })
  expect(items.summary(id)).toEqual({
    ...detail.summary,
    verdict: 'broken',
    intact: 'broken',
    verifiedAt: '2027-01-01T00:00:00.000Z',
  })
  expect(items.load(id).verification).toEqual(later)
  expect(items.load(id).findings).toEqual([])
  expect(items.verifications(id)).toEqual([detail.verification, later])
})

test('both answers, and what stands beside them, go into the row with each verification', async () => {
  const { items } = await newCase()
  const detail = itemDetail('one')
  const { id, sha256, size } = detail.summary
  items.insert(detail)
  const weak = { code: 'weak-algorithm', detail: 'SHA-1.' }
  const later = {
    ...verification(sha256, size),
    seals: [
      fakeSeal(0, { deviations: [weak] }),
      fakeSeal(1, { trust: 'trusted', trustDetail: fakeTrustDetail({ today: 'expired' }) }),
    ],
    mediaSigning: [fakeMedia('authentic'), fakeMedia('not-authentic')],
  }
  items.recordVerification(id, later)
  const answers = {
    intact: 'intact',
    trust: 'trusted',
    trustToday: 'expired',
    weak: true,
    media: 'not-authentic',
  }
  expect(items.summary(id)).toMatchObject(answers)
  expect(items.list()[0]).toMatchObject(answers)
  expect(answersOf(items.load(id).verification)).toEqual(answers)
  // The history says the same of it as the table.
  expect(items.verificationMarks(id)[0]).toMatchObject({ trustToday: 'expired', weak: true, added: false })
})

test('content beside seals that match is told apart from bytes that do not', async () => {
  const { items } = await newCase()
  const detail = itemDetail('one')
  const { id, sha256, size } = detail.summary
  items.insert(detail)
  const stored = (given: Verification): boolean => {
    items.recordVerification(id, { ...given, sha256, size })
    expect(items.verificationMarks(id)[0]?.added).toBe(items.isAdded(id))
    return items.isAdded(id)
  }
  expect(stored(verdicts.added)).toBe(true)
  expect(stored(verdicts.broken)).toBe(false)
  expect(stored(verdicts.trusted)).toBe(false)
})

test('verifications in short, newest first and at most 200', async () => {
  const { items } = await newCase()
  const detail = itemDetail('one')
  const { id, sha256, size } = detail.summary
  items.insert(detail)
  for (let count = 1; count <= 200; count += 1)
    items.recordVerification(id, { ...verification(sha256, size, after(count)), toolVersion: `0.2.${count}` })
  const marks = items.verificationMarks(id)
  expect(marks).toHaveLength(200)
  expect(marks[0]).toEqual({
    verifiedAt: after(200),
    toolVersion: '0.2.200',
    verdict: 'sealed',
    intact: 'intact',
    trust: 'not-checked',
    ...{ trustToday: 'not-checked', weak: false, added: false },
  })
  expect(marks.at(-1)?.verifiedAt).toBe(after(1))
})

test('who relies on a root: items whose newest verification trusts a signer by it', async () => {
  const { items } = await newCase()
  const [one, two, three, four] = ['one', 'two', 'three', 'four'].map((name) => itemDetail(name))
  for (const detail of [one, two, three, four]) items.insert(detail!)
  const by = (seed: number, trust: 'trusted' | 'expired' = 'trusted'): Partial<SealReport> => ({
    trust,
    trustDetail: fakeTrustDetail({ anchorSha256: fakeSha256(seed) }),
  })
  const judged = (detail: ItemDetail | undefined, given: Partial<Verification>): void => {
    items.recordVerification(detail!.summary.id, {
      ...verification(detail!.summary.sha256, detail!.summary.size),
      ...given,
    })
  }
  judged(one, { seals: [fakeSeal(0, by(1)), fakeSeal(1, by(1)), fakeSeal(2, by(2))] })
  judged(two, { seals: [fakeSeal(0, by(1))] })
  // The newest counts.
  judged(two, { seals: [fakeSeal(0, by(1, 'expired'))] })
  judged(three, { mediaSigning: [{ ...fakeMedia('authentic'), ...by(2) }] })
  judged(four, { seals: [fakeSeal(0, { ...by(1), status: 'broken' })] })
  expect(items.reliances()).toEqual(
    new Map([
      [fakeSha256(1), [one!.summary.id]],
      [fakeSha256(2), [one!.summary.id, three!.summary.id]],
    ]),
  )
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
    () => items.recordVerification(id, itemDetail('one').verification),
    () => items.verificationMarks(id),
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
  const started = processorMillis()
  expect(database.items.list()).toHaveLength(1_000)
  expect(processorMillis() - started).toBeLessThan(1_000)
})
