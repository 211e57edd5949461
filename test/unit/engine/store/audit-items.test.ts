// Tables against the ledger: what is edited in the database file is told when the case is opened.
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import { auditItems } from '#engine/store/audit-items.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { evidenceHashes } from '#engine/store/evidence-hashes.ts'
import { judgedWith } from '#engine/store/judged-with.ts'
import { fixedTime, itemDetail, newCase, utc } from '#test/support/store.ts'
import { ingested } from './ingested.ts'

const anchor = {
  der: Buffer.from('a certificate'),
  subject: 'CN=Root',
  notBefore: fixedTime,
  notAfter: fixedTime,
}
const decision = { actor: 'Ada', reason: 'given by the city' }

async function twoItems(): Promise<{ database: CaseDatabase; first: ItemDetail }> {
  const database = await newCase()
  database.trust.add(anchor, decision)
  const first = ingested(database, itemDetail('one'))
  ingested(database, itemDetail('two'))
  return { database, first }
}

/** Closes the case, edits its file as anybody can, and gives the problems of the next opening. */
async function afterEdit(database: CaseDatabase, ...statements: string[]): Promise<[string, string][]> {
  database.close()
  const other = new Database(database.folder.database)
  for (const sql of [
    'DROP TRIGGER verification_no_update',
    'DROP TRIGGER verification_no_delete',
    ...statements,
  ])
    other.exec(sql)
  other.close()
  const again = await openCase(database.folder.root, { actor: 'Ben' })
  onTestFinished(() => again.close())
  expect(again.custody.verifyLedger().valid).toBe(true)
  const problems = auditItems(again)
  for (const { problem } of problems.slice(0, 5))
    expect(again.notices.some((notice) => notice.includes(problem))).toBe(true)
  return problems.map(({ itemId, problem }) => [itemId, problem])
}

describe('the audit of the tables', () => {
  it('finds nothing where all is as it was, after verifications and changes of trust too', async () => {
    const { database, first } = await twoItems()
    expect(auditItems(database)).toEqual([])
    const { id } = first.summary
    const later = { ...first.verification, verifiedAt: utc('2026-05-04T00:00:00.000Z') }
    database.recordJudgement(id, later, { actor: 'Ada', trustStoreSha256: sha256Of('') })
    expect(database.custody.entriesAbout(id).at(-1)).toMatchObject({
      action: 'verify',
      itemId: id,
      detail: {
        why: 'trust changed',
        trustStoreSha256: sha256Of(''),
        ...evidenceHashes({ verification: later }),
      },
    })
    const { sha256 } = database.trust.list()[0]!
    database.trust.remove(sha256 as never, decision)
    database.trust.add(anchor, decision)
    expect(auditItems(database)).toEqual([])
    expect(await afterEdit(database)).toEqual([])
  })

  it.each([
    [
      `UPDATE item SET verdict = 'broken' WHERE key = 1`,
      'verdict “broken”; its newest verification says “sealed”',
    ],
    [`UPDATE item SET intact = 'broken' WHERE key = 1`, 'answer about the bytes “broken”'],
    [`UPDATE item SET trust = 'trusted' WHERE key = 1`, 'answer about the signer “trusted”'],
    [`UPDATE item SET trust_today = 'trusted' WHERE key = 1`, 'answer about the signer today “trusted”'],
    [`UPDATE item SET weak = 1 WHERE key = 1`, 'weakness of its seals “true”'],
    [`UPDATE item SET media = 'authentic' WHERE key = 1`, 'signatures in the video “authentic”'],
    [`UPDATE item SET seals = 3 WHERE key = 1`, 'number of seals “3”'],
    [`UPDATE item SET name = 'other.mp4' WHERE key = 1`, 'description is not the one'],
    [
      `UPDATE item SET name = 'other.mp4' WHERE key = 1`,
      'name “other.mp4”; its path is “export/Nord Süd.mp4”',
    ],
    [`UPDATE item SET start_time = '2020-01-01T00:00:00.000Z' WHERE key = 1`, 'description is not the one'],
    [`UPDATE item SET size = 4 WHERE key = 1`, 'size “4”; its inspection says “3”'],
    [`UPDATE item SET sha256 = '${'0'.repeat(64)}' WHERE key = 1`, 'SHA-256 “000'],
    [
      `UPDATE item SET inspection = json_set(inspection, '$.durationSeconds', 9) WHERE key = 1`,
      'inspection is not',
    ],
    [
      `UPDATE item SET conformance = json_set(conformance, '$.levels.0E', 'pass') WHERE key = 1`,
      'conformance',
    ],
    [`UPDATE item SET inspection = '{}' WHERE key = 1`, 'cannot be read'],
    [
      `UPDATE verification SET report = json_set(report, '$.unsealedBytes', 77) WHERE item = 1`,
      'verification is not the one of which entry 3',
    ],
    [`DELETE FROM verification WHERE item = 1`, 'cannot be read'],
  ])('tells %s', async (sql, said) => {
    const { database, first } = await twoItems()
    const problems = await afterEdit(database, sql)
    expect(problems.map(([, problem]) => problem).join('\n')).toContain(said)
    expect(new Set(problems.map(([id]) => id))).toEqual(new Set([first.summary.id]))
  })

  it('tells a verification put in or taken away after the last judgement', async () => {
    const { database, first } = await twoItems()
    const forged = { ...first.verification, findings: first.findings }
    database.items.recordVerification(first.summary.id, forged)
    expect(auditItems(database)).toEqual([
      { itemId: first.summary.id, problem: expect.stringContaining('verification is not the one') as string },
      { itemId: first.summary.id, problem: expect.stringContaining('2 verifications of it') as string },
    ])
  })

  it('tells an item that was taken out', async () => {
    const { database, first } = await twoItems()
    const edits = [
      'PRAGMA foreign_keys = OFF',
      'DELETE FROM verification WHERE item = 1',
      'DELETE FROM item WHERE key = 1',
    ]
    expect(await afterEdit(database, ...edits)).toEqual([
      [first.summary.id, 'It was ingested (entry 3 of the ledger); the case has no such item.'],
    ])
  })

  it('tells trusted certificates that were put in, taken out or exchanged', async () => {
    const put = `INSERT INTO trust_anchor SELECT '${'1'.repeat(64)}', der, 'CN=Mallory', not_before, not_after,
      imported_at, imported_by, reason FROM trust_anchor`
    expect(await afterEdit((await twoItems()).database, put)).toEqual([
      ['', expect.stringContaining('“CN=Mallory” (1111111111111111…) was not added')],
      ['', expect.stringContaining('does not have the fingerprint')],
    ])
    expect(await afterEdit((await twoItems()).database, 'DELETE FROM trust_anchor')).toEqual([
      ['', expect.stringContaining('the case does not list it')],
    ])
    expect(await afterEdit((await twoItems()).database, `UPDATE trust_anchor SET der = x'00'`)).toEqual([
      ['', expect.stringContaining('does not have the fingerprint')],
    ])
  })

  it('tells lists of revoked certificates that were put in or taken out, and minds no workstation', async () => {
    const list = {
      der: Buffer.from('a list'),
      issuer: 'CN=Root',
      thisUpdate: fixedTime,
      nextUpdate: null,
      revoked: 1,
    }
    const { database } = await twoItems()
    database.trust.addRevocationList(list, decision)
    const elsewhere = { actor: 'Ada', inputSha256: sha256Of('other'), detail: { scope: 'workstation' } }
    database.custody.append({ ...elsewhere, action: 'trust-added' })
    database.custody.append({ ...elsewhere, inputSha256: sha256Of(list.der), action: 'trust-removed' })
    expect(auditItems(database)).toEqual([])
    expect(await afterEdit(database, 'DELETE FROM revocation_list')).toEqual([
      ['', expect.stringContaining('the case does not list it')],
    ])
    const put = `INSERT INTO revocation_list SELECT sha256, der, subject, not_before, NULL, 0, imported_at, imported_by,
      reason FROM trust_anchor`
    const third = (await twoItems()).database
    const foreign = put.replace('sha256, der,', `'${'2'.repeat(64)}', der,`)
    expect(await afterEdit(third, foreign)).toEqual([
      [
        '',
        expect.stringContaining(
          'list of revoked certificates by “CN=Root” (2222222222222222…) was not added',
        ),
      ],
      ['', expect.stringContaining('does not have the fingerprint')],
    ])
  })

  it('says nothing of reports whose hash an older version did not write', async () => {
    const database = await newCase()
    const detail = itemDetail('old')
    const { id: itemId, sha256 } = detail.summary
    database.transaction(() => {
      database.items.insert(detail)
      database.custody.append({ actor: 'Ada', action: 'ingest', itemId, outputSha256: sha256 })
    })
    expect(auditItems(database)).toEqual([])
  })

  it('tells an item of which no entry speaks, and shows some of many problems at the opening', async () => {
    const database = await newCase()
    for (let count = 0; count < 8; count += 1) database.items.insert(itemDetail(`item ${count}`))
    expect(auditItems(database)).toHaveLength(8)
    database.close()
    const again = await openCase(database.folder.root, { actor: 'Ben' })
    onTestFinished(() => again.close())
    expect(again.notices.filter((notice) => notice.includes('No entry of the ledger'))).toHaveLength(5)
    expect(again.notices).toContain('3 more differences between the case and its ledger.')
    expect(
      again.notices.some((notice) => notice.startsWith('Metadata of 8 items are not wholly indexed')),
    ).toBe(true)
  })
})

describe('the trust store that items were judged with', () => {
  it('is that of the last answer; one that failed or does not say counts for nothing', async () => {
    const { database, first } = await twoItems()
    const { id, sha256 } = first.summary
    expect(judgedWith(database.custody)).toEqual(new Map())
    const judge = (store: string): void =>
      database.recordJudgement(id, first.verification, { actor: 'Ada', trustStoreSha256: sha256Of(store) })
    judge('one')
    judge('two')
    database.custody.append({
      actor: 'Ada',
      action: 'verify',
      itemId: id,
      detail: { failed: 'file-not-found' },
    })
    expect(judgedWith(database.custody)).toEqual(new Map([[id, sha256Of('two')]]))
    // Nor does a failure hide that the answer before it was edited.
    expect(auditItems(database)).toEqual([])
    database.items.recordVerification(id, { ...first.verification, unsealedBytes: 1 })
    expect(auditItems(database)).toMatchObject([{ itemId: id }, { itemId: id }])
    const detail = evidenceHashes({ verification: first.verification })
    database.custody.append({ actor: 'Ada', action: 'verify', itemId: id, inputSha256: sha256, detail })
    expect(judgedWith(database.custody)).toEqual(new Map())
  })
})
