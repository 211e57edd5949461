// The key of a person, who signs what was done: from PKCS#12 or PEM, RSA or elliptic curve, with the certificate of that key.
import { createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { EvidenceError } from '#contract/errors.ts'
import type { ErrorCode } from '#contract/errors.ts'
import { curveOf } from './algorithm.ts'
import { isSameKey } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { loadPrivateKeys } from './private-key.ts'

export type IdentityKey = {
  /** RSA of at least 2048 bits, or on P-256, P-384 or P-521. */
  privateKey: KeyObject
  /** The certificate of that very key. */
  certificate: Certificate
  /** Other certificates that came with it, in their order. */
  chain: Certificate[]
}

const curves = new Set(['P-256', 'P-384', 'P-521'])
const chainLimit = 8

/**
 * The first key of the file that has its certificate there. Fails with `key-unreadable` (file, format, password),
 * `certificate-unreadable` (no certificate of a key in it) and `key-unsuitable` (kind or size).
 */
export async function loadIdentityKey(path: string, password: string | null): Promise<IdentityKey> {
  const { keys, certificates } = await loadPrivateKeys(path, password)
  for (const privateKey of keys) {
    const own = createPublicKey(privateKey)
    const certificate = certificates.find(({ publicKey }) => publicKey !== null && isSameKey(publicKey, own))
    if (!certificate) continue
    refuseUnsuitable(path, privateKey)
    const others = certificates.filter(({ signer }) => signer.sha256 !== certificate.signer.sha256)
    return { privateKey, certificate, chain: others.slice(0, chainLimit) }
  }
  const message = `There is no certificate of the key in “${path}”. A PKCS#12 file, or PEM with both, is needed.`
  throw failure('certificate-unreadable', path, message)
}

function refuseUnsuitable(path: string, key: KeyObject): void {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType === 'rsa' && bits >= 2048) return
  const curve = curveOf(key.asymmetricKeyType === 'ec' ? createPublicKey(key) : key)
  if (curve !== null && curves.has(curve)) return
  const found = key.asymmetricKeyType === 'rsa' ? `RSA of ${bits} bits` : (curve ?? key.asymmetricKeyType)
  const message = `Ledgers are signed with RSA of at least 2048 bits or ECDSA on P-256, P-384 or P-521; the key in “${path}” is ${found ?? 'of an unknown kind'}.`
  throw failure('key-unsuitable', path, message)
}

function failure(code: ErrorCode, path: string, message: string): EvidenceError {
  return new EvidenceError(code, message, { details: { path } })
}
