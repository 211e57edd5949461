// Brightness, contrast, gamma and fields, as somebody looks at an item. Kept for each item as long as its case is open, and
// nowhere else: it is no property of the evidence.
import { asStored, isAsStored, type ViewSettings } from '#contract/picture-view.ts'
import type { ItemId } from '#contract/units.ts'
import { openCase } from './case.svelte.ts'

class PictureViews {
  #settings = $state.raw<ReadonlyMap<ItemId, ViewSettings>>(new Map())
  /** Items whose settings are left out for the moment, to see what is stored. */
  #paused = $state.raw<ReadonlySet<ItemId>>(new Set())

  constructor() {
    openCase.switched.add(() => this.clear())
  }

  /** What was set, be it in use or not. */
  of(itemId: ItemId | null): ViewSettings {
    return (itemId !== null && this.#settings.get(itemId)) || asStored
  }

  /** What is drawn. */
  shown(itemId: ItemId | null): ViewSettings {
    return itemId !== null && this.#paused.has(itemId) ? asStored : this.of(itemId)
  }

  isPaused(itemId: ItemId | null): boolean {
    return itemId !== null && this.#paused.has(itemId) && !isAsStored(this.of(itemId))
  }

  /** Whoever changes a setting wants to see it. */
  change(itemId: ItemId, change: Partial<ViewSettings>): void {
    const settings = new Map(this.#settings)
    settings.set(itemId, { ...this.of(itemId), ...change })
    this.#settings = settings
    this.#pause(itemId, false)
  }

  reset(itemId: ItemId): void {
    const settings = new Map(this.#settings)
    settings.delete(itemId)
    this.#settings = settings
    this.#pause(itemId, false)
  }

  /** The picture as stored, and back. */
  toggle(itemId: ItemId): void {
    if (!isAsStored(this.of(itemId))) this.#pause(itemId, !this.#paused.has(itemId))
  }

  clear(): void {
    this.#settings = new Map()
    this.#paused = new Set()
  }

  #pause(itemId: ItemId, isPaused: boolean): void {
    const paused = new Set(this.#paused)
    if (isPaused) paused.add(itemId)
    else paused.delete(itemId)
    this.#paused = paused
  }
}

export const pictureViews = new PictureViews()
