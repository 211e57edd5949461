// Revocation lists of every crafted kind, and heaps of trust material: what they may do to the answer, and what they may cost.
import { describe, expect, it } from 'vitest'
import { materialLimit, readTrustMaterial } from '#engine/seal/certificate-bundle.ts'
import { readRevocationList } from '#engine/seal/revocation-list.ts'
import type { RevocationListFile } from '#engine/seal/revocation-list.ts'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import { authority, certify } from '../unit/engine/seal/certificates.ts'
import type { Entity } from '../unit/engine/seal/certificates.ts'
import {
  der,
  entry,
  extension,
  invalidityDate,
  makeList,
  reasonCode,
  sequence,
} from '../unit/engine/seal/revocation-lists.ts'
import type { ListOptions } from '../unit/engine/seal/revocation-lists.ts'

const root = authority('Root', 0)
const namesake = authority('Root', 1)
const leaf = certify('Signer', 2, root)
const serial = leaf.certificate.parsed.serialNumber.valueBlock.valueHexView
const at = new Date('2026-05-02T00:00:00Z')
const now = new Date('2026-11-22T00:00:00Z')

function list(options: ListOptions, issuer: Entity = root): RevocationListFile {
  const reading = readRevocationList(makeList(issuer, options))
  if (!reading.ok) throw new Error(reading.reason)
  return reading.list
}
const made = (thisUpdate: string, nextUpdate: string | null, ...entries: Uint8Array[]): ListOptions => ({
  thisUpdate,
  nextUpdate,
  entries,
})
const november = (...entries: Uint8Array[]): ListOptions => made('261101000000Z', '270101000000Z', ...entries)

const judge = (lists: RevocationListFile[], time: Date | null = at) =>
  judgeTrust({
    leaf: leaf.certificate,
    intermediates: [],
    anchors: [root.certificate],
    revocationLists: lists,
    at: time,
    now,
  })

describe('a revocation list', () => {
  const hold = list(made('260401000000Z', '270601000000Z', entry(serial, '260301000000Z', reasonCode(6))))
  const future = list(made('350101000000Z', '360101000000Z'))
  const delta = extension('551d1b', true, der(0x02, '01'))
  const someReasons = extension('551d1c', true, sequence('8201ff'))
  const compromise = [reasonCode(1), invalidityDate('20260901000000Z')]

  it.each<[string, RevocationListFile[], string, string, string]>([
    ['without entries', [list(november())], 'trusted', 'trusted', 'good'],
    [
      'that was to be valid until before today',
      [list(made('260601000000Z', '260701000000Z'))],
      'trusted',
      'trusted',
      'good',
    ],
    ['of a namesake', [list(november(), namesake)], 'trusted', 'trusted', 'not-checked'],
    ['of the future', [future], 'trusted', 'trusted', 'not-checked'],
    ['of changes', [list({ ...november(), extensions: [delta] })], 'trusted', 'trusted', 'not-checked'],
    ['that puts on hold', [hold], 'revoked', 'revoked', 'revoked'],
    ['that lifts a hold', [hold, list(november())], 'trusted', 'trusted', 'good'],
    [
      'for others, after a hold',
      [hold, list({ ...november(), extensions: [someReasons] })],
      'revoked',
      'revoked',
      'revoked',
    ],
    ['of the future, after a hold', [hold, future], 'revoked', 'revoked', 'revoked'],
    [
      'that names a certificate twice, the harmless entry first',
      [
        list(
          november(
            entry(serial, '261001000000Z', reasonCode(4)),
            entry(serial, '260101000000Z', reasonCode(1)),
          ),
        ),
      ],
      'revoked',
      'revoked',
      'revoked',
    ],
    [
      'that writes the serial number with zeros before it',
      [list(november(entry(Buffer.concat([Buffer.alloc(2), serial]), '260101000000Z')))],
      'revoked',
      'revoked',
      'revoked',
    ],
    [
      'that knows since when a key was in other hands',
      [list(november(entry(serial, '261001000000Z', ...compromise)))],
      'revoked',
      'revoked',
      'revoked',
    ],
    ['without a next time', [list(made('260401000000Z', null))], 'trusted', 'trusted', 'not-checked'],
    [
      'from before its issuer was valid, which still revokes',
      [list(made('240101000000Z', '240201000000Z', entry(serial, '240101000000Z')))],
      'revoked',
      'revoked',
      'revoked',
    ],
  ])('%s', (_, lists, trust, today, revocation) => {
    for (const given of [lists, lists.toReversed()])
      expect(judge(given)).toMatchObject({ trust, detail: { today, revocation } })
  })

  it('counts at once where no time is known', () => {
    expect(judge([list(november(entry(serial, '261120000000Z')))], null).trust).toBe('revoked')
  })
})

describe('the cost', () => {
  it('of a judgement does not grow with the list', () => {
    const entries = Buffer.concat(
      Array.from({ length: 300_000 }, (_, index) => {
        const number = Buffer.alloc(4)
        number.writeUInt32BE(index + 0x0100_0000)
        return entry(number, '260101000000Z')
      }),
    )
    const large = list(november(entries))
    const last = list(november(entries, entry(serial, '260101000000Z')))
    expect(judge([large])).toMatchObject({ trust: 'trusted', detail: { revocation: 'good' } })
    expect(judge([last]).trust).toBe('revoked')
    const began = performance.now()
    for (let nth = 0; nth < 64; nth += 1) judge([large, last])
    // One pass over such a list takes 100 ms and more.
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  const pkcs7 = (...certificates: Uint8Array[]): Buffer =>
    sequence(
      '06092a864886f70d010702',
      der(
        0xa0,
        sequence(
          '020101',
          der(0x31),
          sequence('06092a864886f70d010701'),
          der(0xa0, ...certificates),
          der(0x31),
        ),
      ),
    )
  const { der: one } = leaf.certificate
  const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

  it('of trust material ends with the certificate that is one too many', () => {
    const block = pkcs7(...times(900, one))
    const series = Buffer.concat(times(Math.floor((15 << 20) / block.length), block))
    const began = performance.now()
    expect(readTrustMaterial(series)).toEqual({
      ok: false,
      reason: `more than ${materialLimit} certificates`,
    })
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  it('counts up to the limit itself, and blocks without anything in them', () => {
    const whole = readTrustMaterial(pkcs7(...times(materialLimit, one)))
    expect(whole.ok && whole.certificates.length).toBe(materialLimit)
    const tooMany = { ok: false, reason: `more than ${materialLimit} certificates` }
    expect(readTrustMaterial(Buffer.concat(times(materialLimit + 1, one)))).toEqual(tooMany)
    // What lies behind so many is not passed over either.
    expect(readTrustMaterial(Buffer.concat([one, ...times(materialLimit, pkcs7()), one]))).toEqual(tooMany)
  })
})
