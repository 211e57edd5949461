// Recordings that were exported in several files: which items belong together, and which parts are missing.
import type { Recording } from '#contract/recording.ts'
import type { ItemId } from '#contract/units.ts'
import { call, on } from '../client/client.ts'
import { openCase } from './case.svelte.ts'
import { coalesce } from './coalesce.ts'

/** Items come by the thousand; which of them belong together may be known a little later. */
const restMs = 2_000

class Recordings {
  list = $state.raw<Recording[]>([])
  error = $state.raw<unknown>(null)
  readonly #byItem = $derived(
    new Map<ItemId, Recording>(
      this.list.flatMap((recording) => itemsOf(recording).map((itemId) => [itemId, recording] as const)),
    ),
  )
  #listening = false

  /** Null for an item that is a recording of its own. */
  of(itemId: ItemId): Recording | null {
    return this.#byItem.get(itemId) ?? null
  }

  start(): void {
    if (this.#listening) return
    this.#listening = true
    const load = coalesce(() => this.load(), restMs)
    openCase.switched.add(() => {
      this.list = []
      this.error = null
      load()
    })
    on('items.changed', load)
  }

  async load(): Promise<void> {
    const path = openCase.open?.path
    if (!path) return
    try {
      const list = await call('case.recordings', {})
      if (openCase.open?.path !== path) return
      this.list = list
      this.error = null
    } catch (error) {
      if (openCase.open?.path === path) this.error = error
    }
  }
}

/** Those with a place in it, and those that belong to it in no known order. One file that nothing speaks of is none. */
function itemsOf({ parts, missing, unordered = [] }: Recording): ItemId[] {
  const items = [...parts.map(({ itemId }) => itemId), ...unordered]
  return items.length + missing.length > 1 ? items : []
}

export const recordings = new Recordings()
