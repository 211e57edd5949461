// What cannot be handed on as it was asked for, found before anything is written.
import { EvidenceError } from '#contract/errors.ts'
import { describeMissing } from '#contract/messages/kinds.ts'
import type { ItemId } from '#contract/units.ts'
import type { ItemStore } from '#engine/store/item-store.ts'

/** Fails with `item-partial`, or with `cut-refused` where only a cut is out of the question. */
export function refuseItem(
  items: Pick<ItemStore, 'summary' | 'missing'>,
  id: ItemId,
  { isCut }: { isCut: boolean },
): void {
  const { name, kind } = items.summary(id)
  const missing = items.missing(id)
  if (missing.length > 0) {
    throw new EvidenceError(
      'item-partial',
      `Of “${name}” there is ${describeMissing(missing)}: it cannot be handed on as evidence. Complete it from another copy first. Nothing was exported.`,
      { details: { itemId: id, ranges: missing.length } },
    )
  }
  if (!isCut || kind === 'export') return
  throw new EvidenceError(
    'cut-refused',
    `“${name}” is not an export file and does not say when it was recorded; it can be handed on whole, not cut by time.`,
    { details: { itemId: id } },
  )
}
