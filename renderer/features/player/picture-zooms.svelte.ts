// Several pictures beside each other: the same part of each is looked at, or another one of each.
import { SvelteMap } from 'svelte/reactivity'
import type { KeptZoom } from '../../state/kept-zoom.ts'
import type { PictureShape } from './picture-geometry.ts'
import { Look, PictureZoom } from './picture-zoom.svelte.ts'

export class PictureZooms {
  linked = $state(true)
  #common = new Look()
  readonly #all = new SvelteMap<number, PictureZoom>()

  constructor(linked: boolean) {
    this.linked = linked
  }

  /** Null while there is no picture with this key. */
  of(key: number | undefined): PictureZoom | null {
    return (key !== undefined && this.#all.get(key)) || null
  }

  /** A picture is shown, perhaps once more; `kept`: how it was looked at before, which counts unless others are there already. */
  open(key: number, shape: () => PictureShape, kept: KeptZoom): PictureZoom {
    const before = this.#all.get(key)?.kept
    this.close(key)
    const zoom = new PictureZoom(shape)
    if (this.linked) zoom.join(this.#common)
    if (!this.linked || this.#common.held === null) zoom.restore(before === undefined ? kept : before)
    this.#all.set(key, zoom)
    return zoom
  }

  /** The others stay where they are. */
  close(key: number): void {
    const zoom = this.#all.get(key)
    this.#all.delete(key)
    zoom?.leave(this.linked ? this.#firstKnown() : undefined)
  }

  /** `key`: of the picture whose part all of them show from now on; where its size is not known, another one's. */
  setLinked(linked: boolean, key: number | undefined): void {
    this.linked = linked
    const all = [...this.#all.values()]
    if (!linked) {
      for (const zoom of all) zoom.lead(new Look())
      return
    }
    this.#common = new Look()
    const chosen = this.of(key)
    const leader = chosen?.hasShape ? chosen : (this.#firstKnown() ?? chosen)
    leader?.lead(this.#common)
    for (const zoom of all) zoom.join(this.#common)
  }

  #firstKnown(): PictureZoom | undefined {
    return [...this.#all.values()].find(({ hasShape }) => hasShape)
  }
}
