// Whether the signature of one seal matches, under which of its readings and algorithms, and what was odd about it.
import type { Deviation, SealReport } from '#contract/seal.ts'
import { formatAlgorithm } from '#engine/seal/algorithm.ts'
import type { SignatureAlgorithm } from '#engine/seal/algorithm.ts'
import { restrictionAgainst } from '#engine/seal/key-restriction.ts'
import { signatureLengthOf, verifyDigest } from '#engine/seal/signature.ts'
import type { Coverage } from './seal-coverage.ts'
import type { PassResult } from './seal-pass.ts'
import type { PlannedSeal, SealPlan } from './seal-plan.ts'

export type Match = { coverage: Coverage; algorithm: SignatureAlgorithm; digest: Uint8Array }

export type SealOutcome = {
  status: SealReport['status']
  reason: string | null
  match: Match | null
  deviations: Deviation[]
}

export const weakCode = 'weak-algorithm'

export function checkSignature(seal: PlannedSeal, plan: SealPlan, pass: PassResult): SealOutcome {
  const plain = (status: SealReport['status'], reason: string): SealOutcome => ({
    status,
    reason,
    match: null,
    deviations: [],
  })
  if (seal.empty)
    return plain(
      'empty',
      'The place of the signature holds only zeros: signing was never finished, or the signature was removed.',
    )
  if (seal.malformed !== null) return plain('broken', seal.malformed)
  if (seal.unsupported !== null) return plain('unsupported', seal.unsupported)
  const { leaf } = seal
  if (!leaf) return plain('broken', 'The seal has no certificate that can be read.')
  if (!leaf.publicKey)
    return plain('unsupported', 'This version cannot check the seal: it does not know keys of that kind.')
  let unsupported: string | null = null
  let impossible: string | null = null
  const weak = new Set<string>()
  for (const index of seal.targets) {
    const coverage = plan.targets[index]?.coverage
    const digest = pass.digests[index]
    if (!coverage || !digest) continue
    for (const algorithm of seal.algorithms) {
      const check = verifyDigest({
        algorithm,
        publicKey: leaf.publicKey,
        digest,
        signature: usedSignature(seal, algorithm),
      })
      if ('unsupported' in check) {
        unsupported = check.unsupported
        continue
      }
      for (const sentence of check.weak) weak.add(sentence)
      if (seal.declared || seal.algorithms.length === 1) impossible ??= check.reason
      if (!check.matches) continue
      const found = withSalt(algorithm, check.saltLength)
      return {
        status: 'intact',
        reason: null,
        match: { coverage, algorithm: found, digest },
        deviations: [...matchDeviations(seal, coverage, found), ...weakDeviations(weak)],
      }
    }
  }
  const [first] = seal.algorithms
  if (first?.kind === 'unsupported') unsupported = first.detail
  if (unsupported !== null) {
    return {
      ...plain('unsupported', `This version cannot check the seal: ${unsupported}`),
      deviations: weakDeviations(weak),
    }
  }
  return {
    ...plain(
      'broken',
      impossible ??
        'The bytes do not match the signature: they were changed after sealing, or another key was used.',
    ),
    deviations: weakDeviations(weak),
  }
}

/** The signature without the zeros behind it. */
export function usedSignature(seal: PlannedSeal, algorithm: SignatureAlgorithm): Uint8Array {
  const { signature } = seal.stored
  return signature.subarray(0, signatureLengthOf(algorithm, seal.leaf?.publicKey ?? null, signature))
}

const withSalt = (algorithm: SignatureAlgorithm, saltLength: number | null): SignatureAlgorithm =>
  algorithm.kind === 'rsa-pss' && saltLength !== null ? { ...algorithm, saltLength } : algorithm

const weakDeviations = (weak: ReadonlySet<string>): Deviation[] =>
  [...weak].map((detail) => ({ code: weakCode, detail }))

function matchDeviations(seal: PlannedSeal, coverage: Coverage, algorithm: SignatureAlgorithm): Deviation[] {
  const deviations: Deviation[] = []
  const isDefault = algorithm.kind === 'rsa-pss' && algorithm.hash === 'sha256' && algorithm.saltLength === 20
  if (!seal.declared && !isDefault) {
    deviations.push({
      code: 'algorithm-undeclared',
      detail: `The seal was made with ${formatAlgorithm(algorithm)} and does not say so (no ‘sigC’).`,
    })
  }
  const restriction = seal.leaf && restrictionAgainst(seal.leaf, algorithm)
  if (restriction) deviations.push({ code: 'key-restricted', detail: restriction })
  const padding = seal.stored.signature.length - usedSignature(seal, algorithm).length
  // The length of a DER signature is known only when it is made, so that room has to be left for it.
  if (padding > 0 && algorithm.kind !== 'ecdsa') {
    deviations.push({
      code: 'signature-padded',
      detail: `${padding} zeros follow the signature in ‘sibo’, which should be as long as the signature.`,
    })
  }
  if (coverage.reading !== 'A1') {
    deviations.push({
      code: `range-${coverage.reading.toLowerCase()}`,
      detail: readingWords[coverage.reading],
    })
  }
  return deviations
}

const readingWords = {
  A1: 'The seal covers the whole file.',
  A2: 'The seal covers the file without the random access table (‘mfra’) at its end.',
  A3: 'The seal covers the file up to the end of its own ‘sinf’.',
  A4: 'The seal covers the file up to the end of ‘meta’.',
  A5: 'The seal matches with the sizes of ‘ipro’ and ‘meta’ as they are stored, not as they should be.',
} as const
