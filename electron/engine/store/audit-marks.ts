// Marks against the ledger: one that was edited, put in, taken out or moved to another item shows.
import type { CustodyEntry } from '#contract/custody.ts'
import type { ItemId } from '#contract/units.ts'
import { canonicalJson } from './canonical-json.ts'
import { spokenMark } from './mark-store.ts'
import type { MarkStore } from './mark-store.ts'

/** By id: the last entry about a mark of one item; null where it says that the mark was removed. */
export type SpokenMarks = Map<string, { entry: CustodyEntry; isRemoved: boolean }>

export function noteMark(entry: CustodyEntry, spoken: SpokenMarks): void {
  const id = idOf(entry.detail['mark'])
  if (id === null) return
  if (entry.action === 'mark-added' && !spoken.has(id)) spoken.set(id, { entry, isRemoved: false })
  const known = spoken.get(id)
  // What was removed is not made or changed again under its number.
  if (!known || known.isRemoved) return
  if (entry.action === 'mark-changed') spoken.set(id, { entry, isRemoved: false })
  if (entry.action === 'mark-removed') spoken.set(id, { entry, isRemoved: true })
}

function idOf(mark: unknown): string | null {
  if (typeof mark !== 'object' || mark === null || !('id' in mark)) return null
  return typeof mark.id === 'string' ? mark.id : null
}

/** Fails with `item-damaged` where what stands in the table is no mark. */
export function auditMarks(marks: MarkStore, itemId: ItemId, spoken: SpokenMarks): string[] {
  const problems: string[] = []
  const listed = marks.list(itemId)
  for (const mark of listed) {
    const said = spoken.get(mark.id)
    if (!said) problems.push(`The mark of ${mark.madeAt} was not made by any entry of the ledger.`)
    else if (said.isRemoved)
      problems.push(`The mark of ${mark.madeAt} was removed by entry ${said.entry.seq} of the ledger.`)
    else if (canonicalJson(said.entry.detail['mark'] ?? null) !== canonicalJson(spokenMark(mark)))
      problems.push(
        `The mark of ${mark.madeAt} is not the one of which entry ${said.entry.seq} of the ledger speaks.`,
      )
  }
  const there = new Set<string>(listed.map(({ id }) => id))
  for (const [id, { entry, isRemoved }] of spoken) {
    if (isRemoved || there.has(id)) continue
    problems.push(`Entry ${entry.seq} of the ledger speaks of a mark; the case has no such mark.`)
  }
  return problems
}
