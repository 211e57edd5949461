// Certificates for tests: a few RSA keys made once a file, and certificates of every shape over them.
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Certificate } from '#engine/seal/certificate.ts'
import { makeCertificate } from '#engine/seal/make-certificate.ts'
import type { CertificateRequest } from '#engine/seal/make-certificate.ts'

export type Entity = { privateKey: KeyObject; certificate: Certificate }

export const start = new Date('2026-01-01T00:00:00Z')
export const end = new Date('2027-01-01T00:00:00Z')

const keys: KeyObject[] = []

/** The nth key of this test file. */
export function key(index: number): KeyObject {
  for (let made = keys.length; made <= index; made += 1) {
    keys.push(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
  }
  const found = keys[index]
  if (found === undefined) throw new Error('no such key')
  return found
}

export function certify(
  commonName: string,
  keyIndex: number,
  issuer: Entity | null,
  options: Partial<CertificateRequest> = {},
): Entity {
  const privateKey = key(keyIndex)
  const certificate = makeCertificate({
    commonName,
    publicKey: createPublicKey(privateKey),
    issuer: issuer ?? { privateKey, certificate: null },
    notBefore: start,
    notAfter: end,
    authority: null,
    ...options,
  })
  return { privateKey, certificate }
}

/** A certificate authority. */
export const authority = (
  commonName: string,
  keyIndex: number,
  issuer: Entity | null = null,
  options: Partial<CertificateRequest> = {},
): Entity => certify(commonName, keyIndex, issuer, { authority: { pathLength: null }, ...options })
