// The ledger of the open case as a window would gather it: the verdict, and all pages of what is asked for.
import type { EngineHandlers } from '#contract/calls.ts'
import type { CustodyReport } from '#contract/custody.ts'
import { ledgerPageSize } from '#contract/ledger.ts'
import type { LedgerQuery } from '#contract/ledger.ts'
import type { ItemId } from '#contract/units.ts'

export const anyEntry: LedgerQuery = {
  action: null,
  item: null,
  actor: null,
  from: null,
  to: null,
  words: [],
}

export async function wholeLedger(
  handlers: Pick<EngineHandlers, 'custody.verify' | 'custody.list'>,
  itemId: ItemId | null = null,
): Promise<CustodyReport> {
  const report = await handlers['custody.verify']({})
  const items: CustodyReport['items'] = []
  for (let first = 0; ; first += ledgerPageSize) {
    const query = { ...anyEntry, item: itemId }
    const { lines } = await handlers['custody.list']({ query, first, count: ledgerPageSize })
    items.push(...lines.flatMap(({ entry }) => entry ?? []))
    if (lines.length < ledgerPageSize) return { ...report, items }
  }
}
