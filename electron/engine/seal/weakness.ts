// What makes even a matching signature weak.
import type { KeyObject } from 'node:crypto'
import { formatHash } from './algorithm.ts'
import type { SignatureAlgorithm } from './algorithm.ts'

/** Weak keys and hashes are verified like any other, but never without saying so (NIST SP 800-131A). */
export function weaknessesOf(algorithm: SignatureAlgorithm, publicKey: KeyObject): string[] {
  const weak: string[] = []
  const details = publicKey.asymmetricKeyDetails
  if (publicKey.asymmetricKeyType === 'rsa' && (details?.modulusLength ?? 0) < 2048) {
    weak.push(`The RSA key has ${details?.modulusLength ?? 0} bits; at least 2048 are needed.`)
  }
  if ((details?.publicExponent ?? 3n) < 3n) {
    weak.push('With the public exponent of this key anybody can make signatures.')
  }
  if (algorithm.kind === 'unsupported') return weak
  if (algorithm.hash === 'sha1' || algorithm.hash === 'md5') {
    weak.push(`${formatHash(algorithm.hash)} is no longer safe for signatures.`)
  }
  return weak
}
