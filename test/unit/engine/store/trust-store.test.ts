import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { sha256Of } from '#engine/base/hash.ts'
import { failureOf, fixedTime, newCase, utc } from '#test/support/store.ts'

const anchor = {
  der: Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05),
  subject: 'CN=Metro Root, O=Métro',
  notBefore: utc('2020-01-01T00:00:00.000Z'),
  notAfter: utc('2040-01-01T00:00:00.000Z'),
}
const sha256 = sha256Of(anchor.der)
const why = { actor: 'Ada', reason: 'Handed over on paper.' }

test('a trusted certificate says who added it, when and why; the ledger says so too', async () => {
  const { trust, custody } = await newCase()
  expect(trust.add(anchor, why)).toBe(true)
  const { der, ...shown } = anchor
  expect(trust.list()).toEqual([
    {
      ...shown,
      sha256,
      scope: 'case',
      importedAt: fixedTime,
      importedBy: 'Ada',
      reason: 'Handed over on paper.',
    },
  ])
  expect(trust.certificates().map((one) => Buffer.from(one))).toEqual([Buffer.from(der)])
  expect(custody.verifyLedger().items.at(-1)).toMatchObject({
    action: 'trust-added',
    inputSha256: sha256,
    detail: {
      ...shown,
      kind: 'certificate',
      scope: 'case',
      reason: 'Handed over on paper.',
    },
  })
})

test('a list of revoked certificates is held and removed the same way', async () => {
  const { trust, custody } = await newCase()
  const list = {
    der: Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x07),
    issuer: 'CN=Metro Root',
    thisUpdate: utc('2026-04-01T00:00:00.000Z'),
    nextUpdate: null,
    revoked: 3,
  }
  expect(trust.addRevocationList(list, why)).toBe(true)
  expect(trust.addRevocationList(list, why)).toBe(false)
  const { der, ...shown } = list
  const held = {
    ...shown,
    sha256: sha256Of(der),
    scope: 'case',
    importedAt: fixedTime,
    importedBy: 'Ada',
    reason: why.reason,
  }
  expect(trust.revocationLists()).toEqual([held])
  expect(trust.holding()).toEqual({
    anchors: [],
    revocationLists: [{ ...held, der: Buffer.from(der) }],
    problems: [],
  })
  trust.remove(sha256Of(der), { actor: 'Ben', reason: 'A newer one.' })
  expect(trust.revocationLists()).toEqual([])
  expect(custody.verifyLedger().items.map(({ action, detail }) => [action, detail['kind']])).toEqual([
    ['case-created', undefined],
    ['trust-added', 'crl'],
    ['trust-removed', 'crl'],
  ])
})

test('what does not have its fingerprint is listed, and not relied on', async () => {
  const database = await newCase()
  database.trust.add(anchor, why)
  const other = new Database(database.folder.database)
  other.exec(`UPDATE trust_anchor SET der = x'3000'`)
  other.close()
  expect(database.trust.list()).toHaveLength(1)
  expect(database.trust.holding()).toEqual({
    anchors: [],
    revocationLists: [],
    problems: [
      expect.stringContaining(`${sha256.slice(0, 16)}… of this case does not have that fingerprint`),
    ],
  })
})

test('adding again changes nothing', async () => {
  const { trust, custody } = await newCase()
  trust.add(anchor, why)
  expect(trust.add(anchor, { actor: 'Ben', reason: 'Again.' })).toBe(false)
  expect(trust.list()[0]?.importedBy).toBe('Ada')
  expect(custody.verifyLedger().entries).toBe(2)
})

test('a removed certificate is gone, and its removal stays in the ledger', async () => {
  const { trust, custody } = await newCase()
  trust.add(anchor, why)
  trust.remove(sha256, { actor: 'Ben', reason: 'Compromised.' })
  expect(trust.list()).toEqual([])
  expect(trust.certificates()).toEqual([])
  expect(custody.verifyLedger().items.map(({ action }) => action)).toEqual([
    'case-created',
    'trust-added',
    'trust-removed',
  ])
  expect(custody.verifyLedger()).toMatchObject({ valid: true })
  expect(await failureOf(() => trust.remove(sha256, why))).toBe('wrong-input')
})
