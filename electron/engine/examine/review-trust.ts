// The second answer alone, after the trusted roots changed: certificates are judged again, bytes are not read again.
import type { Verification } from '#contract/seal.ts'
import { judgeSealTrust } from '#engine/exportfile/verify-seals.ts'
import { trustContext } from './verify-file.ts'
import type { Structure, TrustChoice } from './verify-file.ts'

/** `verification` with trust judged anew; everything about the bytes stays, its time included. */
export function reviewTrust(
  verification: Verification,
  structure: Structure,
  trust: TrustChoice,
): Verification {
  const context = trustContext(structure, trust, new Date())
  const others = verification.notChecked.filter((one) => one !== 'trust')
  return {
    ...verification,
    seals: verification.seals.map((seal) => {
      const planned = structure.plan.seals[seal.index]
      return planned && seal.status === 'intact'
        ? { ...seal, ...judgeSealTrust(planned, seal.deviations, context) }
        : seal
    }),
    notChecked: trust.anchors.length === 0 && verification.seals.length > 0 ? ['trust', ...others] : others,
  }
}
