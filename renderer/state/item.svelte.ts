// The item that is open in the review screen, with everything known of it.
import type { ItemDetail } from '#contract/item.ts'
import { t } from '#contract/messages/format.ts'
import type { ItemId } from '#contract/units.ts'
import { call, on } from '../client/client.ts'
import { coalesce } from './coalesce.ts'
import { notices } from './notices.svelte.ts'

const restMs = 400

class OpenItem {
  id = $state<ItemId | null>(null)
  /** Null while it is being loaded, and where it could not be. Replaced as a whole after a new verification. */
  detail = $state.raw<ItemDetail | null>(null)
  error = $state.raw<unknown>(null)
  #listening = false

  /** Loads the item; `looked`: it is being opened for review, which the ledger records; `veiled`: no picture is shown until that is on record. */
  async open(id: ItemId, { looked = true, veiled = false } = {}): Promise<void> {
    this.#listen()
    if (this.id !== id) this.detail = null
    this.id = id
    this.error = null
    if (looked) {
      const veil = veiled ? ({ veil: 'down' } as const) : {}
      call('item.view', { itemId: id, ...veil }).catch((error: unknown) =>
        notices.fail(t('item.viewNotRecorded'), error),
      )
    }
    await this.reload()
  }

  /** Loads what is known of the item again, keeping what is shown until it is there. */
  async reload(): Promise<void> {
    const id = this.id
    if (!id) return
    try {
      const detail = await call('item.get', { itemId: id })
      if (this.id !== id) return
      this.detail = detail
      this.error = null
    } catch (error) {
      if (this.id === id) this.error = error
    }
  }

  close(): void {
    this.id = null
    this.detail = null
    this.error = null
  }

  #listen(): void {
    if (this.#listening) return
    this.#listening = true
    on(
      'items.changed',
      coalesce(() => this.reload(), restMs),
    )
  }
}

export const openItem = new OpenItem()
