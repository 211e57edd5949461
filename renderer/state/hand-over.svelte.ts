// The dialog for handing over can be opened from several places: items, an exported package, the ledger.
import type { ItemId } from '#contract/units.ts'

/** What the dialog is to begin with. */
export type HandOverIntent = { itemIds: ItemId[]; packagePath: string | null }

class HandOver {
  /** Non-null while the dialog is open. */
  intent = $state.raw<HandOverIntent | null>(null)

  begin(itemIds: ItemId[], packagePath: string | null = null): void {
    this.intent = { itemIds, packagePath }
  }

  close(): void {
    this.intent = null
  }
}

export const handOver = new HandOver()
