// The page that shows the whole proof of one item. It lies over the screen it was asked for on, which stays as it is.
import type { Explanation, VerificationMark } from '#contract/explanation.ts'
import type { ItemId } from '#contract/units.ts'
import { call, on } from '../client/client.ts'
import { openItem } from './item.svelte.ts'
import { view, type Route } from './view.svelte.ts'

class Proof {
  itemId = $state<ItemId | null>(null)
  /** Null while it is being loaded, and where it could not be. Replaced as a whole after a new verification. */
  explanation = $state.raw<Explanation | null>(null)
  error = $state.raw<unknown>(null)
  /** Newest first; null while they are being loaded. */
  marks = $state.raw<VerificationMark[] | null>(null)
  marksError = $state.raw<unknown>(null)
  #over = $state.raw<Route | null>(null)
  #turn = 0
  #listening = false

  /** Whoever goes to another screen leaves the page too. */
  readonly shown = $derived(this.itemId !== null && this.#over === view.route)

  async show(itemId: ItemId): Promise<void> {
    if (!this.#listening) {
      this.#listening = true
      on('items.changed', () => void (this.shown && this.reload()))
    }
    this.explanation = null
    this.marks = null
    this.itemId = itemId
    this.#over = view.route
    if (openItem.id !== itemId) void openItem.open(itemId, { looked: false })
    await this.reload()
  }

  /** Loads everything again, keeping what is shown until it is there. */
  async reload(): Promise<void> {
    const itemId = this.itemId
    if (!itemId) return
    const turn = ++this.#turn
    const answer = async <T>(asked: Promise<T>, take: (value: T) => void, fail: (error: unknown) => void) => {
      try {
        const value = await asked
        if (turn === this.#turn) take(value)
      } catch (error) {
        if (turn === this.#turn) fail(error)
      }
    }
    this.error = null
    this.marksError = null
    await Promise.all([
      answer(
        call('item.explain', { itemId }),
        (value) => (this.explanation = value),
        (error) => (this.error = error),
      ),
      answer(
        call('item.verifications', { itemId }),
        (value) => (this.marks = value),
        (error) => (this.marksError = error),
      ),
    ])
  }

  close(): void {
    this.#turn += 1
    this.itemId = null
    this.explanation = null
    this.marks = null
  }
}

export const proof = new Proof()
