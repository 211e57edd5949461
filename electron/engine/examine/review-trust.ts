// The second answer alone, after the trusted roots changed: certificates are judged again, bytes are not read again.
import type { NotChecked, Verification } from '#contract/seal.ts'
import { judgeSealTrust } from '#engine/exportfile/verify-seals.ts'
import { isWeak, judgeMediaTrust } from './judge-media.ts'
import { whatWasNotChecked } from './not-checked.ts'
import { trustContext } from './verify-file.ts'
import type { Structure, TrustChoice } from './verify-file.ts'

/** `verification` with trust judged anew; everything about the bytes stays, its time included. */
export function reviewTrust(
  verification: Verification,
  structure: Structure,
  trust: TrustChoice,
): Verification {
  const context = trustContext(structure, trust, new Date())
  const seals = verification.seals.map((seal) => {
    const planned = structure.plan.seals[seal.index]
    return planned && seal.status === 'intact'
      ? { ...seal, ...judgeSealTrust(planned, seal.deviations, context) }
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
