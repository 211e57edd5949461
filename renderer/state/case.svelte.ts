// The open case, its items, and which of them is selected.
import type { Case, RecentCase } from '#contract/case.ts'
import type { ItemSummary } from '#contract/item.ts'
import { t } from '#contract/messages/format.ts'
import type { ItemId } from '#contract/units.ts'
import { call, on, startJob } from '../client/client.ts'
import { coalesce } from './coalesce.ts'
import { notices } from './notices.svelte.ts'

/** Between two lists while items change one after the other. */
const restMs = 400

class OpenCase {
  open = $state.raw<Case | null>(null)
  items = $state.raw<ItemSummary[]>([])
  selectedId = $state<ItemId | null>(null)
  /** `loading` only before the first list of a case is there. */
  loading = $state(false)
  error = $state.raw<unknown>(null)
  /** Whether the user has put away what the opening found amiss. */
  noticesRead = $state(false)
  recent = $state.raw<RecentCase[]>([])
  readonly selected = $derived(this.items.find((item) => item.id === this.selectedId) ?? null)
  readonly readOnly = $derived(this.open?.readOnly ?? false)
  /** Why nothing can be added or recorded now, for the hint of whatever is switched off by it. */
  readonly whyReadOnly = $derived(this.readOnly ? t('readOnly.why') : undefined)
  /** Told when another case is shown, or none. */
  readonly switched = new Set<() => void>()
  #listening = false
  #reopening = false

  /** Begins to listen, and takes over the case that is open in the engine already, if any. */
  async start(): Promise<void> {
    if (!this.#listening) {
      this.#listening = true
      on('case.changed', ({ case: changed }) => void this.#show(changed))
      on(
        'items.changed',
        coalesce(() => this.reload(), restMs),
      )
    }
    await this.#show(await call('case.current', {}))
    await this.loadRecent()
  }

  async loadRecent(): Promise<void> {
    this.recent = await call('case.recent', {})
  }

  async openAt(path: string, { readOnly = false } = {}): Promise<void> {
    await this.#show(await call('case.open', { path, examiner: null, readOnly }))
  }

  /** After the engine was started again: the same case once more. Gives up where that fails too. */
  async reopen(): Promise<void> {
    const { open } = this
    if (!open || this.#reopening) return
    this.#reopening = true
    try {
      // What was opened to look is not suddenly open for writing.
      await this.openAt(open.path, { readOnly: open.readOnly })
    } catch (error) {
      await this.#show(null)
      throw error
    } finally {
      this.#reopening = false
    }
  }

  /** `veilsAll`: no picture of it is drawn before somebody lifts the veil, not even of what is taken in at once. */
  async create(path: string, reference: string, examiner: string, veilsAll = false): Promise<void> {
    await this.#show(await call('case.create', { path, reference, examiner, veilsAll }))
  }

  async close(): Promise<void> {
    await call('case.close', {})
    await this.#show(null)
    await this.loadRecent()
  }

  async rename(reference: string): Promise<void> {
    await this.#show(await call('case.rename', { reference }))
    await this.loadRecent()
  }

  /** Veils every item, or only those that are marked as sensitive. */
  async veil(all: boolean): Promise<void> {
    await this.#show(await call('case.veil', { all }))
  }

  /** Takes a case off the list; its folder is not touched. */
  async forget(path: string): Promise<void> {
    this.recent = await call('case.forget', { path })
  }

  /** Makes or opens the demo case; resolves when it is open, to false where that was cancelled. */
  async openDemo(): Promise<boolean> {
    const { ended } = await startJob('demo.open', {})
    const demo = await ended
    if (demo) await this.#show(demo)
    return demo !== null
  }

  async reload(): Promise<void> {
    const path = this.open?.path
    if (!path) return
    try {
      const items = await call('item.list', {})
      if (this.open?.path !== path) return
      this.items = items
      this.error = null
    } catch (error) {
      if (this.open?.path === path) this.error = error
    } finally {
      this.loading = false
    }
  }

  async #show(shown: Case | null): Promise<void> {
    const isAnother = shown?.path !== this.open?.path
    // A case that was moved is still the same.
    if (this.open && shown?.id !== this.open.id) notices.leaveCase()
    if (isAnother) {
      // It tells when this one was opened.
      if (shown) {
        this.loadRecent().catch((error: unknown) => notices.fail(t('cases.notListed'), error))
      }
      this.items = []
      this.selectedId = null
      this.error = null
      this.noticesRead = false
      this.loading = shown !== null
    }
    this.open = shown
    if (isAnother) for (const tell of this.switched) tell()
    await this.reload()
  }
}

export const openCase = new OpenCase()
