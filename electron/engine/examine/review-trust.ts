// The second answer alone, after the trusted roots changed: certificates are judged again, bytes are not read again.
import type { NotChecked, SealReport, Verification } from '#contract/seal.ts'
import { assert } from '#engine/base/assert.ts'
import { judgeSealTrust } from '#engine/exportfile/verify-seals.ts'
import type { TrustContext } from '#engine/exportfile/verify-seals.ts'
import { isWeak, judgeMediaTrust } from './judge-media.ts'
import { whatWasNotChecked } from './not-checked.ts'
import { trustContext } from './verify-file.ts'
import type { Structure, TrustChoice } from './verify-file.ts'

/**
 * Null where the seals of `structure` bring the certificates that were verified. Whatever lies in the vault now may be
 * another file: its signers say nothing about the bytes that were verified.
 */
export function whyNotVerified({ seals }: Verification, { plan }: Structure): string | null {
  const other = seals.find(
    ({ status, index, signer }) =>
      status === 'intact' && (plan.seals[index]?.leaf?.signer.sha256 ?? null) !== (signer?.sha256 ?? null),
  )
  if (!other) return null
  return `The original in the vault is not the file that was verified: its seal ${other.index + 1} brings another certificate.`
}

/**
 * `verification` with trust judged anew; everything about the bytes stays, its time included. `structure` is of the same
 * file: see `whyNotVerified`.
 */
export function reviewTrust(
  verification: Verification,
  structure: Structure,
  trust: TrustChoice,
): Verification {
  const context = trustContext(structure, trust, new Date())
  const seals = verification.seals.map((seal) => {
    const planned = structure.plan.seals[seal.index]
    assert(seal.status !== 'intact' || planned !== undefined, 'the seal that was verified is there')
    return planned && seal.status === 'intact'
      ? { ...seal, ...judgeSealTrust(planned, seal.deviations, atItsTime(context, seal)) }
      : seal
  })
  const weak = isWeak(verification.findings)
  const mediaSigning = verification.mediaSigning.map((report) => ({
    ...report,
    ...judgeMediaTrust(report, weak, context),
  }))
  const judged = whatWasNotChecked({ seals, mediaSigning }, trust)
  // Trust decides these two; what else was left open when the bytes were read stays open.
  const byTrust: readonly NotChecked[] = ['trust', 'revocation']
  const notChecked = [
    ...judged.filter((one) => byTrust.includes(one)),
    ...verification.notChecked.filter((one) => !byTrust.includes(one)),
  ]
  return { ...verification, seals, mediaSigning, notChecked }
}

/** The export time as it was verified, with the seal that covers it; not as it stands in the vault now. */
function atItsTime(context: TrustContext, { trustDetail }: SealReport): TrustContext {
  if (!trustDetail || trustDetail.judgedAtOrigin === 'given') return context
  const { judgedAt, judgedAtOrigin } = trustDetail
  const exportTime = judgedAtOrigin === 'export-time' && judgedAt !== null ? new Date(judgedAt) : null
  return { ...context, exportTime }
}
