// Verification over a digest already computed (the file is hashed once, in a stream with forked states), RFC 8017 8.1.2
// and 8.2.2; and signing as a stream with the default algorithm of ONVIF EFF 26.06 5.6.2.
import { constants, createSign, publicDecrypt } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { assert } from '#engine/base/assert.ts'
import { formatAlgorithm, hashOf } from './algorithm.ts'
import type { HashName, SignatureAlgorithm } from './algorithm.ts'
import { outerSequenceLength } from './asn1.ts'
import { verifyEcdsaDigest } from './ecdsa.ts'
import { ed25519SignatureLength, verifyEd25519 } from './ed25519.ts'
import { checkEmsaPss, encodeEmsaPkcs1 } from './emsa.ts'
import { forgeable, isForgeable, weaknessesOf } from './weakness.ts'

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
 * Whether `signature` is one of `publicKey` over `digest`: the hash of the message, for Ed25519 of R‖A‖message
 * (`ed25519Preamble`). Never throws on evidence.
 */
export function verifyDigest(input: {
  algorithm: SignatureAlgorithm
  publicKey: KeyObject
  digest: Uint8Array
  signature: Uint8Array
}): SignatureCheck {
  const { algorithm, publicKey, digest, signature } = input
  if (algorithm.kind === 'unsupported') return { unsupported: algorithm.detail }
  const expectedLength = digestLengths[hashOf(algorithm) ?? 'sha256']
  assert(digest.length === expectedLength, `a digest of ${expectedLength} bytes`)
  if (algorithm.kind === 'ed25519') return verifyEd25519({ publicKey, digest, signature })
  if (algorithm.kind === 'ecdsa') return verifyEcdsaDigest({ algorithm, publicKey, digest, signature })
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
  if (isForgeable(publicKey)) return fails(forgeable)
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

/**
 * How many bytes of `stored` are the signature, where only zeros follow it: the room may have been made before its length
 * was known (always so for ECDSA). All of them where anything else follows: what nobody signed is not overlooked.
 */
export function signatureLengthOf(
  algorithm: SignatureAlgorithm,
  publicKey: KeyObject | null,
  stored: Uint8Array,
): number {
  const length = ownLength(algorithm, publicKey, stored)
  const isPadded = length !== null && stored.subarray(length).every((byte) => byte === 0)
  return isPadded ? Math.min(length, stored.length) : stored.length
}

function ownLength(
  { kind }: SignatureAlgorithm,
  publicKey: KeyObject | null,
  stored: Uint8Array,
): number | null {
  if (kind === 'ecdsa') return outerSequenceLength(stored)
  if (kind === 'ed25519') return ed25519SignatureLength
  const bits = publicKey?.asymmetricKeyDetails?.modulusLength
  return kind === 'unsupported' || bits === undefined ? null : Math.ceil(bits / 8)
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
