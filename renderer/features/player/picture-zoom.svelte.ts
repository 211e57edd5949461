// How closely the picture is looked at: one state for wheel, pointer, keys and menu. It stays while pictures change. Several
// pictures may share it; then the same part of each is seen.
import { untrack } from 'svelte'
import type { KeptZoom } from '../../state/kept-zoom.ts'
import { type PictureShape } from './picture-geometry.ts'
import {
  centreOf,
  nextScale,
  panned,
  place,
  samePart,
  scaleOf,
  seenPart,
  shownSize,
  visibleRect,
  zoomAt,
  type Point,
  type Room,
  type Zoom,
} from './zoom-geometry.ts'

/** Share of the room that one key moves the picture by. */
const keyStep = 0.15
/** Wheels turn by about 100 a notch, touch pads by little and often. */
const notch = 60

/** What is looked at, as whoever changed it last of those who share it has it; null: the whole picture. */
export class Look {
  held = $state.raw<{ zoom: Zoom; by: PictureZoom } | null>(null)
}

export class PictureZoom {
  room = $state.raw<Room>({ width: 0, height: 0, left: 0, top: 0 })
  pixelRatio = $state(1)
  #look = $state.raw(new Look())
  #turned = 0
  readonly #shape: () => PictureShape

  readonly #zoom = $derived.by((): Zoom => {
    const { held } = this.#look
    if (held === null) return { kind: 'fit' }
    return held.by === this ? held.zoom : samePart(held.zoom, held.by.#shape(), this.#shape())
  })
  readonly rect = $derived.by(() => place(this.room, this.#shape(), this.pixelRatio, this.#zoom))
  readonly scale = $derived.by(() =>
    scaleOf(this.rect, shownSize(this.#shape(), this.#zoom), this.pixelRatio),
  )
  readonly seen = $derived(seenPart(this.room, this.rect))
  readonly visible = $derived(visibleRect(this.room, this.rect))
  readonly isFit = $derived(this.#zoom.kind === 'fit')
  /** Whether the shape of the pixels is left out of account although the file states one. */
  readonly isSquare = $derived.by(() => {
    const { h, v } = this.#shape().pixelAspect
    return this.#zoom.kind === 'scale' && this.#zoom.square && h !== v
  })
  /** Whether each stored pixel is one of the screen, in both directions. */
  readonly isOneToOne = $derived.by(() => {
    const { h, v } = this.#shape().pixelAspect
    return this.#zoom.kind === 'scale' && this.#zoom.scale === 1 && (this.#zoom.square || h === v)
  })
  /** Whether there is more of the picture than is seen. */
  readonly canPan = $derived(this.seen.width < 0.9999 || this.seen.height < 0.9999)

  constructor(shape: () => PictureShape) {
    this.#shape = shape
  }

  /** Looks at what others look at. */
  join(look: Look): void {
    this.#look = look
  }

  /** Looks at what it does now, with whoever shares that from now on. */
  lead(look: Look): void {
    const zoom = this.#zoom
    this.#look = look
    this.#set(zoom)
  }

  #set(zoom: Zoom): void {
    this.#look.held = { zoom, by: this }
  }

  /** For keeping. */
  get kept(): KeptZoom {
    if (this.#zoom.kind === 'fit') return null
    const { scale, centre, square } = this.#zoom
    return { scale, x: centre.x, y: centre.y, square }
  }

  restore(kept: KeptZoom): void {
    if (!kept) return this.fit()
    const { scale, x, y, square } = kept
    this.#set({ kind: 'scale', scale, centre: { x, y }, square })
  }

  fit(): void {
    this.#set({ kind: 'fit' })
  }

  /** One stored pixel is one device pixel, also where the file wants them wide. */
  oneToOne(): void {
    const { x, y } = this.isFit ? { x: 0.5, y: 0.5 } : centreOf(this.room, this.rect)
    this.#set({ kind: 'scale', scale: 1, centre: { x, y }, square: true })
  }

  toggleFit(): void {
    if (this.isFit) this.oneToOne()
    else this.fit()
  }

  /** To this many device pixels for each stored line; `at`: what stays where it is, else the middle. */
  to(scale: number, at: Point = this.#middle()): void {
    this.#set(zoomAt(this.room, this.#shape(), this.pixelRatio, this.#zoom, scale, at))
  }

  step(direction: 1 | -1, at?: Point): void {
    this.to(nextScale(this.scale, direction), at)
  }

  /** `down`: what the wheel says that it turned by. */
  wheel(down: number, at: Point): void {
    if (Math.sign(down) !== Math.sign(this.#turned)) this.#turned = 0
    this.#turned += down
    if (Math.abs(this.#turned) < notch) return
    this.step(this.#turned < 0 ? 1 : -1, at)
    this.#turned = 0
  }

  /** Pulls the picture by so many CSS pixels. */
  pan(x: number, y: number): void {
    this.#set(panned(this.room, this.#shape(), this.pixelRatio, this.#zoom, { x, y }))
  }

  /** Looks on to this side. */
  look(x: -1 | 0 | 1, y: -1 | 0 | 1): void {
    this.pan(-x * keyStep * this.room.width, -y * keyStep * this.room.height)
  }

  /** Brings a place of the picture into the middle; shares of its width and height. */
  centre({ x, y }: Point): void {
    const { rect, room } = this
    this.pan(room.width / 2 - rect.left - x * rect.width, room.height / 2 - rect.top - y * rect.height)
  }

  #middle(): Point {
    return untrack(() => ({ x: this.room.width / 2, y: this.room.height / 2 }))
  }
}
