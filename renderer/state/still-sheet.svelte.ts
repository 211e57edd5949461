// Which marks go onto a sheet of stills, and what came of it. The engine makes it; this only says of what, and where to.
import type { Mark, MarkId } from '#contract/mark.ts'
import { safeText, t } from '#contract/messages/format.ts'
import { formatNumber, groupHash } from '#contract/messages/quantities.ts'
import type { SheetResult } from '#contract/sheet.ts'
import type { ItemId, JobId } from '#contract/units.ts'
import { SvelteSet } from 'svelte/reactivity'
import { call, startJob } from '../client/client.ts'
import { attempt, showAction } from './acts.svelte.ts'
import { openCase } from './case.svelte.ts'
import { jobs } from './jobs.svelte.ts'
import { marks } from './marks.svelte.ts'
import { notices } from './notices.svelte.ts'
import { veil } from './veil.svelte.ts'
import { view } from './view.svelte.ts'

export type SheetScope = 'chosen' | 'case'

class StillSheet {
  scope = $state<SheetScope>('chosen')
  /** What came of it last. `of`: whose marks were chosen; null: those of the case. */
  #made = $state.raw<{ of: ItemId | null; result: SheetResult } | null>(null)
  /** Until it has ended, in whichever way. */
  isBusy = $state(false)
  /** Whose marks are being chosen; null: none. */
  #itemId = $state<ItemId | null>(null)
  #jobId = $state<JobId | null>(null)
  readonly #chosen = new SvelteSet<MarkId>()
  readonly isOpen = $derived(this.#itemId !== null && this.#itemId === marks.itemId)
  /** What is to be told where these marks are chosen. */
  readonly result = $derived(
    this.#made?.of === null || this.#made?.of === this.#itemId ? this.#made.result : null,
  )
  readonly chosen = $derived(marks.list.filter(({ id }) => this.#chosen.has(id)))
  readonly progress = $derived(jobs.find(this.#jobId))
  /** What nobody sees, nobody chooses. */
  readonly veiled = $derived(openCase.items.filter((item) => veil.hides(item)))
  readonly isReady = $derived(!this.isBusy && (this.scope === 'case' || this.chosen.length > 0))

  /** All that are shown are chosen at first. */
  open(shown: readonly Mark[]): void {
    this.#itemId = marks.itemId
    this.scope = 'chosen'
    this.#made = null
    this.choose(shown)
  }

  close(): void {
    this.#itemId = null
  }

  has(id: MarkId): boolean {
    return this.#chosen.has(id)
  }

  /** These and no others. */
  choose(list: readonly Mark[]): void {
    this.#chosen.clear()
    for (const { id } of list) this.#chosen.add(id)
  }

  toggle(id: MarkId): void {
    if (!this.#chosen.delete(id)) this.#chosen.add(id)
  }

  /** `where`: asks where to; otherwise it goes into the case, under a name of its own. */
  async make({ where = false } = {}): Promise<void> {
    if (!this.isReady) return
    if (this.scope === 'chosen' && this.veiled.some(({ id }) => id === marks.itemId))
      return void notices.warn(t('veil.noStill'), [])
    this.isBusy = true
    this.#made = null
    const of = this.scope === 'case' ? null : marks.itemId
    const markIds = of === null ? [] : this.chosen.map(({ id }) => id)
    await attempt(t('sheet.notMade'), async () => {
      const path = where ? await this.#askPath() : null
      if (where && path === null) return
      // The sheet has what the case has: nothing may still be on its way there.
      await marks.drafts.flush()
      const itemIds = of === null ? this.#seenIds() : []
      const unsaved = marks.drafts.failureIn(
        ({ id, itemId }) => markIds.includes(id) || itemIds.includes(itemId),
      )
      if (unsaved) return notices.fail(t('sheet.notMade'), unsaved.error)
      const { jobId, ended } = await startJob('still.sheet', { markIds, itemIds, path })
      this.#jobId = jobId
      // A failure is told where all ends of work are told.
      const result = await ended.catch(() => null)
      if (result) this.#tell(of, result)
    })
    this.isBusy = false
  }

  #seenIds(): ItemId[] {
    return openCase.items.filter((item) => !veil.hides(item)).map(({ id }) => id)
  }

  #askPath(): Promise<string | null> {
    return call('dialog.saveFile', {
      title: t('sheet.choose'),
      defaultName: `${t('sheet.fileName')}.pdf`,
      filters: [{ name: 'PDF', extensions: ['pdf'] }],
    })
  }

  /** In the panel where it is open, and of the same marks; else by a notice. */
  #tell(of: ItemId | null, result: SheetResult): void {
    this.#made = { of, result }
    if (this.result && this.isOpen && view.sidePanel === 'marks' && view.panels.side.open) return
    const { what, refused } = describeSheet(result)
    const { path, sha256 } = result
    const hash = `${t('sheet.hash')}: ${groupHash(sha256)}`
    if (refused.length === 0) notices.note(what, showAction(path))
    else notices.warn(what, [...refused, hash], showAction(path))
  }
}

const refusedNamed = 3

/** `refused`: how many pictures could not be made, and why the first of them; empty where all were. */
export function describeSheet({ path, pictures }: SheetResult): { what: string; refused: string[] } {
  const reasons = pictures.flatMap(({ number, refused }) =>
    refused === null ? [] : [`${formatNumber(number)}: ${safeText(refused, 300)}`],
  )
  const what = t('sheet.made', { count: pictures.length - reasons.length, path })
  if (reasons.length === 0) return { what, refused: [] }
  return { what, refused: [t('sheet.refused', { count: reasons.length }), ...reasons.slice(0, refusedNamed)] }
}

export const stillSheet = new StillSheet()
