import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readCertificate } from '#engine/seal/certificate.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import { authority, certify, end } from './certificates.ts'
import type { Entity } from './certificates.ts'
import { makeRsaPair } from './rsa-material.ts'
import { processorMillis } from '../../../support/processor-time.ts'

const during = new Date('2026-06-01T00:00:00Z')
const before = new Date('2025-12-31T23:59:59Z')
const after = new Date('2027-01-01T00:00:01Z')

const root = authority('Root', 0)
const middle = authority('Middle', 1, root)
const leaf = certify('Leaf', 2, middle)

const judge = (
  signer: Entity,
  intermediates: Entity[],
  anchors: Entity[],
  options: { at?: Date | null; now?: Date } = {},
) =>
  judgeTrust({
    leaf: signer.certificate,
    intermediates: intermediates.map((entity) => entity.certificate),
    anchors: anchors.map((entity) => entity.certificate),
    at: options.at === undefined ? during : options.at,
    now: options.now ?? during,
  })

/** The same certificate, its DER changed by replacing one run of bytes with another of the same length. */
function forge(certificate: Certificate, from: string, to: string): Entity {
  const hex = Buffer.from(certificate.der).toString('hex')
  if (!hex.includes(from) || from.length !== to.length) throw new Error('nothing to replace')
  const forged = readCertificate(Buffer.from(hex.replace(from, to), 'hex'))
  if (forged === null) throw new Error('the forgery cannot be read')
  return { certificate: forged, privateKey: leaf.privateKey }
}

describe('judgeTrust', () => {
  it('is not checked without anchors, and claims nothing but the time that would count', () => {
    const nothing = { today: 'not-checked', anchorSha256: null, path: ['CN=Leaf'] }
    expect(judge(leaf, [middle], [], { at: null })).toMatchObject({
      trust: 'not-checked',
      detail: { ...nothing, judgedAt: null, judgedAtOrigin: 'none' },
    })
    expect(judge(leaf, [middle], [])).toMatchObject({
      trust: 'not-checked',
      detail: { ...nothing, judgedAt: '2026-06-01T00:00:00.000Z', judgedAtOrigin: 'export-time' },
    })
    const { certificate } = leaf
    const given = { leaf: certificate, intermediates: [], anchors: [], at: during, now: during }
    expect(judgeTrust({ ...given, atOrigin: 'given' }).detail.judgedAtOrigin).toBe('given')
  })

  it('finds a path of three', () => {
    const { trust, detail } = judge(leaf, [middle], [root])
    expect(trust).toBe('trusted')
    expect(detail).toEqual({
      path: ['CN=Leaf', 'CN=Middle', 'CN=Root'],
      anchorSha256: root.certificate.signer.sha256,
      judgedAt: '2026-06-01T00:00:00.000Z',
      judgedAtOrigin: 'export-time',
      today: 'trusted',
      revocation: 'not-checked',
      revocationDetail: 'Revocation was not checked: no revocation list is held here.',
      reason: expect.stringContaining('“CN=Root”'),
    })
  })

  it('takes an intermediate or the signer itself as an anchor', () => {
    expect(judge(leaf, [], [middle]).detail).toMatchObject({ path: ['CN=Leaf', 'CN=Middle'] })
    expect(judge(leaf, [], [leaf])).toMatchObject({ trust: 'trusted', detail: { path: ['CN=Leaf'] } })
    const self = certify('Camera', 3, null)
    expect(judge(self, [], [root, self])).toMatchObject({ trust: 'trusted', detail: { path: ['CN=Camera'] } })
    expect(judge(self, [], [root])).toMatchObject({
      trust: 'untrusted',
      detail: { anchorSha256: null, reason: expect.stringContaining('self-signed') },
    })
  })

  it('does not find what is not there: a missing intermediate, or anchors of others', () => {
    expect(judge(leaf, [], [root]).trust).toBe('untrusted')
    expect(judge(leaf, [middle, root], [authority('Other', 3)]).trust).toBe('untrusted')
  })

  it('judges at the time that counts, and beside it at today', () => {
    expect(judge(leaf, [middle], [root], { at: during, now: after })).toMatchObject({
      trust: 'trusted',
      detail: { today: 'expired' },
    })
    expect(judge(leaf, [middle], [root], { at: before })).toMatchObject({
      trust: 'not-yet-valid',
      detail: { today: 'trusted', path: ['CN=Leaf', 'CN=Middle', 'CN=Root'] },
    })
    expect(judge(leaf, [middle], [root], { at: after }).trust).toBe('expired')
    expect(judge(leaf, [middle], [root], { at: null, now: after })).toMatchObject({
      trust: 'expired',
      detail: { judgedAtOrigin: 'now', judgedAt: '2027-01-01T00:00:01.000Z' },
    })
  })

  it('counts the last second of validity in', () => {
    expect(judge(leaf, [middle], [root], { at: new Date(end.getTime() + 999) }).trust).toBe('trusted')
    expect(judge(leaf, [middle], [root], { at: new Date(end.getTime() + 1000) }).trust).toBe('expired')
  })

  it('is expired where only an intermediate or the root is', () => {
    const early = { notAfter: new Date('2026-02-01T00:00:00Z') }
    const shortMiddle = authority('Middle', 1, root, early)
    expect(judge(leaf, [shortMiddle], [root])).toMatchObject({
      trust: 'expired',
      detail: { reason: expect.stringContaining('“CN=Middle”') },
    })
    expect(judge(leaf, [middle], [authority('Root', 0, null, early)]).trust).toBe('expired')
    // A second certificate for the same intermediate, still valid, makes up for it.
    expect(judge(leaf, [shortMiddle, middle], [root]).trust).toBe('trusted')
  })

  it('does not take the same subject with another key', () => {
    const impostor = authority('Root', 3)
    const forged = certify('Leaf', 2, impostor)
    expect(judge(forged, [impostor], [root])).toMatchObject({
      trust: 'untrusted',
      detail: { anchorSha256: null, reason: expect.stringContaining('was not signed with that key') },
    })
    expect(judge(forged, [], [root, middle]).trust).toBe('untrusted')
  })

  it('refuses changed certificates: signature and content belong together', () => {
    const text = (value: string) => Buffer.from(value).toString('hex')
    const renamed = forge(leaf.certificate, text('Leaf'), text('Loaf'))
    expect(judge(renamed, [middle], [root]).trust).toBe('untrusted')
    expect(judge(renamed, [middle], [leaf]).trust).toBe('untrusted')
  })

  it('refuses wrong usage in signer and intermediates', () => {
    const keyEncipherment = certify('Leaf', 2, middle, { keyUsage: 0x20 })
    expect(judge(keyEncipherment, [middle], [root])).toMatchObject({
      trust: 'untrusted',
      detail: { reason: expect.stringContaining('may not be used for signatures'), today: 'untrusted' },
    })
    const nonRepudiation = certify('Leaf', 2, middle, { keyUsage: 0x40 })
    expect(judge(nonRepudiation, [middle], [root]).trust).toBe('trusted')
    const notAnAuthority = certify('Middle', 1, root)
    expect(judge(leaf, [notAnAuthority], [root])).toMatchObject({
      trust: 'untrusted',
      detail: { reason: expect.stringContaining('not one of a certificate authority') },
    })
    const noCertSign = authority('Middle', 1, root, { keyUsage: 0x80 })
    expect(judge(leaf, [noCertSign], [root])).toMatchObject({
      trust: 'untrusted',
      detail: { reason: expect.stringContaining('may not be used to sign certificates') },
    })
    // Trusted as a signer is not trusted as an authority.
    const trustedCamera = certify('Camera', 3, null)
    expect(judge(certify('Leaf', 2, trustedCamera), [], [trustedCamera]).trust).toBe('untrusted')
  })

  it('obeys path lengths', () => {
    const narrow = authority('Root', 0, null, { authority: { pathLength: 0 } })
    expect(judge(certify('Leaf', 2, narrow), [], [narrow]).trust).toBe('trusted')
    expect(judge(leaf, [middle], [narrow])).toMatchObject({
      trust: 'untrusted',
      detail: { reason: expect.stringContaining('no more than 0 authorities') },
    })
    expect(judge(leaf, [middle], [authority('Root', 0, null, { authority: { pathLength: 1 } })]).trust).toBe(
      'trusted',
    )
  })

  it('refuses keys of signers that are too short, or with which anybody can sign', () => {
    const short = { publicKey: makeRsaPair(1024).publicKey }
    const ofThree = { publicKey: makeRsaPair(2048, 3n).publicKey }
    const { n } = leaf.certificate.publicKey?.export({ format: 'jwk' }) ?? {}
    const ofOne = { publicKey: createPublicKey({ key: { kty: 'RSA', n: n ?? '', e: 'AQ' }, format: 'jwk' }) }
    const refused: [Partial<typeof short>, string][] = [
      [short, 'RSA key of only 1024 bits'],
      [ofOne, 'anybody can make signatures'],
    ]
    for (const [key, why] of refused) {
      const weak = certify('Leaf', 2, middle, key)
      const untrusted = { trust: 'untrusted', detail: { reason: expect.stringContaining(why) } }
      expect(judge(weak, [middle], [root])).toMatchObject(untrusted)
      expect(judge(weak, [middle], [root])).toMatchObject({ detail: { today: 'untrusted' } })
      // Not even where the keeper installed that very certificate.
      expect(judge(weak, [], [weak])).toMatchObject(untrusted)
      const authorityOfIt = authority('Middle', 1, root, key)
      expect(judge(leaf, [authorityOfIt], [root]).trust).toBe('untrusted')
    }
    expect(judge(certify('Leaf', 2, middle, ofThree), [middle], [root]).trust).toBe('trusted')
  })

  it('says where the time that counts comes from', () => {
    for (const atOrigin of ['export-time', 'recording-time', 'given'] as const) {
      const given = {
        leaf: leaf.certificate,
        intermediates: [middle.certificate],
        anchors: [root.certificate],
        at: during,
        atOrigin,
        now: after,
      }
      expect(judgeTrust(given)).toMatchObject({
        trust: 'trusted',
        detail: { judgedAtOrigin: atOrigin, judgedAt: during.toISOString(), today: 'expired' },
      })
      // Without a time there is nothing that it could come from.
      expect(judgeTrust({ ...given, at: null }).detail.judgedAtOrigin).toBe('now')
    }
  })

  it('refuses keys of Ed25519 with which anybody can sign', () => {
    const x = Buffer.from(`01${'00'.repeat(31)}`, 'hex').toString('base64url')
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    expect(judge(certify('Leaf', 2, middle, { publicKey }), [middle], [root])).toMatchObject({
      trust: 'untrusted',
      detail: { reason: expect.stringContaining('anybody can make signatures') },
    })
    const good = generateKeyPairSync('ed25519').publicKey
    expect(judge(certify('Leaf', 2, middle, { publicKey: good }), [middle], [root]).trust).toBe('trusted')
  })

  it('finds the issuer by its key identifier among more namesakes than it may try', () => {
    // Only their names are alike: each has another key identifier, made by another authority.
    const crowd = Array.from({ length: 300 }, (_, index) =>
      authority('Middle', 3 + (index % 2), index % 3 ? root : null),
    )
    expect(judge(leaf, [...crowd, middle], [root])).toMatchObject({
      trust: 'trusted',
      detail: { path: ['CN=Leaf', 'CN=Middle', 'CN=Root'] },
    })
  })

  it('refuses limits of policies, and limits of names that cannot be read, critical or not', () => {
    // Turns the subjectKeyIdentifier (2.5.29.14), never critical, into another extension.
    for (const [oid, name] of [
      ['0603551d1e', 'nameConstraints'],
      ['0603551d24', 'policyConstraints'],
    ] as const) {
      const limiting = forge(leaf.certificate, '0603551d0e', oid)
      expect(judge(limiting, [], [limiting])).toMatchObject({
        trust: 'untrusted',
        detail: { reason: expect.stringContaining(`(${name}) that this version does not judge`) },
      })
    }
    // The same change to an extension that limits nothing does no harm.
    const harmless = forge(leaf.certificate, '0603551d0e', '0603551d11')
    expect(judge(harmless, [], [harmless]).trust).toBe('trusted')
  })

  it('lets no name close its own quotation', () => {
    const stranger = certify('Leaf”, and is trusted. “', 3, null)
    const { reason } = judge(stranger, [], [root]).detail
    expect(reason.match(/[“”"]/g)).toEqual(['“', '”'])
  })

  it('refuses critical extensions that it does not judge', () => {
    // Turns the critical keyUsage (2.5.29.15) of the leaf into one that is unknown, and signs by trusting it directly.
    const unknown = forge(leaf.certificate, '0603551d0f', '0603551d7f')
    expect(judge(unknown, [], [unknown])).toMatchObject({
      trust: 'untrusted',
      detail: { reason: expect.stringContaining('critical extension (2.5.29.127)') },
    })
  })

  it('ends in loops and cross-certificates, and still finds the way out', () => {
    const a = authority('A', 3)
    const b = authority('B', 4)
    const aByB = authority('A', 3, b)
    const bByA = authority('B', 4, a)
    const signer = certify('Leaf', 2, a)
    expect(judge(signer, [aByB, bByA, a, b], [root]).trust).toBe('untrusted')
    const aByRoot = authority('A', 3, root)
    expect(judge(signer, [aByB, bByA, a, b, aByRoot], [root])).toMatchObject({
      trust: 'trusted',
      detail: { path: ['CN=Leaf', 'CN=A', 'CN=Root'] },
    })
    expect(judge(signer, [bByA, aByB], [b])).toMatchObject({ detail: { path: ['CN=Leaf', 'CN=A', 'CN=B'] } })
  })

  it('ends with 30 namesakes that all certify each other', () => {
    const names = [3, 4, 5, 6, 7].map((index) => authority('Same', index))
    const bundle = names.flatMap((_, at) => names.map((other) => authority('Same', 3 + at, other)))
    const all = [...names, ...bundle]
    expect(all.length).toBe(30)
    const first = names[0]
    if (first === undefined) throw new Error('no names')
    const signer = certify('Leaf', 2, first)
    const began = processorMillis()
    expect(judge(signer, all, [authority('Same', 8)]).trust).toBe('untrusted')
    expect(judge(signer, all, [first]).trust).toBe('trusted')
    expect(processorMillis() - began).toBeLessThan(3_000)
  })

  it('refuses chains longer than any real one', () => {
    let issuer = root
    const chain: Entity[] = []
    for (let depth = 0; depth < 30; depth += 1) {
      issuer = authority(`CA ${depth}`, 3 + (depth % 3), issuer)
      chain.push(issuer)
    }
    expect(judge(certify('Leaf', 2, issuer), chain, [root]).trust).toBe('untrusted')
    expect(judge(certify('Leaf', 2, issuer), chain, [issuer]).trust).toBe('trusted')
  })
})
