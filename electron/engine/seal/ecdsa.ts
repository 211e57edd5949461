// ECDSA over a digest already computed (FIPS 186-5 6.4.2), with @noble/curves: Node verifies ECDSA only from the message
// on, and the file is not read a second time for it.
import { p256, p384, p521 } from '@noble/curves/nist.js'
import type { KeyObject } from 'node:crypto'
import { formatAlgorithm, curveOf } from './algorithm.ts'
import type { SignatureAlgorithm } from './algorithm.ts'
import { outerSequenceLength } from './asn1.ts'
import { weaknessesOf } from './weakness.ts'
import type { SignatureCheck } from './signature.ts'

const curves: Readonly<Record<string, typeof p256>> = { 'P-256': p256, 'P-384': p384, 'P-521': p521 }

/** As `verifyDigest`, for ECDSA. `signature` is a DER SEQUENCE of r and s; zeros behind it are padding. */
export function verifyEcdsaDigest(input: {
  algorithm: Extract<SignatureAlgorithm, { kind: 'ecdsa' }>
  publicKey: KeyObject
  digest: Uint8Array
  signature: Uint8Array
}): SignatureCheck {
  const { algorithm, publicKey, digest, signature } = input
  const weak = weaknessesOf(algorithm, publicKey)
  const fails = (reason: string | null): SignatureCheck => ({
    matches: false,
    saltLength: null,
    weak,
    reason,
  })
  const name = curveOf(publicKey)
  if (name === null)
    return fails(
      `The key in the certificate is no EC key, but the algorithm is ${formatAlgorithm(algorithm)}.`,
    )
  const curve = curves[name]
  if (!curve) return { unsupported: `The curve ${name} is not known.` }
  // A DER signature varies in length inside a sibo of fixed length.
  const length = outerSequenceLength(signature)
  if (length === null) return fails('The signature is not a DER SEQUENCE of two numbers.')
  // They stand outside the digest, so that anything but zeros would be content that nobody signed.
  if (signature.subarray(length).some((byte) => byte !== 0)) {
    return fails('Behind the signature, in the room left for it, stand bytes that are not zero.')
  }
  const options = { prehash: false, lowS: false, format: 'der' } as const
  return verifies(() => curve.verify(signature.subarray(0, length), digest, pointOf(publicKey), options))
    ? { matches: true, saltLength: null, weak, reason: null }
    : fails(null)
}

/** A signature that cannot be parsed throws in the library; it does not match either. */
function verifies(verify: () => boolean): boolean {
  try {
    return verify()
  } catch {
    return false
  }
}

/** The uncompressed point 04‖x‖y (SEC 1 2.3.3). */
function pointOf(publicKey: KeyObject): Uint8Array {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
}
