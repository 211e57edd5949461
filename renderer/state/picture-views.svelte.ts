// Brightness, contrast, gamma and fields, as somebody looks at an item. Remembered by this workstation for each item of a case,
// and nowhere else: it is no property of the evidence.
import { asStored, isAsStored, type ViewSettings } from '#contract/picture-view.ts'
import type { ItemId } from '#contract/units.ts'
import { openCase } from './case.svelte.ts'
import { view } from './view.svelte.ts'

class PictureViews {
  readonly #settings = $derived(view.place.views)
  /** Items whose settings are left out for the moment, to see what is stored. */
  #paused = $state.raw<ReadonlySet<ItemId>>(new Set())

  constructor() {
    // Of another case, or opened again, what is shown and what is said begin with what was set.
    openCase.switched.add(() => (this.#paused = new Set()))
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
    this.#keep(itemId, { ...this.of(itemId), ...change })
    this.#pause(itemId, false)
  }

  reset(itemId: ItemId): void {
    this.#keep(itemId, asStored)
    this.#pause(itemId, false)
  }

  /** The picture as stored, and back. */
  toggle(itemId: ItemId): void {
    if (!isAsStored(this.of(itemId))) this.#pause(itemId, !this.#paused.has(itemId))
  }

  #keep(itemId: ItemId, settings: ViewSettings): void {
    const views = new Map(this.#settings)
    // The one changed last stands at the end.
    views.delete(itemId)
    if (!isAsStored(settings)) views.set(itemId, settings)
    view.keep({ views })
  }

  #pause(itemId: ItemId, isPaused: boolean): void {
    const paused = new Set(this.#paused)
    if (isPaused) paused.add(itemId)
    else paused.delete(itemId)
    this.#paused = paused
  }
}

export const pictureViews = new PictureViews()
