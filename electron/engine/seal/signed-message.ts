// Signatures over short messages held in memory: heads of custody ledgers, receipts. RSASSA-PSS with SHA-256 and a salt of 32
// bytes (RFC 8017 8.1), or ECDSA with SHA-256 (FIPS 186-5 6.4) where the key is one on an elliptic curve.
import { constants, createHash, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { assert } from '#engine/base/assert.ts'
import type { SignatureAlgorithm } from './algorithm.ts'
import type { Certificate } from './certificate.ts'
import { restrictionAgainst } from './key-restriction.ts'
import { verifyDigest } from './signature.ts'

/** `algorithm` is one of two words: `RSASSA-PSS SHA-256 salt 32` or `ECDSA SHA-256`. */
export type MessageSignature = { algorithm: string; signature: Uint8Array }

const saltLength = 32
const algorithms: Readonly<Record<string, SignatureAlgorithm>> = {
  'RSASSA-PSS SHA-256 salt 32': { kind: 'rsa-pss', hash: 'sha256', mgfHash: 'sha256', saltLength },
  'ECDSA SHA-256': { kind: 'ecdsa', hash: 'sha256' },
}

/** The key is one that `loadIdentityKey` or `loadOrMakeWorkstationKey` gave. */
export function signMessage(privateKey: KeyObject, message: Uint8Array): MessageSignature {
  if (privateKey.asymmetricKeyType === 'ec')
    return { algorithm: 'ECDSA SHA-256', signature: sign('sha256', message, privateKey) }
  assert(privateKey.asymmetricKeyType === 'rsa', 'a key for signing is RSA or on an elliptic curve')
  const key = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }
  return { algorithm: 'RSASSA-PSS SHA-256 salt 32', signature: sign('sha256', message, key) }
}

export type MessageCheck = { status: 'intact' | 'broken' | 'unsupported'; reason: string | null }

/** Was `signature` made over `message` with the key of `certificate`. Whose key that is, is another question. Never throws. */
export function verifyMessage(
  { algorithm, signature }: MessageSignature,
  message: Uint8Array,
  certificate: Certificate,
): MessageCheck {
  const known = algorithms[algorithm]
  const { publicKey } = certificate
  if (!known) return { status: 'unsupported', reason: 'Its algorithm is not one that is known here.' }
  if (!publicKey)
    return {
      status: 'unsupported',
      reason: 'The key in its certificate is of a kind that is not known here.',
    }
  if (restrictionAgainst(certificate, known) !== null)
    return { status: 'broken', reason: 'The certificate does not allow its key for this algorithm.' }
  const digest = createHash('sha256').update(message).digest()
  const check = verifyDigest({ algorithm: known, publicKey, digest, signature })
  if ('unsupported' in check) return { status: 'unsupported', reason: check.unsupported }
  if (check.matches) return { status: 'intact', reason: null }
  return {
    status: 'broken',
    reason: check.reason ?? 'The signature was not made over this with the key of its certificate.',
  }
}
