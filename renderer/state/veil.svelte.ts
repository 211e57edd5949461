// What must not be seen or heard before somebody wants to: items that are marked as sensitive, or all of a case, until an
// examiner lifts the veil. Lifting lasts until the case is closed. Whoever draws pictures or plays sound asks here first.
import type { ItemSummary } from '#contract/item.ts'
import { t } from '#contract/messages/format.ts'
import type { ItemId } from '#contract/units.ts'
import { SvelteMap } from 'svelte/reactivity'
import { call } from '../client/client.ts'
import { attempt } from './acts.svelte.ts'
import { openCase } from './case.svelte.ts'
import { openItem } from './item.svelte.ts'
import { notices } from './notices.svelte.ts'

type Item = Pick<ItemSummary, 'id' | 'sensitive'>
export type WhyVeiled = 'sensitive' | 'all' | 'hand'

class Veil {
  /** What was lifted and lowered in this session; everything else is as item and case say. */
  readonly #byHand = new SvelteMap<ItemId, 'lifted' | 'down'>()

  constructor() {
    openCase.switched.add(() => this.#byHand.clear())
  }

  hides(item: Item): boolean {
    return this.why(item) !== null
  }

  /** Null where its pictures may be drawn. */
  why(item: Item): WhyVeiled | null {
    const byHand = this.#byHand.get(item.id)
    if (byHand === 'lifted') return null
    return this.#standing(item) ?? (byHand === 'down' ? 'hand' : null)
  }

  /** Whether it is veiled so that lifting goes on record: only then may the ledger say that no picture was shown. */
  hidesOnRecord(item: Item): boolean {
    const why = this.why(item)
    return why !== null && why !== 'hand'
  }

  toggle(item: Item): void {
    if (this.hides(item)) this.lift(item)
    else this.#byHand.set(item.id, 'down')
  }

  /** On record where the veil was not only lowered by hand. */
  lift(item: Item): void {
    const standing = this.#standing(item)
    this.#byHand.set(item.id, 'lifted')
    if (standing === null) return
    call('item.view', { itemId: item.id, veil: 'lifted' }).catch((error: unknown) =>
      notices.fail(t('veil.notRecorded'), error),
    )
  }

  /** Marks an item as sensitive, which veils it again, or takes the mark back. */
  async mark(item: Item, sensitive: boolean): Promise<void> {
    await attempt(t('sensitive.notChanged'), async () => {
      await call('item.markSensitive', { itemIds: [item.id], sensitive })
      this.#byHand.delete(item.id)
      await Promise.all([openCase.reload(), openItem.id === item.id ? openItem.reload() : null])
    })
  }

  async setAll(all: boolean): Promise<void> {
    await attempt(t('veil.caseNotChanged'), async () => {
      await openCase.veil(all)
      if (all) this.#byHand.clear()
    })
  }

  #standing({ sensitive }: Item): 'sensitive' | 'all' | null {
    if (sensitive) return 'sensitive'
    return openCase.open?.veilsAll ? 'all' : null
  }
}

export const veil = new Veil()
