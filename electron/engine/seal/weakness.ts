// What makes even a matching signature weak.
import type { KeyObject } from 'node:crypto'
import { formatHash } from './algorithm.ts'
import type { HashName, SignatureAlgorithm } from './algorithm.ts'
import { hasSmallOrder } from './ed25519-key.ts'

export const forgeable = 'With the public exponent of this key anybody can make signatures.'
export const smallOrder = 'With this key, a point of small order, anybody can make signatures.'
export const shortestRsaKey = 2_048

/** With the exponent 1 a signature is the encoded message itself (RFC 8017 3.1 demands 3 or more). */
export function isForgeable(publicKey: KeyObject): boolean {
  return (publicKey.asymmetricKeyDetails?.publicExponent ?? 3n) < 3n
}

/** Hashes for which two contents with the same digest can be made. */
export const isWeakHash = (hash: HashName): boolean => hash === 'sha1' || hash === 'md5'

/** Weak keys and hashes are verified like any other, but never without saying so (NIST SP 800-131A). */
export function weaknessesOf(algorithm: SignatureAlgorithm, publicKey: KeyObject): string[] {
  const weak: string[] = []
  const details = publicKey.asymmetricKeyDetails
  if (publicKey.asymmetricKeyType === 'rsa' && (details?.modulusLength ?? 0) < shortestRsaKey) {
    weak.push(`The RSA key has ${details?.modulusLength ?? 0} bits; at least 2048 are needed.`)
  }
  if (isForgeable(publicKey)) weak.push(forgeable)
  if (hasSmallOrder(publicKey)) weak.push(smallOrder)
  if (algorithm.kind === 'unsupported' || algorithm.kind === 'ed25519') return weak
  if (isWeakHash(algorithm.hash)) {
    weak.push(`${formatHash(algorithm.hash)} is no longer safe for signatures.`)
  }
  return weak
}
