// Items of which no pictures are told or leave the case, because what would come out may never have been recorded.
import { EvidenceError } from '#contract/errors.ts'
import type { ItemDetail } from '#contract/item.ts'
import { describeMissing } from '#contract/messages/kinds.ts'

/** Fails with `item-damaged` where the original is known to be another file than was taken in. */
export function refuseDamaged({ summary }: Pick<ItemDetail, 'summary'>): void {
  if (summary.custody !== 'mismatch') return
  throw new EvidenceError(
    'item-damaged',
    `The original of “${summary.name}” is not what was taken in: nothing is made of it. Verify the case.`,
    { details: { itemId: summary.id } },
  )
}

/**
 * Fails with `item-partial` where bytes of a video of another format are missing: zeros in their place would come out as if they
 * had been recorded, and nobody knows in which picture.
 */
export function refusePartialVideo({ summary, missing }: Pick<ItemDetail, 'summary' | 'missing'>): void {
  if (summary.kind !== 'video' || missing.length === 0) return
  throw new EvidenceError(
    'item-partial',
    `Of “${summary.name}” there is ${describeMissing(missing)}, and in a file of this format it is not known in which pictures. Nothing was made of it.`,
    { details: { itemId: summary.id } },
  )
}
