// Which recordings are watched together: chosen in the table of items or in the review, shown by the screen of cameras.
import type { ItemSummary } from '#contract/item.ts'
import type { ItemId } from '#contract/units.ts'
import { openCase } from './case.svelte.ts'
import type { Instant } from './playhead-time.ts'
import { view } from './view.svelte.ts'

/** More pictures than this are too small to see anything in, and too much to decode. */
const mostCameras = 9

/** Other files have no pictures. */
export const hasPictures = ({ kind }: Pick<ItemSummary, 'kind'>): boolean => kind !== 'attachment'

class CameraSet {
  /** In the order in which they are shown; one item may stand there twice, for comparing two of its pictures. */
  ids = $state.raw<readonly ItemId[]>([])
  /** Where on the common clock the screen begins; null: where the first recording does. */
  at: Instant | null = null
  readonly full = $derived(this.ids.length >= mostCameras)

  constructor() {
    openCase.switched.add(() => this.clear())
  }

  has(id: ItemId): boolean {
    return this.ids.includes(id)
  }

  add(id: ItemId): void {
    if (!this.full) this.ids = [...this.ids, id]
  }

  toggle(id: ItemId): void {
    if (this.has(id)) this.ids = this.ids.filter((other) => other !== id)
    else this.add(id)
  }

  /** Takes out what stands at this place. */
  removeAt(place: number): void {
    this.ids = this.ids.filter((_, at) => at !== place)
  }

  clear(): void {
    this.ids = []
    this.at = null
  }

  /** Opens the screen; `at`: where on the common clock. */
  show(at: Instant | null = null): void {
    this.at = at
    view.go({ screen: 'cameras' })
  }
}

export const cameraSet = new CameraSet()
