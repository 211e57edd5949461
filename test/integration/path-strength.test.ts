// Certificate paths that must make nobody trusted: signed with hashes and keys that are not relied on, or for other purposes.
// OpenSSL makes them, and verifies most of them without a word.
import { generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCertificate } from '#engine/seal/certificate.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import { authorityExtensions, OpensslAuthority, signerExtensions } from '../support/openssl-authority.ts'
import { der, sequence, time } from '../unit/engine/seal/revocation-lists.ts'

let ca: OpensslAuthority
beforeAll(() => {
  ca = new OpensslAuthority()
  ca.certify('root', null)
})
afterAll(() => ca.remove())

const at = new Date('2026-05-02T00:00:00Z')
const judge = (leaf: Certificate, intermediates: Certificate[], anchor: Certificate) =>
  judgeTrust({ leaf, intermediates, anchors: [anchor], at, now: at })

const nameOf = (words: string): Buffer =>
  sequence(der(0x31, sequence('0603550403', der(0x0c, Buffer.from(words)))))

/** An RSA certificate of version 3 without extensions, signed with whatever hash under whatever identifier. */
function certify(
  subject: string,
  publicKey: KeyObject,
  by: KeyObject,
  hash: string,
  oid: string,
): Certificate {
  const algorithm = sequence(der(0x06, oid), '0500')
  const content = sequence(
    'a003020102',
    der(0x02, Buffer.from([subject.length])),
    algorithm,
    nameOf('Root'),
    sequence(time('260101000000Z'), time('360101000000Z')),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const read = readCertificate(sequence(content, algorithm, der(0x03, '00', sign(hash, content, by))))
  if (!read) throw new Error('the certificate cannot be read')
  return read
}

describe('a path', () => {
  const root = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const leaf = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const sha256 = '2a864886f70d01010b'
  const judgeSigned = (hash: string, oid: string) =>
    judge(
      certify('Signer', leaf.publicKey, root.privateKey, hash, oid),
      [],
      certify('Root', root.publicKey, root.privateKey, 'sha256', sha256),
    )

  it.each([
    ['md5WithRSAEncryption', 'md5', '2a864886f70d010104', /MD5, which can be forged/],
    ['md5WithRSA of OIW', 'md5', '2b0e030203', /MD5, which can be forged/],
    ['sha1WithRSAEncryption', 'sha1', '2a864886f70d010105', /SHA-1, which can be forged/],
    ['ripemd160WithRSA', 'ripemd160', '2b2403030102', /\(1\.3\.36\.3\.3\.1\.2\) that is not relied on/],
  ])('signed with %s is not one', (_, hash, oid, why) => {
    const { trust, detail } = judgeSigned(hash, oid)
    expect(trust).toBe('untrusted')
    expect(detail.reason).toMatch(why)
  })

  it('signed with sha1WithRSA of OIW, which OpenSSL does not verify here, is not one either', () => {
    expect(judgeSigned('sha1', '2b0e03021d').trust).toBe('untrusted')
  })

  it.each([
    ['SHA-224', 'sha224', '2a864886f70d01010e'],
    ['SHA-256', 'sha256', sha256],
    ['SHA-384', 'sha384', '2a864886f70d01010c'],
    ['SHA-512', 'sha512', '2a864886f70d01010d'],
    ['SHA3-256', 'sha3-256', '60864801650304030e'],
  ])('signed with %s is one', (_, hash, oid) => {
    expect(judgeSigned(hash, oid).trust).toBe('trusted')
  })

  /** By an authority whose key is on a curve, or for a signer whose key is. */
  const ofKey = (words: string, ...generate: string[]) => {
    const authority = `authority-${words}`
    ca.folder.run(...generate, '-out', `${authority}.key`)
    const extensions = authorityExtensions
    ca.certify(authority, 'root', { keyOf: authority, extensions })
    ca.certify(`below-${words}`, authority)
    ca.certify(`signer-${words}`, 'root', { keyOf: authority, extensions: signerExtensions })
    const anchor = ca.certificate('root')
    return [
      judge(ca.certificate(`below-${words}`), [ca.certificate(authority)], anchor),
      judge(ca.certificate(`signer-${words}`), [], anchor),
    ]
  }
  it.each(['secp112r1', 'secp160r1', 'prime192v1'])('with a key on %s is not one', (curve) => {
    for (const { trust, detail } of ofKey(curve, 'ecparam', '-name', curve, '-genkey', '-noout')) {
      expect(trust).toBe('untrusted')
      expect(detail.reason).toContain(`has a key on a curve (${curve}) that is not relied on here`)
    }
  })
  it.each(['secp224r1', 'prime256v1', 'secp256k1', 'secp384r1', 'secp521r1', 'brainpoolP256r1'])(
    'with a key on %s is one',
    (curve) => {
      const judged = ofKey(curve, 'ecparam', '-name', curve, '-genkey', '-noout')
      expect(judged.map(({ trust }) => trust)).toEqual(['trusted', 'trusted'])
    },
  )
  it.each(['ed25519', 'ed448'])('with a key of %s is one', (kind) => {
    // Such keys hash for themselves, so that only the signer has one here.
    ca.folder.run('genpkey', '-algorithm', kind, '-out', `${kind}.key`)
    ca.certify(`signer-${kind}`, 'root', { keyOf: kind })
    expect(judge(ca.certificate(`signer-${kind}`), [], ca.certificate('root')).trust).toBe('trusted')
  })
})

describe('a certificate for certain purposes (RFC 5280 4.2.1.12)', () => {
  const judgeFor = (purposes: string) => {
    const name = `purposes-${purposes.replaceAll(/[^\w]/g, '-')}`
    ca.certify(name, 'root', { extensions: [...signerExtensions, `extendedKeyUsage=${purposes}`] })
    return judge(ca.certificate(name), [], ca.certificate('root'))
  }
  it.each([
    ['serverAuth', 'serverAuth'],
    ['serverAuth,clientAuth', 'serverAuth, clientAuth'],
    ['timeStamping', 'timeStamping'],
    ['1.3.6.1.4.1.99999.1', '1.3.6.1.4.1.99999.1'],
  ])('critical and only %s signs nothing here', (purposes, named) => {
    const { trust, detail } = judgeFor(`critical,${purposes}`)
    expect(trust).toBe('untrusted')
    expect(detail.reason).toContain(
      `other purposes than signing content (extendedKeyUsage, critical: ${named})`,
    )
  })
  it.each([
    'critical,emailProtection',
    'critical,codeSigning',
    'critical,serverAuth,anyExtendedKeyUsage',
    'critical,1.3.6.1.5.5.7.3.36',
    'serverAuth,clientAuth',
  ])('%s does', (purposes) => {
    expect(judgeFor(purposes).trust).toBe('trusted')
  })

  it('binds what an authority certifies below it', () => {
    const extensions = [...authorityExtensions, 'extendedKeyUsage=critical,serverAuth']
    ca.certify('web', 'root', { extensions })
    ca.certify('below-web', 'web')
    const { trust, detail } = judge(
      ca.certificate('below-web'),
      [ca.certificate('web')],
      ca.certificate('root'),
    )
    expect(trust).toBe('untrusted')
    expect(detail.reason).toContain('“CN=web” is for other purposes')
  })
})
