// Ed25519 (PureEdDSA, RFC 8032 5.1.7; FIPS 186-5 7.7) in one pass over the file: the hash is SHA-512 over R‖A‖M, so that it
// has to begin with 64 bytes that are not of the file. With @noble/curves, as Node verifies only whole messages.
//
// The equation is the one with the cofactor, [8][S]B = [8]R + [8][k]A, which RFC 8032 and FIPS 186-5 prescribe; RFC 8032
// also lets programs check [S]B = R + [k]A, and OpenSSL does. Both agree on every signature that an honest signer makes. Only
// the holder of a key can make one on which they differ; it matches here, and is called weak, since OpenSSL refuses it.
import { ed25519 } from '@noble/curves/ed25519.js'
import type { KeyObject } from 'node:crypto'
import { decodePoint, ed25519KeyBytes } from './ed25519-key.ts'
import { weaknessesOf } from './weakness.ts'
import type { SignatureCheck } from './signature.ts'

export const ed25519SignatureLength = 64
const pointLength = 32
const { Point } = ed25519
const order = Point.Fn.ORDER

/** What is hashed before the message: R of the signature and the key A; null where there is no such signature or key. */
export function ed25519Preamble(publicKey: KeyObject, signature: Uint8Array): Uint8Array | null {
  const key = ed25519KeyBytes(publicKey)
  if (key === null || signature.length < ed25519SignatureLength) return null
  return Buffer.concat([signature.subarray(0, pointLength), key])
}

/** As `verifyDigest`; `digest` is SHA-512 over the preamble and the message. */
export function verifyEd25519(input: {
  publicKey: KeyObject
  digest: Uint8Array
  signature: Uint8Array
}): SignatureCheck {
  const { publicKey, digest, signature } = input
  const weak = weaknessesOf({ kind: 'ed25519' }, publicKey)
  const fails = (reason: string | null): SignatureCheck => ({
    matches: false,
    saltLength: null,
    weak,
    reason,
  })
  const key = ed25519KeyBytes(publicKey)
  if (key === null)
    return fails('The key in the certificate is no Ed25519 key, but the algorithm is Ed25519.')
  if (signature.length !== ed25519SignatureLength) {
    return fails(`The signature has ${signature.length} bytes; Ed25519 makes signatures of 64.`)
  }
  const r = decodePoint(signature.subarray(0, pointLength))
  const a = decodePoint(key)
  const s = littleEndian(signature.subarray(pointLength, ed25519SignatureLength))
  if (a === null) return fails('The key in the certificate is no point of the curve Ed25519.')
  if (r === null) return fails('The first half of the signature is no point of the curve Ed25519.')
  if (s >= order) return fails('The second half of the signature is not below the order of the curve.')
  const k = littleEndian(digest) % order
  const difference = Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k)).subtract(r)
  if (!difference.clearCofactor().is0()) return fails(null)
  const sentences = difference.is0() ? weak : [...weak, disputed]
  return { matches: true, saltLength: null, weak: sentences, reason: null }
}

const disputed =
  'The signature matches as RFC 8032 says, but only up to a factor that some programs, OpenSSL among them, do not allow.'

const littleEndian = (bytes: Uint8Array): bigint =>
  BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`)
