// Verification over a digest already computed (the file is hashed once, in a stream with forked states), RFC 8017 8.1.2
// and 8.2.2; and signing as a stream with the default algorithm of ONVIF EFF 26.06 5.6.2.
import { constants, createSign, publicDecrypt } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { assert } from '#engine/base/assert.ts'
import { formatHash, formatAlgorithm } from './algorithm.ts'
import type { HashName, SignatureAlgorithm } from './algorithm.ts'
import { checkEmsaPss, encodeEmsaPkcs1 } from './emsa.ts'

export type SignatureCheck =
  | {
      matches: boolean
      /** Salt that the signature holds, in bytes; null for anything but a matching RSASSA-PSS signature. */
      saltLength: number | null
      /** What makes even a matching signature weak, one plain sentence each. */
      weak: string[]
      /** Why it cannot match whatever the digest is; null where it matches, or where simply the digest differs. */
      reason: string | null
    }
  /** This version, or the cryptography it runs on, cannot tell. */
  | { unsupported: string }

const digestLengths: Record<HashName, number> = {
  md5: 16,
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
}

/**
 * Whether `signature` is one of `publicKey` over `digest`. Never throws on evidence. ECDSA is `unsupported` here: use
 * `createStreamVerifier`.
 */
export function verifyDigest(input: {
  algorithm: SignatureAlgorithm
  publicKey: KeyObject
  digest: Uint8Array
  signature: Uint8Array
}): SignatureCheck {
  const { algorithm, publicKey, digest, signature } = input
  if (algorithm.kind === 'unsupported') return { unsupported: algorithm.detail }
  if (algorithm.kind === 'ecdsa') {
    return { unsupported: 'ECDSA is not verified over a digest; the covered bytes must be read again.' }
  }
  assert(
    digest.length === digestLengths[algorithm.hash],
    `a digest of ${digestLengths[algorithm.hash]} bytes`,
  )
  const weak = weaknessesOf(algorithm, publicKey)
  const fails = (reason: string | null): SignatureCheck => ({
    matches: false,
    saltLength: null,
    weak,
    reason,
  })
  const bits = publicKey.asymmetricKeyDetails?.modulusLength
  if (publicKey.asymmetricKeyType !== 'rsa' || bits === undefined) {
    return fails(
      `The key in the certificate is no RSA key, but the algorithm is ${formatAlgorithm(algorithm)}.`,
    )
  }
  const length = Math.ceil(bits / 8)
  if (signature.length !== length) {
    return fails(`The signature has ${signature.length} bytes; this key makes signatures of ${length}.`)
  }
  const opened = openSignature(publicKey, signature)
  if (opened === 'out of range') return fails('The signature is not below the modulus of the key.')
  if (opened === 'refused') return { unsupported: `An RSA key of ${bits} bits cannot be used here.` }

  if (algorithm.kind === 'rsa-pkcs1') {
    const expected = encodeEmsaPkcs1(algorithm.hash, digest, length)
    if (expected === null) return fails('The key is too short for this algorithm.')
    return opened.equals(expected) ? { matches: true, saltLength: null, weak, reason: null } : fails(null)
  }
  const encodedBits = bits - 1
  // Where the modulus is one bit longer than whole bytes, the encoded message is one byte shorter (RFC 8017 8.1.2 2c).
  const encodedLength = Math.ceil(encodedBits / 8)
  if (encodedLength < length && opened[0] !== 0) return fails(null)
  const check = checkEmsaPss(opened.subarray(length - encodedLength), encodedBits, digest, algorithm)
  return check.matches ? { matches: true, saltLength: check.saltLength, weak, reason: null } : fails(null)
}

/** RSAVP1 (RFC 8017 5.2.2): signature^e mod n, as long as the modulus. */
function openSignature(publicKey: KeyObject, signature: Uint8Array): Buffer | 'out of range' | 'refused' {
  try {
    return publicDecrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, signature)
  } catch (error) {
    const code = error instanceof Error ? `${'code' in error ? String(error.code) : ''} ${error.message}` : ''
    return /data[ _]too[ _]large/i.test(code) ? 'out of range' : 'refused'
  }
}

/** Weak keys and hashes are verified like any other, but never without saying so (NIST SP 800-131A). */
export function weaknessesOf(algorithm: SignatureAlgorithm, publicKey: KeyObject): string[] {
  const weak: string[] = []
  const details = publicKey.asymmetricKeyDetails
  if (publicKey.asymmetricKeyType === 'rsa' && (details?.modulusLength ?? 0) < 2048) {
    weak.push(`The RSA key has ${details?.modulusLength ?? 0} bits; at least 2048 are needed.`)
  }
  if (algorithm.kind === 'unsupported') return weak
  if (algorithm.hash === 'sha1' || algorithm.hash === 'md5') {
    weak.push(`${formatHash(algorithm.hash)} is no longer safe for signatures.`)
  }
  return weak
}

export type SealSigner = {
  /** Bytes of every signature that this key makes: what a `sibo` must leave room for. */
  readonly signatureLength: number
  update(chunk: Uint8Array): void
  /** Ends the stream. To be called once. */
  sign(): Uint8Array
}

/** Signs a stream with the default algorithm. The key is an RSA key of 2048 bits or more, as `loadSealingKey` gives. */
export function createSealSigner(privateKey: KeyObject): SealSigner {
  const bits = privateKey.asymmetricKeyDetails?.modulusLength ?? 0
  assert(privateKey.type === 'private' && bits >= 2048, 'an RSA private key of at least 2048 bits')
  const signer = createSign('sha256')
  return {
    signatureLength: Math.ceil(bits / 8),
    update: (chunk) => void signer.update(chunk),
    sign: () => signer.sign({ key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 20 }),
  }
}
