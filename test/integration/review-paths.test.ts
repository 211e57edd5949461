// Certificate paths that must not make anybody trusted.
import { createPrivateKey, createSign, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeTrust } from '#engine/seal/trust-path.ts'
import { readCertificate } from '#engine/seal/certificate.ts'
import { OpensslAuthority, signerExtensions } from '../support/openssl-authority.ts'
import { OpensslFolder } from './seal-openssl.ts'

let ca: OpensslAuthority
beforeAll(() => {
  ca = new OpensslAuthority()
  ca.certify('root', null)
  ca.certify('tls', 'root', { extensions: [...signerExtensions, 'extendedKeyUsage=critical,serverAuth'] })
})
afterAll(() => ca.remove())
const at = new Date('2026-05-02T00:00:00Z')

function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  const len =
    body.length < 128
      ? Buffer.from([body.length])
      : body.length < 256
        ? Buffer.from([0x81, body.length])
        : Buffer.from([0x82, body.length >> 8, body.length & 255])
  return Buffer.concat([Buffer.from([tag]), len, body])
}
const name = (cn: string) =>
  der(0x30, der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(cn)))))
const time = (text: string) => der(0x17, Buffer.from(text))
function certificate(
  subject: string,
  issuer: string,
  spki: Buffer,
  key: ReturnType<typeof createPrivateKey>,
  hash: string,
  oid: string,
  serial: number,
  extra: Buffer[] = [],
): Buffer {
  const algorithm = der(0x30, der(0x06, Buffer.from(oid, 'hex')), Buffer.from('0500', 'hex'))
  const tbs = der(
    0x30,
    der(0xa0, Buffer.from('020102', 'hex')),
    der(0x02, Buffer.from([serial])),
    algorithm,
    name(issuer),
    der(0x30, time('260101000000Z'), time('360101000000Z')),
    name(subject),
    spki,
    ...extra,
  )
  const signature = sign(hash, tbs, key)
  return der(0x30, tbs, algorithm, der(0x03, Buffer.from([0]), signature))
}

describe('a path', () => {
  it('with a certificate for another purpose, critical extKeyUsage (RFC 5280 4.2.1.12), is not one', () => {
    const { trust } = judgeTrust({
      leaf: ca.certificate('tls'),
      intermediates: [],
      anchors: [ca.certificate('root')],
      at,
      now: at,
    })
    expect(trust).not.toBe('trusted')
  })
  it.each([
    ['md5WithRSAEncryption', 'md5', '2a864886f70d010104'],
    ['md5WithRSA of OIW', 'md5', '2b0e030203'],
    ['sha1WithRSA of OIW', 'sha1', '2b0e03021d'],
    ['sha1WithRSAEncryption', 'sha1', '2a864886f70d010105'],
    ['ripemd160WithRSA', 'ripemd160', '2b2403030102'],
    ['md4WithRSAEncryption', 'md4', '2a864886f70d010103'],
  ])('signed with %s is not one', async (_, hash, oid) => {
    const { generateKeyPairSync } = await import('node:crypto')
    const root = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const leaf = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const spki = (pair: typeof root) => pair.publicKey.export({ type: 'spki', format: 'der' })
    const rootDer = certificate('R', 'R', spki(root), root.privateKey, 'sha256', '2a864886f70d01010b', 1)
    let leafDer: Buffer
    try {
      leafDer = certificate('L', 'R', spki(leaf), root.privateKey, hash, oid, 2)
    } catch (e) {
      console.log('cannot make', String(e))
      return
    }
    const [rootCert, leafCert] = [readCertificate(rootDer), readCertificate(leafDer)]
    const { trust, detail } = judgeTrust({
      leaf: leafCert!,
      intermediates: [],
      anchors: [rootCert!],
      at,
      now: at,
    })
    console.log(oid, trust, detail.reason)
    expect(trust).not.toBe('trusted')
  })
  it.each(['secp112r1', 'secp160r1', 'prime192v1'])(
    'through an authority with a key on %s is not one',
    (curve) => {
      const folder = new OpensslFolder()
      try {
        folder.run('ecparam', '-name', curve, '-genkey', '-noout', '-out', 'i.key')
      } catch {
        folder.remove()
        return
      }
      try {
        ca.folder.write('i.key', folder.read('i.key'))
        ca.certify(`sub-${curve}`, 'root', {
          keyOf: 'i',
          extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'],
        })
        ca.folder.write(`sub-${curve}.key`, folder.read('i.key'))
        ca.certify(`leaf-${curve}`, `sub-${curve}`)
      } catch (e) {
        console.log('openssl refuses', curve, String(e).slice(0, 200))
        folder.remove()
        return
      }
      folder.remove()
      const { trust, detail } = judgeTrust({
        leaf: ca.certificate(`leaf-${curve}`),
        intermediates: [ca.certificate(`sub-${curve}`)],
        anchors: [ca.certificate('root')],
        at,
        now: at,
      })
      console.log(curve, trust, detail.reason)
      expect(trust).not.toBe('trusted')
    },
  )
})
void createSign
