// What an item of a case is to be verified as: what was decided when it was taken in, and what of it was missing then.
import { otherReason } from '#contract/messages/kinds.ts'
import type { ItemId } from '#contract/units.ts'
import type { KeptAs } from '#engine/examine/verify-kept.ts'
import type { ItemStore } from '#engine/store/item-store.ts'

/** Fails with `item-not-found` or `item-damaged`. */
export function keptAs(items: Pick<ItemStore, 'summary' | 'missing' | 'load'>, id: ItemId): KeptAs {
  const { kind } = items.summary(id)
  const missing = items.missing(id)
  // The inspection of an export can be large, and is of no use here.
  if (kind === 'export') return { kind, missing, reason: '' }
  return { kind, missing, reason: otherReason(kind, items.load(id).inspection, missing) }
}
