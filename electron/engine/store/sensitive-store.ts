// What examiners veiled: single items, and everything of the case. Each act stands in the ledger, which the audit compares.
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId, Sha256 } from '#contract/units.ts'
import type { CaseStore } from './case-store.ts'
import type { Connection } from './connection.ts'
import type { CustodyStore } from './custody-store.ts'

export class SensitiveStore {
  readonly #db: Connection
  readonly #custody: CustodyStore
  readonly #info: CaseStore

  constructor(db: Connection, custody: CustodyStore, info: CaseStore) {
    this.#db = db
    this.#custody = custody
    this.#info = info
  }

  /** All or none; an item that is as it should be already has no entry. Fails with `item-not-found`. */
  mark(itemIds: readonly ItemId[], sensitive: boolean, actor: string): void {
    this.#db.transaction(() => {
      for (const itemId of new Set(itemIds)) {
        const item = this.#db
          .prepare<{ sha256: Sha256; sensitive: number }>('SELECT sha256, sensitive FROM item WHERE id = ?')
          .get(itemId)
        if (!item)
          throw new EvidenceError('item-not-found', `The case has no item ${itemId}.`, {
            details: { itemId },
          })
        if (item.sensitive === Number(sensitive)) continue
        this.#db.prepare('UPDATE item SET sensitive = ? WHERE id = ?').run(Number(sensitive), itemId)
        const action = sensitive ? 'sensitive-set' : 'sensitive-removed'
        this.#custody.append({ actor, action, itemId, inputSha256: item.sha256 })
      }
    })
  }

  /** Everything, or only what is marked. */
  veilAll(all: boolean, actor: string): void {
    this.#db.transaction(() => {
      if (this.#info.load().veilsAll === all) return
      this.#info.veilAll(all)
      this.#custody.append({ actor, action: all ? 'veil-set' : 'veil-removed' })
    })
  }
}
