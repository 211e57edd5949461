// Which pictures of a review copy may show what was not recorded: those that were decoded after a sample that gave none,
// or one that its decoder did not vouch for, up to the next place where decoding begins anew. A decoder that fails hides it; this does not.
import { decodeFrom } from './review-plan.ts'
import type { ReviewPlan } from './review-plan.ts'
import { pictureStates } from './review-store.ts'

/** Decoders refer back by whole groups; a group longer than this is looked at in its last part. */
const searched = 4_096

/** `state` and `damaged`: by picture, as in `ReviewStore`. */
export function isDoubtful(
  plan: ReviewPlan,
  { state, damaged }: { state: Uint8Array; damaged: Uint8Array },
  picture: number,
): boolean {
  if (damaged[picture] === 1) return true
  const sample = plan.sampleOf[picture] ?? 0
  const from = decodeFrom(plan, picture)
  if (from === null) return true
  const shownFirst = Math.min(picture, plan.pictureOf[from] ?? 0)
  for (let before = sample; before >= Math.max(from, sample - searched); before -= 1) {
    const other = plan.pictureOf[before] ?? 0
    // What is shown before the picture that decoding begins with is no reference of those shown after it.
    if (before === sample || other < shownFirst) continue
    if (damaged[other] === 1 || (state[other] ?? 0) >= pictureStates.none) return true
  }
  return false
}
