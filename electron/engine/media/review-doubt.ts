// Which pictures of a review copy may show what was not recorded: those that were decoded after a sample that gave no
// picture, up to the next place where decoding begins anew. A decoder that fails hides it; this does not.
import { decodeFrom } from './review-plan.ts'
import type { ReviewPlan } from './review-plan.ts'
import { pictureStates } from './review-store.ts'

/** Decoders refer back by whole groups; a group longer than this is looked at in its last part. */
const searched = 4_096

/** `state`: by picture, as in `ReviewStore`. */
export function isDoubtful(plan: ReviewPlan, state: Uint8Array, picture: number): boolean {
  const sample = plan.sampleOf[picture] ?? 0
  const from = decodeFrom(plan, picture)
  if (from === null) return true
  for (let before = sample; before >= Math.max(from, sample - searched); before -= 1) {
    const found = state[plan.pictureOf[before] ?? 0]
    const isAbsent = found === pictureStates.none || found === pictureStates.unproven
    if (isAbsent && before !== sample) return true
  }
  return false
}
