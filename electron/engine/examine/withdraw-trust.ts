// The second answer where the original cannot be read any more: an answer given with another trust store must not stay, and
// without the certificates in the file no seal can be judged. Those of signatures inside the video are kept with the report.
import type { NotChecked, SealReport, Verification } from '#contract/seal.ts'
import { isWeak, judgeMediaTrust } from './judge-media.ts'
import { whatWasNotChecked } from './not-checked.ts'
import type { TrustChoice } from './verify-file.ts'

/** `verification` with no answer about who sealed; everything about the bytes stays. `why`: one sentence. */
export function withdrawTrust(verification: Verification, why: string, trust: TrustChoice): Verification {
  const seals = verification.seals.map((seal) =>
    seal.status === 'intact' ? { ...seal, ...unanswered(seal, why) } : seal,
  )
  const weak = isWeak(verification.findings)
  const context = { ...trust, exportTime: null, now: new Date() }
  const mediaSigning = verification.mediaSigning.map((report) => ({
    ...report,
    ...judgeMediaTrust(report, weak, context),
  }))
  // As with no roots at all where there are seals: nothing was held against any.
  const anchors = seals.length > 0 ? [] : trust.anchors
  const judged = whatWasNotChecked({ seals, mediaSigning }, { anchors })
  const byTrust: readonly NotChecked[] = ['trust', 'revocation']
  const notChecked = [
    ...judged.filter((one) => byTrust.includes(one)),
    ...verification.notChecked.filter((one) => !byTrust.includes(one)),
  ]
  return { ...verification, seals, mediaSigning, notChecked }
}

const unanswered = (
  { signer, trustDetail }: SealReport,
  why: string,
): Pick<SealReport, 'trust' | 'trustDetail'> => ({
  trust: 'not-checked',
  trustDetail: {
    path: signer ? [signer.subject] : [],
    anchorSha256: null,
    judgedAt: trustDetail?.judgedAt ?? null,
    judgedAtOrigin: trustDetail?.judgedAtOrigin ?? 'none',
    today: 'not-checked',
    revocation: 'not-checked',
    revocationDetail: null,
    reason: why,
  },
})
