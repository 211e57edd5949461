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
    { ...shown, sha256, importedAt: fixedTime, importedBy: 'Ada', reason: 'Handed over on paper.' },
  ])
  expect(trust.certificates().map((one) => Buffer.from(one))).toEqual([Buffer.from(der)])
  expect(custody.verifyLedger().items.at(-1)).toMatchObject({
    action: 'trust-added',
    inputSha256: sha256,
    detail: { subject: anchor.subject, reason: 'Handed over on paper.' },
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
