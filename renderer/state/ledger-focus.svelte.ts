// An entry of the ledger that something else on the screen points to.
import { view } from './view.svelte.ts'

class LedgerFocus {
  /** The number of the entry, until the ledger has shown it. */
  seq = $state<number | null>(null)

  /** Shows the ledger of the case, at this entry. */
  show(seq: number): void {
    this.seq = seq
    view.go({ screen: 'case', tab: 'custody' })
  }

  /** The entry that is asked for, once. */
  take(): number | null {
    const { seq } = this
    this.seq = null
    return seq
  }
}

export const ledgerFocus = new LedgerFocus()
