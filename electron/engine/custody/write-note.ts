// What an examiner notes about an item or the case, in the ledger and nowhere else: it cannot be taken back, only added to.
import { EvidenceError } from '#contract/errors.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import { Statement } from '#contract/units.ts'
import type { ItemId } from '#contract/units.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'

/** Fails with `item-not-found`, or with `wrong-input` where there is nothing to note, or too much. */
export function writeNote(
  { custody, items }: CaseDatabase,
  { actor, itemId, text }: { actor: string; itemId: ItemId | null; text: string },
): CustodyEntry {
  if (text.trim() === '' || !Statement.safeParse(text).success)
    throw new EvidenceError('wrong-input', 'A note has from 1 to 4,096 characters.')
  const inputSha256 = itemId === null ? null : items.summary(itemId).sha256
  return custody.append({ actor, action: 'note', itemId, inputSha256, detail: { text } })
}
