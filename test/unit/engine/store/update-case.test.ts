// A case of version 20, with rows as that version wrote them: opened, brought up to date, and still in agreement with its ledger.
import Database from 'better-sqlite3'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { auditItems } from '#engine/store/audit-items.ts'
import { openCase } from '#engine/store/case-database.ts'
import { evidenceHashes } from '#engine/store/evidence-hashes.ts'
import { fakeSeal, fakeTrustDetail } from '#test/support/fake-evidence.ts'
import { makeOlder } from '#test/support/older-case.ts'
import { fixedTime, itemDetail, newCase } from '#test/support/store.ts'

/** Without what version 20 did not know. */
const older = <T extends object>(value: T, ...keys: string[]): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key))) as Partial<T>

test('a case of version 20 is brought up to date with its answers, and nothing in it is called changed', async () => {
  const database = await newCase()
  const made = itemDetail('one', { verdict: 'sealed', intact: 'intact', trust: 'trusted', seals: 1 })
  const { id, sha256, size, path: place, sourcePath: source } = made.summary
  const trustDetail = fakeTrustDetail({ today: 'expired' })
  const weak = { code: 'weak-algorithm', detail: 'The key has 1024 bits.' }
  const seal = fakeSeal(0, { trust: 'trusted', trustDetail, deviations: [weak] })
  const verification = {
    ...made.verification,
    seals: [
      {
        ...older(seal, 'signedParts', 'signatureUsed', 'leafCertificate'),
        trustDetail: older(trustDetail, 'revocationDetail'),
      },
    ],
    mediaSigning: [
      {
        ...{ trackId: 1, scheme: null, verdict: 'not-checkable', trust: 'not-checked' },
        ...{ frames: 5, framesVerified: 0, framesPending: 0, gops: { ok: 0, missing: 0, bad: 0 } },
        ...{ firstVerifiedTime: null, lastVerifiedTime: null },
      },
    ],
  }
  const inspection = older(made.inspection, 'timing', 'statedClockOffset')
  database.transaction(() => {
    database.items.insert({ ...made, verification: { ...made.verification, seals: [seal] } })
    database.metadata.replace(id, [])
    const hashes = evidenceHashes({ ...made, verification, inspection } as never)
    const detail = { path: place, source, size, ...hashes }
    database.custody.append({ actor: 'Ada', action: 'ingest', itemId: id, outputSha256: sha256, detail })
  })
  const anchor = { der: Buffer.from('a'), subject: 'CN=R', notBefore: fixedTime, notAfter: fixedTime }
  database.trust.add(anchor, { actor: 'Ada', reason: 'known' })
  mkdirSync(path.dirname(database.vault.path(sha256)), { recursive: true })
  writeFileSync(database.vault.path(sha256), 'one')
  database.close()

  const file = new Database(database.folder.database)
  const trigger = file
    .prepare(`SELECT sql FROM sqlite_schema WHERE name = 'verification_no_update'`)
    .pluck()
    .get()
  file.exec('DROP TRIGGER verification_no_update')
  file.prepare('UPDATE verification SET report = ?').run(JSON.stringify(verification))
  file.prepare('UPDATE item SET inspection = ?').run(JSON.stringify(inspection))
  file.exec(String(trigger))
  file.close()
  makeOlder(database.folder.database, 20)

  const opened = await openCase(database.folder.root, { actor: 'Ben' })
  onTestFinished(() => opened.close())
  expect(opened.notices).toEqual([expect.stringContaining('brought up to date')])
  expect(existsSync(path.join(database.folder.root, 'case.before-update-from-20.sqlite'))).toBe(true)
  expect(auditItems(opened)).toEqual([])
  expect(opened.items.summary(id)).toMatchObject({
    ...{ intact: 'intact', trust: 'trusted', trustToday: 'expired', weak: true, media: 'not-checkable' },
  })
  const { verification: read, clockOffset, inspection: inspected } = opened.items.load(id)
  expect(read.seals[0]).toMatchObject({ signedParts: [], trustDetail: { revocationDetail: null } })
  expect([inspected.timing, clockOffset]).toEqual([[], null])
  expect(opened.custody.verifyLedger().valid).toBe(true)
})
