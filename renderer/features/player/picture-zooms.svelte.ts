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
    const before = this.#all.get(key)
    this.close(key)
    const zoom = new PictureZoom(shape)
    if (this.linked) zoom.join(this.#common)
    if (!this.linked || this.#common.held === null) zoom.restore(before ? before.kept : kept)
    this.#all.set(key, zoom)
    return zoom
  }

  /** The others stay where they are. */
  close(key: number): void {
    const zoom = this.#all.get(key)
    this.#all.delete(key)
    if (!zoom || this.#common.held?.by !== zoom) return
    const [next] = this.#all.values()
    if (next) next.lead(this.#common)
    else this.#common = new Look()
  }

  /** `key`: of the picture whose part all of them show from now on. */
  setLinked(linked: boolean, key: number | undefined): void {
    this.linked = linked
    const all = [...this.#all.values()]
    if (!linked) {
      for (const zoom of all) zoom.lead(new Look())
      return
    }
    this.#common = new Look()
    this.of(key)?.lead(this.#common)
    for (const zoom of all) zoom.join(this.#common)
  }
}
