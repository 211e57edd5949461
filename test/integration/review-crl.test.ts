import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import { readCertificate } from '#engine/seal/certificate.ts'
import { readRevocationList } from '#engine/seal/revocation-list.ts'
import { readTrustMaterial } from '#engine/seal/certificate-bundle.ts'
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  const n = body.length
  const len =
    n < 128
      ? [n]
      : n < 256
        ? [0x81, n]
        : n < 65536
          ? [0x82, n >> 8, n & 255]
          : n < 1 << 24
            ? [0x83, n >> 16, (n >> 8) & 255, n & 255]
            : [0x84, n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]
  return Buffer.concat([Buffer.from([tag, ...len]), body])
}
const name = (cn: string) =>
  der(0x30, der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(cn)))))
const time = (text: string) => der(0x17, Buffer.from(text))
const alg = der(0x30, Buffer.from('06092a864886f70d01010b0500', 'hex'))
const ext = (oid: string, value: Buffer, critical = true) =>
  der(
    0x30,
    der(0x06, Buffer.from(oid, 'hex')),
    ...(critical ? [Buffer.from('0101ff', 'hex')] : []),
    der(0x04, value),
  )
const ca = generateKeyPairSync('rsa', { modulusLength: 2048 }),
  other = generateKeyPairSync('rsa', { modulusLength: 2048 }),
  leafKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
type P = typeof ca
const cert = (s: string, i: string, pub: P, by: P, serial: number, exts: Buffer[] = []) => {
  const tbs = der(
    0x30,
    der(0xa0, Buffer.from('020102', 'hex')),
    der(0x02, Buffer.from([serial])),
    alg,
    name(i),
    der(0x30, time('250101000000Z'), time('360101000000Z')),
    name(s),
    pub.publicKey.export({ type: 'spki', format: 'der' }),
    ...(exts.length ? [der(0xa3, der(0x30, ...exts))] : []),
  )
  return readCertificate(
    der(0x30, tbs, alg, der(0x03, Buffer.from([0]), sign('sha256', tbs, by.privateKey))),
  )!
}
const entry = (serial: Buffer, at: string, exts: Buffer[] = []) =>
  der(0x30, der(0x02, serial), time(at), ...(exts.length ? [der(0x30, ...exts)] : []))
const reason = (n: number) => ext('551d15', Buffer.from([0x0a, 1, n]), false)
const crl = (
  issuer: string,
  by: P,
  from: string,
  until: string | null,
  entries: Buffer[],
  exts: Buffer[] = [],
) => {
  const tbs = der(
    0x30,
    Buffer.from([2, 1, 1]),
    alg,
    name(issuer),
    time(from),
    ...(until ? [time(until)] : []),
    ...(entries.length ? [der(0x30, Buffer.concat(entries))] : []),
    ...(exts.length ? [der(0xa0, der(0x30, ...exts))] : []),
  )
  return der(0x30, tbs, alg, der(0x03, Buffer.from([0]), sign('sha256', tbs, by.privateKey)))
}
const read = (b: Buffer) => {
  const r = readRevocationList(b)
  if (!r.ok) throw new Error(r.reason)
  return r.list
}
const root = cert('R', 'R', ca, ca, 1),
  leaf = cert('L', 'R', leafKey, ca, 5)
const s5 = Buffer.from([5])
const at = new Date('2026-05-02T00:00:00Z'),
  now = new Date('2026-11-22T00:00:00Z')
const judge = (lists: Buffer[], t: Date | null = at) =>
  judgeTrust({ leaf, intermediates: [], anchors: [root], revocationLists: lists.map(read), at: t, now })
const say = (label: string, j: ReturnType<typeof judge>) =>
  console.log(label, j.trust, j.detail.today, j.detail.revocation, '|', j.detail.revocationDetail)
describe('lists', () => {
  it('tricks', () => {
    say('plain good', judge([crl('R', ca, '261101000000Z', '270101000000Z', [])]))
    say('stale today', judge([crl('R', ca, '260601000000Z', '260701000000Z', [])]))
    say('namesake', judge([crl('R', other, '261101000000Z', '270101000000Z', [])]))
    say('future', judge([crl('R', ca, '280101000000Z', '290101000000Z', [])]))
    say(
      'delta',
      judge([crl('R', ca, '261101000000Z', '270101000000Z', [], [ext('551d1b', Buffer.from([2, 1, 1]))])]),
    )
    say(
      'twice: superseded later, then compromise',
      judge([
        crl('R', ca, '261101000000Z', '270101000000Z', [
          entry(s5, '261001000000Z', [reason(4)]),
          entry(s5, '260101000000Z', [reason(1)]),
        ]),
      ]),
    )
    say(
      'hold then lifted',
      judge([
        crl('R', ca, '260401000000Z', '260601000000Z', [entry(s5, '260301000000Z', [reason(6)])]),
        crl('R', ca, '261101000000Z', '270101000000Z', []),
      ]),
    )
    say(
      'hold, newer list of part',
      judge([
        crl('R', ca, '260401000000Z', '260601000000Z', [entry(s5, '260301000000Z', [reason(6)])]),
        crl(
          'R',
          ca,
          '261101000000Z',
          '270101000000Z',
          [],
          [ext('551d1c', der(0x30, Buffer.from('820101ff'.replace('820101ff', '8201ff'), 'hex')))],
        ),
      ]),
    )
    say(
      'hold, lifted by a list from the future',
      judge([
        crl('R', ca, '260401000000Z', '270601000000Z', [entry(s5, '260301000000Z', [reason(6)])]),
        crl('R', ca, '350101000000Z', '360101000000Z', []),
      ]),
    )
    say(
      'serial with leading zero',
      judge([crl('R', ca, '261101000000Z', '270101000000Z', [entry(Buffer.from([0, 5]), '260101000000Z')])]),
    )
    say(
      'compromise with invalidity date',
      judge([
        crl('R', ca, '261101000000Z', '270101000000Z', [
          entry(s5, '261001000000Z', [
            reason(1),
            ext('551d18', der(0x18, Buffer.from('20260901000000Z')), false),
          ]),
        ]),
      ]),
    )
    say('no nextUpdate', judge([crl('R', ca, '260401000000Z', null, [])]))
    say(
      'revoked in the list of a lapsed root time',
      judge([crl('R', ca, '240101000000Z', '240201000000Z', [entry(s5, '240101000000Z')])]),
    )
    say(
      'at null',
      judge([crl('R', ca, '261101000000Z', '270101000000Z', [entry(s5, '261120000000Z')])], null),
    )
    expect(true).toBe(true)
  })
  it('from the future lifts no hold', () => {
    const answer = judge([
      crl('R', ca, '260401000000Z', '270601000000Z', [entry(s5, '260301000000Z', [reason(6)])]),
      crl('R', ca, '350101000000Z', '360101000000Z', []),
    ])
    expect(answer.trust).toBe('revoked')
  })
  it('that names a certificate twice: the entry that reaches back furthest counts', () => {
    const answer = judge([
      crl('R', ca, '261101000000Z', '270101000000Z', [
        entry(s5, '261001000000Z', [reason(4)]),
        entry(s5, '260101000000Z', [reason(1)]),
      ]),
    ])
    expect(answer.trust).toBe('revoked')
  })
  it('large', () => {
    const entries = Array.from({ length: 600_000 }, (_, i) => {
      const b = Buffer.alloc(4)
      b.writeUInt32BE(i + 1000)
      return entry(b, '260101000000Z')
    })
    const bytes = crl('R', ca, '261101000000Z', '270101000000Z', entries)
    let t = performance.now()
    const list = read(bytes)
    console.log('size', bytes.length, 'read', performance.now() - t)
    t = performance.now()
    for (let i = 0; i < 64; i += 1)
      judgeTrust({ leaf, intermediates: [], anchors: [root], revocationLists: [list], at, now })
    console.log('64 judgements', performance.now() - t)
    // a bundle of 1000 CRLs and pkcs7
    const ids = Buffer.from('06092a864886f70d010702', 'hex')
    const small = cert('S', 'S', other, other, 7).der
    const many = Array.from({ length: 900 }, () => small)
    const p7 = der(
      0x30,
      ids,
      der(
        0xa0,
        der(
          0x30,
          Buffer.from([2, 1, 1]),
          der(0x31),
          der(0x30, Buffer.from('06092a864886f70d010701', 'hex')),
          der(0xa0, ...many),
          der(0x31),
        ),
      ),
    )
    const series = Buffer.concat(Array.from({ length: Math.floor((15 << 20) / p7.length) }, () => p7))
    t = performance.now()
    const r = readTrustMaterial(series)
    console.log(
      'p7 series',
      series.length,
      r.ok ? 'ok' : r.reason,
      performance.now() - t,
      process.memoryUsage().rss / 1e6,
    )
    expect(performance.now() - t).toBeLessThan(2_000)
  }, 120_000)
})
