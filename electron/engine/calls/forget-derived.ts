// What was derived of an original that lay in the vault before the right one did. Never where an original is damaged or gone:
// pictures of it may be all that is left.
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId } from '#contract/units.ts'
import { deleteDerived } from '../casework/delete-derived.ts'
import type { CaseDatabase } from '../store/case-database.ts'
import type { Workbench } from '../workbench.ts'

/** Once the original is right: so that it is all made again. Null, or why something of it is left. */
export async function forgetDerived(
  bench: Workbench,
  database: CaseDatabase,
  itemId: ItemId,
): Promise<string | null> {
  try {
    await bench.reviews.stop(itemId)
    await bench.sounds.stop(itemId)
    await deleteDerived(database, itemId, bench.actor)
    return null
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    return `Files that were made of the original of item ${itemId} before it was restored are left: ${error.message}`
  }
}

/** As `forgetDerived`, of several, with new pictures for the table; what is left is told with the case. */
export async function forgetDerivedOf(
  bench: Workbench,
  database: CaseDatabase,
  restored: ReadonlySet<ItemId>,
): Promise<void> {
  if (restored.size === 0) return
  for (const itemId of restored) {
    const problem = await forgetDerived(bench, database, itemId)
    if (problem === null) continue
    database.notices.push(problem)
    bench.emit('case.changed', { case: database.describe() })
  }
  bench.emit('items.changed', {})
  bench.makePictures(database)
}
