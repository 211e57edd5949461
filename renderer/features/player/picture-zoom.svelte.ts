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
const whole: Zoom = { kind: 'fit' }
/** Wheels turn by about 100 a notch, touch pads by little and often. */
const notch = 60

/** `by`: whose picture it is of; null: the whole picture of each. */
type Wish = { zoom: Zoom; by: PictureZoom | null }

/** What is looked at, as whoever changed it last of those who share it has it; null: the whole picture. */
export class Look {
  /** As each was left, or one that all follow; what is of a picture without a known size waits for that. */
  wishes = $state.raw<readonly Wish[]>([])
  readonly held = $derived(this.wishes.find(({ by }) => by === null || by.hasShape) ?? null)
}

export class PictureZoom {
  room = $state.raw<Room>({ width: 0, height: 0, left: 0, top: 0 })
  pixelRatio = $state(1)
  #look = $state.raw(new Look())
  #turned = 0
  readonly #shape: () => PictureShape

  /** Whether the size of the picture is known: without it, no part of it can be told. */
  readonly hasShape = $derived.by(() => shownSize(this.#shape(), whole).height > 0)
  readonly #zoom = $derived.by((): Zoom => {
    const { held } = this.#look
    if (held === null || !this.hasShape) return whole
    const { zoom, by } = held
    return by === null || by === this ? zoom : samePart(zoom, by.#shape(), this.#shape())
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
    const zoom = this.#own
    this.#look = look
    look.wishes = zoom ? [{ zoom, by: this }] : []
  }

  /** Nothing while the size is not known: then there is no part of it that could be meant. */
  #set(zoom: Zoom): void {
    if (this.hasShape) this.#look.wishes = [{ zoom, by: this }]
  }

  /** What it shows, or is to show once its size is known; null where nothing is said of that. */
  get #own(): Zoom | null {
    if (this.hasShape) return this.#zoom
    return this.#look.wishes.find(({ by }) => by === this)?.zoom ?? null
  }

  /** For keeping; undefined while that is not known. */
  get kept(): KeptZoom | undefined {
    const zoom = this.#own
    if (zoom === null) return undefined
    if (zoom.kind === 'fit') return null
    const { scale, centre, square } = zoom
    return { scale, x: centre.x, y: centre.y, square }
  }

  /** As it was left. */
  restore(kept: KeptZoom): void {
    const zoom: Zoom = kept
      ? { kind: 'scale', scale: kept.scale, centre: { x: kept.x, y: kept.y }, square: kept.square }
      : whole
    const others = this.#look.wishes.filter(({ by }) => by !== this && by !== null)
    this.#look.wishes = [...others, { zoom, by: this }]
  }

  /** What it showed is of it no more: the others look on by `next`. */
  leave(next: PictureZoom | undefined): void {
    const look = this.#look
    if (look.held?.by === this && next) next.lead(look)
    else look.wishes = look.wishes.filter(({ by }) => by !== this)
  }

  fit(): void {
    this.#look.wishes = [{ zoom: whole, by: null }]
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
