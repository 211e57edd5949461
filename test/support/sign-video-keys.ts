// Signing keys of cameras: a root, as many authorities below it as wanted, and a leaf with a key of any kind.
import { constants, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Certificate } from '#engine/seal/certificate.ts'
import { makeCertificate, makeRoot } from '#engine/seal/make-certificate.ts'
import type { KeyAndCertificate } from '#engine/seal/make-certificate.ts'
import { formatPem } from '#engine/seal/pem.ts'

export type KeyKind = 'p256' | 'p384' | 'rsa'
export type HashName = 'sha256' | 'sha384' | 'sha512'

export type VideoSigner = {
  kind: KeyKind
  privateKey: KeyObject
  /** SubjectPublicKeyInfo. */
  publicPem: string
  /** The leaf and the authorities below the root, which is left out (ONVIF Media Signing 5.7.8). */
  chain: Certificate[]
  root: Certificate
  /** Room for a signature: no DER signature of this key is longer. */
  room: number
}

const validity = { notBefore: new Date('2024-01-01T00:00:00Z'), notAfter: new Date('2034-01-01T00:00:00Z') }

export async function makeVideoSigner(
  commonName: string,
  kind: KeyKind = 'p256',
  authorities = 0,
): Promise<VideoSigner> {
  let issuer: KeyAndCertificate = await makeRoot({ commonName: `${commonName} Root`, ...validity }, 2048)
  const root = issuer.certificate
  const between: Certificate[] = []
  for (let index = 0; index < authorities; index += 1) {
    const privateKey = newKey('rsa')
    const certificate = makeCertificate({
      commonName: `${commonName} Authority ${index + 1}`,
      publicKey: createPublicKey(privateKey),
      issuer,
      ...validity,
      authority: { pathLength: null },
    })
    issuer = { privateKey, certificate }
    between.unshift(certificate)
  }
  const privateKey = newKey(kind)
  const publicKey = createPublicKey(privateKey)
  const leaf = makeCertificate({ commonName, publicKey, issuer, ...validity, authority: null })
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }) as string
  const room = kind === 'rsa' ? 256 : kind === 'p256' ? 72 : 104
  return { kind, privateKey, publicPem, chain: [leaf, ...between], root, room }
}

function newKey(kind: KeyKind): KeyObject {
  if (kind === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  return generateKeyPairSync('ec', { namedCurve: kind === 'p256' ? 'prime256v1' : 'secp384r1' }).privateKey
}

/** ECDSA as DER, RSA as RSASSA-PSS with a salt as long as the digest. */
export function signDocument(signer: VideoSigner, hash: HashName, document: Uint8Array): Uint8Array {
  const { kind, privateKey: key } = signer
  if (kind !== 'rsa') return sign(hash, document, { key, dsaEncoding: 'der' })
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST
  return sign(hash, document, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })
}

export const chainPem = ({ chain }: VideoSigner): string =>
  chain.map(({ der }) => formatPem('CERTIFICATE', der)).join('')
