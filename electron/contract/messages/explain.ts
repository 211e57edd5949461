// An explained verdict, from what was found to words: for people in a hurry four short lists, behind them every step with its
// numbers and the commands that show the same on the file itself. Pure; for the window, the command and reports alike.
import type { Explanation } from '../explanation.ts'
import type { Inspection } from '../inspection.ts'
import type { Verification } from '../seal.ts'
import { coverageStep, fileStep, notCheckedStep } from './explain-file.ts'
import type { ExplainContext } from './explain-facts.ts'
import { isWholeExport, keptSteps } from './explain-kept.ts'
import { mediaSteps } from './explain-media.ts'
import { byPoints, notProvedPoints, provedPoints, whenPoints } from './explain-points.ts'
import { timeStep } from './explain-recording.ts'
import { sealSteps } from './explain-seals.ts'
import { mediaSentences } from './media-verdict.ts'
import { describeVerification } from './verdict.ts'

/** `inspection`: null where the file could not be examined any further. */
export function explain(
  verification: Verification,
  inspection: Inspection | null,
  context: ExplainContext,
): Explanation {
  const { path, size, sha256, verdict, verifiedAt, toolVersion, mediaSigning } = verification
  return {
    path,
    size,
    sha256,
    verdict,
    summary: summaryOf(verification, context),
    proved: provedPoints(verification, context),
    notProved: notProvedPoints(verification, context),
    by: byPoints(verification, inspection, context),
    when: whenPoints(verification, inspection, context),
    steps: [
      fileStep(verification, context),
      ...sealSteps(verification, context),
      ...keptSteps(verification, context),
      ...(sha256 === null || !isWholeExport(verification) ? [] : [coverageStep(verification, context)]),
      ...mediaSteps(mediaSigning, context),
      // A document or a program was not recorded.
      ...(verification.kind === 'attachment' ? [] : [timeStep(verification, inspection, context)]),
      notCheckedStep(verification, context),
    ],
    verifiedAt,
    toolVersion,
  }
}

/** What the seals say first, then what the camera's signatures say; at most three sentences, each whole. */
function summaryOf(verification: Verification, { rootHolders }: ExplainContext): string[] {
  const media = mediaSentences(verification.mediaSigning, rootHolders)
  const { sentences } = describeVerification(verification, { rootHolders })
  const seals = sentences.slice(0, sentences.length - media.length)
  const kept = media.slice(0, seals.length > 1 ? 1 : 2)
  return [...seals.slice(0, 3 - kept.length), ...kept]
}
