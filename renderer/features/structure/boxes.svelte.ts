// The boxes of the item that is looked at: loaded in pages, folded and chosen here.
import type { BoxContent, BoxRow, RawBytes } from '#contract/structure.ts'
import { boxesPerPage } from '#contract/structure.ts'
import type { ItemId } from '#contract/units.ts'
import { SvelteSet } from 'svelte/reactivity'
import { call } from '../../client/client.ts'
import { parentOf, shownRows } from './box-tree.ts'

/** A list longer than this is higher than browsers can show. */
export const boxLimit = 200_000
export const shownBytes = 512

export class Boxes {
  readonly itemId: ItemId
  list = $state.raw<BoxRow[]>([])
  total = $state(0)
  complete = $state(true)
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  error = $state.raw<unknown>(null)
  /** Number of the chosen row; −1: none. */
  chosen = $state(-1)
  content = $state.raw<BoxContent | null>(null)
  raw = $state.raw<RawBytes | null>(null)
  contentError = $state.raw<unknown>(null)
  /** Offsets of open boxes. */
  readonly #open = new SvelteSet<number>()
  readonly rows = $derived(shownRows(this.list, (offset) => this.#open.has(offset)))
  readonly box = $derived<BoxRow | null>(this.list[this.chosen] ?? null)

  constructor(itemId: ItemId) {
    this.itemId = itemId
  }

  async load(signal: AbortSignal): Promise<void> {
    this.status = 'loading'
    this.list = []
    try {
      for (;;) {
        const page = await call('structure.boxes', {
          ...{ itemId: this.itemId, first: this.list.length, count: boxesPerPage },
        })
        if (signal.aborted) return
        this.total = page.total
        this.complete = page.complete
        this.list = [...this.list, ...page.boxes]
        if (page.boxes.length === 0 || this.list.length >= Math.min(page.total, boxLimit)) break
      }
      for (const { type, offset, depth } of this.list)
        if (depth === 0 && (type === 'moov' || type === 'meta')) this.#open.add(offset)
      this.status = 'ready'
    } catch (error) {
      if (signal.aborted) return
      this.error = error
      this.status = 'failed'
    }
  }

  isOpen(offset: number): boolean {
    return this.#open.has(offset)
  }

  setOpen(offset: number, open: boolean): void {
    if (open) this.#open.add(offset)
    else this.#open.delete(offset)
  }

  /** Opens what the row lies in, and chooses it. */
  async choose(row: number): Promise<void> {
    const box = this.list[row]
    if (!box) return
    for (let at = parentOf(this.list, row); at >= 0; at = parentOf(this.list, at))
      this.#open.add(this.list[at]?.offset ?? -1)
    this.chosen = row
    this.content = null
    this.raw = null
    this.contentError = null
    try {
      const content = await call('structure.box', { itemId: this.itemId, offset: box.offset })
      if (this.chosen === row) this.content = content
      await this.showBytes(box.offset)
    } catch (error) {
      if (this.chosen === row) this.contentError = error
    }
  }

  /** A page of the chosen box's bytes from `offset` on, kept within the box. */
  async showBytes(offset: number): Promise<void> {
    const { box, chosen, itemId } = this
    if (!box) return
    const end = box.offset + box.size
    const from = Math.max(box.offset, Math.min(offset, end - 1))
    const count = Math.max(1, Math.min(shownBytes, end - from))
    try {
      const raw = await call('structure.bytes', { itemId, offset: from, count })
      if (this.chosen === chosen) this.raw = raw
    } catch (error) {
      if (this.chosen === chosen) this.contentError = error
    }
  }
}
