// Which items of the case are of one camera, as the timeline of all cameras knows it: a name is not enough.
import { safeText } from '#contract/messages/format.ts'
import type { KnownCamera } from '#contract/lanes.ts'
import type { ItemId } from '#contract/units.ts'
import { call, on } from '../client/client.ts'
import { coalesce } from './coalesce.ts'

const restMs = 400

class KnownCameras {
  /** Null before they are known, and where they could not be asked for. */
  all = $state.raw<readonly KnownCamera[] | null>(null)
  error = $state.raw<unknown>(null)
  readonly #byItem = $derived(
    new Map((this.all ?? []).flatMap((camera) => camera.itemIds.map((id) => [id, camera] as const))),
  )
  /** Lanes of each name. */
  readonly #lanes = $derived.by(() => {
    const lanes = new Map<string, Set<number>>()
    for (const { name, key } of this.all ?? []) lanes.set(name, (lanes.get(name) ?? new Set()).add(key))
    return lanes
  })
  #turn = 0

  /** Loads them, and again when items change. Returns what ends that. */
  follow(): () => void {
    void this.#load()
    return on(
      'items.changed',
      coalesce(() => this.#load(), restMs),
    )
  }

  of(itemId: ItemId): KnownCamera | null {
    return this.#byItem.get(itemId) ?? null
  }

  /** Recorder and device, where another camera of the case has the same name; else empty. */
  sourceOf(itemId: ItemId): string {
    const camera = this.of(itemId)
    const isShared = camera !== null && (this.#lanes.get(camera.name)?.size ?? 0) > 1
    return isShared ? safeText(camera.source) : ''
  }

  async #load(): Promise<void> {
    const turn = ++this.#turn
    try {
      const all = await call('timeline.cameras', {})
      if (turn === this.#turn) [this.all, this.error] = [all, null]
    } catch (error) {
      // Then nothing is taken to be of one camera.
      if (turn === this.#turn) [this.all, this.error] = [null, error]
    }
  }
}

export const knownCameras = new KnownCameras()
