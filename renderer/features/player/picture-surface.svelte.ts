// The canvas that a decoded picture is drawn on, upright and in its own shape.
import { aspectOf, asStored, type ViewSettings } from '#contract/picture-view.ts'
import type { Aperture, EntryShape, Track } from '#contract/track.ts'
import { storedSize, type PictureShape, type Size } from './picture-geometry.ts'
import { PicturePainter, type Painting } from './picture-painter.ts'

type Seen = {
  width: number
  height: number
  aspect: number
  pasp: PictureShape['pixelAspect'] | null
  /** Null where the sample entry is not known; undefined where it has none. */
  aperture: Aperture | null | undefined
}

export class PictureSurface {
  canvas = $state<HTMLCanvasElement>()
  /** Of the picture drawn last; before the first, what the track says. */
  seen = $state.raw<Seen | null>(null)
  readonly #track: () => Track | null
  readonly #view: () => ViewSettings
  readonly #room: () => Size | null
  readonly #painter = new PicturePainter(() => this.canvas)

  /**
   * `view`: what is changed in the picture for the eye; nothing where it is left out. `room`: pixels of the display for it, where
   * it is to have no more; it has all of its own where that is left out, or null.
   */
  constructor(
    track: () => Track | null,
    {
      view = () => asStored,
      room = () => null,
    }: { view?: () => ViewSettings; room?: () => Size | null } = {},
  ) {
    this.#track = track
    this.#view = view
    this.#room = room
  }

  /** As the file says: `pasp` counts; where there is none, what the bitstream says of its pixels. */
  readonly fileShape = $derived.by((): PictureShape => {
    const { seen } = this
    const track = this.#track()
    const pasp = seen?.pasp ?? track?.pixelAspect ?? { h: 1, v: 1 }
    const fromStream =
      seen && Math.abs(seen.aspect - 1) > 0.01 ? { h: Math.round(seen.aspect * 10_000), v: 10_000 } : pasp
    const { width, height } = seen ?? track ?? { width: 0, height: 0 }
    return {
      stored: { width, height },
      pixelAspect: pasp.h === pasp.v ? fromStream : pasp,
      rotation: track?.rotation ?? 0,
      aperture: seen && seen.aperture !== null ? seen.aperture : track?.aperture,
    }
  })

  /** As it is shown. */
  readonly shape = $derived.by((): PictureShape => {
    const { fileShape } = this
    const pixelAspect = aspectOf(this.#view(), fileShape.stored)
    return pixelAspect ? { ...fileShape, pixelAspect } : fileShape
  })

  /** `entry`: what the sample entry of this picture says; null where there is none. */
  paint(frame: VideoFrame, entry: EntryShape | null): void {
    const stored = storedSize(frame)
    const aspect = (frame.displayWidth * stored.height) / (frame.displayHeight * stored.width)
    const { seen } = this
    const pasp = entry?.pixelAspect ?? null
    const aperture = entry ? entry.aperture : null
    const isSame = seen?.width === stored.width && seen.height === stored.height && seen.aspect === aspect
    if (!isSame || seen.pasp !== pasp || seen.aperture !== aperture)
      this.seen = { ...stored, aspect, pasp, aperture }
    this.#painter.paint(frame, this.#painting)
  }

  /** Of the picture that is likely to be painted next. It costs nothing but time if another one is. */
  prepare(frame: VideoFrame): void {
    void this.#painter.prepare(frame, this.#painting)
  }

  forget(): void {
    this.#painter.forget()
  }

  /** The same picture once more, after the view or the room was changed. */
  repaint(): void {
    this.#painter.repaint(this.#painting)
  }

  get #painting(): Painting {
    return { shape: this.shape, view: this.#view(), room: this.#room() }
  }

  /** Of what is drawn next, nothing is known yet. */
  clear(): void {
    this.seen = null
    this.#painter.clear()
  }
}
