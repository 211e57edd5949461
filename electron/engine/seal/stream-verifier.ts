// Verification from the covered bytes themselves: the second reading that ECDSA needs (RFC 5758), since Node verifies
// ECDSA only from the message on, never over a digest.
import { createHash, createVerify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { SignatureAlgorithm } from './algorithm.ts'
import { curveOf, formatAlgorithm } from './algorithm.ts'
import { outerSequenceLength } from './asn1.ts'
import { verifyDigest, weaknessesOf } from './signature.ts'
import type { SignatureCheck } from './signature.ts'

export type StreamVerifier = {
  update(chunk: Uint8Array): void
  /** Ends the stream. To be called once. */
  verify(signature: Uint8Array): SignatureCheck
}

/** A verifier for every algorithm, ECDSA included; fed with exactly the bytes that the signature covers. */
export function createStreamVerifier(algorithm: SignatureAlgorithm, publicKey: KeyObject): StreamVerifier {
  if (algorithm.kind === 'unsupported') {
    return { update: () => undefined, verify: () => ({ unsupported: algorithm.detail }) }
  }
  if (algorithm.kind === 'ecdsa') return ecdsaVerifier(algorithm, publicKey)
  const hash = createHash(algorithm.hash)
  return {
    update: (chunk) => void hash.update(chunk),
    verify: (signature) => verifyDigest({ algorithm, publicKey, digest: hash.digest(), signature }),
  }
}

function ecdsaVerifier(
  algorithm: Extract<SignatureAlgorithm, { kind: 'ecdsa' }>,
  publicKey: KeyObject,
): StreamVerifier {
  const verifier = createVerify(algorithm.hash)
  const verify = (signature: Uint8Array): SignatureCheck => {
    const weak = weaknessesOf(algorithm, publicKey)
    const fails = (reason: string | null): SignatureCheck => ({
      matches: false,
      saltLength: null,
      weak,
      reason,
    })
    if (curveOf(publicKey) === null) {
      return fails(
        `The key in the certificate is no EC key, but the algorithm is ${formatAlgorithm(algorithm)}.`,
      )
    }
    // A DER signature varies in length inside a sibo of fixed length; what follows it is padding, not signature.
    const length = outerSequenceLength(signature)
    if (length === null) return fails('The signature is not a DER SEQUENCE of two numbers.')
    try {
      return verifier.verify({ key: publicKey, dsaEncoding: 'der' }, signature.subarray(0, length))
        ? { matches: true, saltLength: null, weak, reason: null }
        : fails(null)
    } catch (error) {
      return {
        unsupported: `This EC key cannot be used here: ${error instanceof Error ? error.message : 'unknown'}.`,
      }
    }
  }
  return { update: (chunk) => void verifier.update(chunk), verify }
}
