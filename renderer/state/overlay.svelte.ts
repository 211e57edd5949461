// What is drawn over the picture: kinds, classes, single objects, and whether frames of other times may be carried over.

import type { ShownPtz } from './ptz.ts'

export const overlayKinds = [
  'boxes',
  'polygons',
  'centres',
  'labels',
  'colours',
  'carried',
  'idle',
  'removed',
  'trajectory',
  'trajectories',
  'ptz',
] as const
export type OverlayKind = (typeof overlayKinds)[number]

/** One object of the item: its number means nothing beyond its track and source. */
export type KnownObject = {
  /** As `objectKey` makes it. */
  key: string
  id: string
  trackId: number
  source: string | null
  class: string | null
}

/** `off`: no picture that has a time is shown. Only of one that is `ready`, what is not told is not there. */
export type PictureState = 'off' | 'loading' | 'failed' | 'ready'

/** What frames say of the shown picture; the player tells it. */
export type InPicture = {
  state: PictureState
  /** The objects that have a number, also those that are not drawn. */
  present: readonly KnownObject[]
  /** Where the camera looked; null where no frame says it. */
  ptz: ShownPtz | null
  /** What the stream told last until then; it stands until the next change. */
  standingPtz: ShownPtz | null
  /** False where the metadata of the item has to be read anew: frames do not say all then. */
  indexed: boolean
}
const noPicture: InPicture = { state: 'off', present: [], ptz: null, standingPtz: null, indexed: true }

class Overlay {
  /** All overlays at once. */
  on = $state(true)
  kinds = $state<Record<OverlayKind, boolean>>({
    boxes: true,
    polygons: true,
    centres: false,
    labels: true,
    colours: true,
    carried: true,
    idle: true,
    removed: true,
    trajectory: true,
    trajectories: false,
    ptz: true,
  })
  /** Classes that are not drawn; the empty name stands for objects without a class. */
  hidden = $state.raw<ReadonlySet<string>>(new Set())
  /** Keys of objects that are not drawn. */
  hiddenObjects = $state.raw<ReadonlySet<string>>(new Set())
  /** Its lines are thicker. */
  chosen = $state.raw<KnownObject | null>(null)
  /** Nothing but the chosen object is drawn. */
  onlyChosen = $state(false)
  picture = $state.raw<InPicture>(noPicture)

  /** Which objects are drawn, and what of them. */
  get filter(): {
    kinds: Record<OverlayKind, boolean>
    hidden: ReadonlySet<string>
    hiddenObjects: ReadonlySet<string>
    only: KnownObject | null
  } {
    const { kinds, hidden, hiddenObjects } = this
    return { kinds, hidden, hiddenObjects, only: this.onlyChosen ? this.chosen : null }
  }

  /** Shows an object among the others; none: all are alike again. */
  choose(object: KnownObject | null): void {
    this.chosen = object
    if (object === null) this.onlyChosen = false
    else this.on = true
  }

  /** The next object of the picture, or the one before, and round again. */
  stepObject(direction: 1 | -1): void {
    const { chosen } = this
    const { present } = this.picture
    if (present.length === 0) return
    const at = present.findIndex(({ key }) => key === chosen?.key)
    const from = at < 0 && direction < 0 ? 0 : at
    this.choose(present[(from + direction + present.length) % present.length] ?? null)
  }

  /** Without an object: of the chosen one. */
  toggleOnly(object: KnownObject | null = null): void {
    if (object === null) this.onlyChosen = this.chosen !== null && !this.onlyChosen
    else if (this.onlyChosen && this.chosen?.key === object.key) this.onlyChosen = false
    else {
      this.choose(object)
      this.onlyChosen = true
    }
  }

  toggleObject(key: string): void {
    const hidden = new Set(this.hiddenObjects)
    if (!hidden.delete(key)) hidden.add(key)
    this.hiddenObjects = hidden
  }

  /** Hides the chosen object, or shows it again. */
  toggleChosen(): void {
    if (this.chosen) this.toggleObject(this.chosen.key)
  }

  /** All objects are drawn again, of the classes that are. */
  showAllObjects(): void {
    this.hiddenObjects = new Set()
    this.onlyChosen = false
  }

  /** Numbers mean nothing in another item. */
  leaveItem(): void {
    this.showAllObjects()
    this.choose(null)
    this.leavePicture()
  }

  /** None is shown: what was told of the last one is not true of what is seen now. */
  leavePicture(): void {
    this.picture = noPicture
  }

  toggle(): void {
    this.on = !this.on
  }

  toggleKind(kind: OverlayKind): void {
    this.kinds[kind] = !this.kinds[kind]
  }

  toggleClass(name: string): void {
    const hidden = new Set(this.hidden)
    if (!hidden.delete(name)) hidden.add(name)
    this.hidden = hidden
  }
}

export const overlay = new Overlay()
