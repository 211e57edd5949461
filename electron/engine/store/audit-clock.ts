// Entries on recorders' clocks against the ledger: one that was edited, put in, taken out or moved shows.
import type { ClockOffset } from '#contract/clock.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import type { ItemId } from '#contract/units.ts'
import { canonicalJson } from './canonical-json.ts'
import { spokenOffset, spokenWithdrawal } from './clock-store.ts'
import type { ClockStore } from './clock-store.ts'

/** What the ledger says of the entries on one item, in its order. */
export type SpokenClock = Map<string, { made: CustodyEntry; withdrawn: CustodyEntry | null }>

export function noteClock(entry: CustodyEntry, spoken: SpokenClock): void {
  const { id } = entry.detail
  if (typeof id !== 'string') return
  const known = spoken.get(id)
  if (entry.action === 'clock-offset' && !known) spoken.set(id, { made: entry, withdrawn: null })
  if (entry.action === 'clock-offset-withdrawn' && known) known.withdrawn ??= entry
}

/** Fails with `item-damaged` where what stands in the table is no entry. */
export function auditClock(clock: ClockStore, itemId: ItemId, spoken: SpokenClock): string[] {
  const problems: string[] = []
  const listed = clock.list(itemId)
  const inOrder = [...spoken.keys()].filter((id) => listed.some((one) => one.id === id))
  for (const entry of listed) problems.push(...differences(entry, spoken.get(entry.id)))
  for (const [id, { made }] of spoken) {
    if (listed.some((one) => one.id === id)) continue
    problems.push(
      `Entry ${made.seq} of the ledger says how wrong the recorder’s clock was; the case has no such entry.`,
    )
  }
  const order = listed.map(({ id }) => id).filter((id) => spoken.has(id))
  if (order.some((id, at) => id !== inOrder[at])) {
    problems.push('The entries on the recorder’s clock do not stand in the order in which they were made.')
  }
  return problems
}

function differences(
  entry: ClockOffset,
  spoken: { made: CustodyEntry; withdrawn: CustodyEntry | null } | undefined,
): string[] {
  if (!spoken)
    return [
      `The entry on the recorder’s clock of ${entry.enteredAt} was not made by any entry of the ledger.`,
    ]
  const { made, withdrawn } = spoken
  const problems: string[] = []
  if (canonicalJson(made.detail) !== canonicalJson(spokenOffset(entry))) {
    problems.push(
      `The entry on the recorder’s clock of ${entry.enteredAt} is not the one of which entry ${made.seq} of the ledger speaks.`,
    )
  }
  if (entry.withdrawn === null && withdrawn) {
    problems.push(
      `The entry on the recorder’s clock of ${entry.enteredAt} was taken back (entry ${withdrawn.seq} of the ledger); the case does not say so.`,
    )
  }
  if (entry.withdrawn === null) return problems
  const said = canonicalJson(spokenWithdrawal(entry.id, entry.withdrawn))
  if (!withdrawn || canonicalJson(withdrawn.detail) !== said) {
    problems.push(
      `That the entry on the recorder’s clock of ${entry.enteredAt} was taken back is not what the ledger says.`,
    )
  }
  return problems
}
