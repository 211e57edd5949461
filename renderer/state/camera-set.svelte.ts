// Which recordings are watched together: chosen in the table of items or in the review, shown by the screen of cameras, and
// remembered with the place in the case.
import type { ItemSummary } from '#contract/item.ts'
import type { ItemId } from '#contract/units.ts'
import { untrack } from 'svelte'
import {
  mostCameras,
  noCameras,
  onlyTiles,
  withAgain,
  withItem,
  withLook,
  withTrack,
  type CamerasPlace,
  type CameraTile,
  type TileLook,
} from './cameras-place.ts'
import { formatInstant, type Instant } from './playhead-time.ts'
import { view } from './view.svelte.ts'

/** Other files have no pictures. */
export const hasPictures = ({ kind }: Pick<ItemSummary, 'kind'>): boolean => kind !== 'attachment'

class CameraSet {
  readonly place = $derived(view.place.cameras)
  /** In the order in which they are shown; one item may stand there twice, for comparing two of its pictures. */
  readonly tiles = $derived(this.place.tiles)
  readonly ids = $derived(this.tiles.map(({ itemId }) => itemId))
  readonly full = $derived(this.tiles.length >= mostCameras)

  has(id: ItemId): boolean {
    return this.ids.includes(id)
  }

  /** `trackId`: of several tracks of pictures the one that is shown. */
  add(id: ItemId, trackId?: number): void {
    if (!this.full) this.#change((place) => withItem(place, id, trackId))
  }

  /** Shows an item once more, beginning with what is looked at in this picture of it. */
  again(key: number): void {
    if (!this.full) this.#change((place) => withAgain(place, key))
  }

  toggle(id: ItemId): void {
    if (this.has(id)) this.#leaveOut(({ itemId }) => itemId === id)
    else this.add(id)
  }

  /** Takes out one picture, whatever else is shown of its item. */
  remove(key: number): void {
    this.#leaveOut((tile) => tile.key === key)
  }

  clear(): void {
    view.keep({ cameras: noCameras })
  }

  /** Leaves out what is not among the items of the case any more; how many pictures that were. */
  leaveOutGone(items: readonly Pick<ItemSummary, 'id'>[]): number {
    const there = new Set(items.map(({ id }) => id))
    const gone = this.ids.filter((id) => !there.has(id)).length
    if (gone > 0) this.#leaveOut(({ itemId }) => !there.has(itemId))
    return gone
  }

  /** Opens the screen; `at`: where on the common clock, else where it was left. */
  show(at: Instant | null = null): void {
    if (at !== null) this.keep({ at: formatInstant(at), linked: true })
    view.go({ screen: 'cameras' })
  }

  /** How they are shown, for the next time. */
  keep(part: Partial<Pick<CamerasPlace, 'master' | 'at' | 'linked' | 'samePart'>>): void {
    this.#change((place) => (place.tiles.length > 0 ? { ...place, ...part } : place))
  }

  keepLook(key: number, look: Partial<TileLook>): void {
    this.#change((place) =>
      place.tiles.some((tile) => tile.key === key) ? withLook(place, key, look) : place,
    )
  }

  keepTrack(key: number, trackId: number): void {
    this.#change((place) => withTrack(place, key, trackId))
  }

  #leaveOut(isOut: (tile: CameraTile) => boolean): void {
    this.#change((place) => onlyTiles(place, (tile) => !isOut(tile)))
  }

  #change(by: (place: CamerasPlace) => CamerasPlace): void {
    const place = untrack(() => this.place)
    const changed = by(place)
    if (changed !== place) view.keep({ cameras: changed })
  }
}

export const cameraSet = new CameraSet()
