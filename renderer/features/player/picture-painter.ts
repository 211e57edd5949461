// Draws decoded pictures onto the canvas: turned as the file asks, and changed only where somebody asked for it.
import { applyView, changesRows, type ViewSettings } from '#contract/picture-view.ts'
import { canvasSize, shrunk, storedSize, turn, type PictureShape, type Size } from './picture-geometry.ts'
import { PictureShrinker } from './picture-shrinker.ts'

export type Painting = {
  /** Turn and shape of the pixels; the stored size is that of the picture itself. */
  shape: Omit<PictureShape, 'stored'>
  view: ViewSettings
  /** Pixels of the display that there are for it, where no more are wanted; null: as many as it has. */
  room: Size | null
}

type Shrinker = Pick<PictureShrinker, 'shrink'>

/** How many times larger it is stored than it is seen, at least; 1 where every pixel is wanted. */
function ratioOf(stored: Size, { shape, room }: Painting): number {
  if (room === null) return 1
  const whole = canvasSize({ ...shape, stored })
  return Math.min(whole.width / room.width, whole.height / room.height)
}

export class PicturePainter {
  readonly #canvas: () => HTMLCanvasElement | undefined
  /** The picture on the canvas, for drawing it anew when settings change. */
  #last: VideoFrame | null = null
  #changed: OffscreenCanvas | null = null
  #shrinker: Shrinker | null = null
  readonly #openShrinker: () => Shrinker
  /** Made small before its turn: of which picture, and for how much smaller a room. */
  #ahead: { timestamp: number; ratio: number; small: ImageBitmap } | null = null
  /** How many times what was made ahead, or is being made, was given up. */
  #forgotten = 0

  constructor(
    canvas: () => HTMLCanvasElement | undefined,
    openShrinker: () => Shrinker = () => new PictureShrinker(),
  ) {
    this.#canvas = canvas
    this.#openShrinker = openShrinker
  }

  /** Draws it; the caller may close it afterwards. */
  paint(frame: VideoFrame, painting: Painting): void {
    const kept = frame.clone()
    this.#last?.close()
    this.#last = kept
    this.repaint(painting)
  }

  /** Of the picture that is likely to be painted next: what painting it so costs is spent now. The caller may close it afterwards. */
  async prepare(frame: VideoFrame, painting: Painting): Promise<void> {
    if (changesRows(painting.view)) return
    const { timestamp } = frame
    const ratio = ratioOf(storedSize(frame), painting)
    const forgotten = this.#forgotten
    this.#shrinker ??= this.#openShrinker()
    const small = await this.#shrinker.shrink(frame.clone(), ratio)
    if (!small) return
    if (forgotten !== this.#forgotten) return small.close()
    this.#ahead?.small.close()
    this.#ahead = { timestamp, ratio, small }
  }

  /** What was prepared, or is being prepared, is not painted, and its memory is let go. */
  forget(): void {
    this.#forgotten += 1
    this.#shrinker = null
    this.#ahead?.small.close()
    this.#ahead = null
  }

  /** The same picture with other settings. */
  repaint(painting: Painting): void {
    const { shape, view, room } = painting
    // At rest every pixel counts.
    if (room === null) this.forget()
    const frame = this.#last
    const canvas = this.#canvas()
    const context = canvas?.getContext('2d', { alpha: false })
    if (!frame || !canvas || !context) return
    const stored = storedSize(frame)
    const whole = canvasSize({ ...shape, stored })
    const size = room === null ? whole : shrunk(whole, room)
    if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size)
    context.setTransform(size.width / whole.width, 0, 0, size.height / whole.height, 0, 0)
    context.transform(...turn({ ...shape, stored }))
    const picture = changesRows(view) ? this.#change(frame, stored, view) : this.#prepared(frame, painting)
    context.drawImage(picture, 0, 0, stored.width, stored.height)
  }

  /** The picture itself where nothing is prepared that is large enough. */
  #prepared(frame: VideoFrame, painting: Painting): VideoFrame | ImageBitmap {
    const ahead = this.#ahead
    const isLargeEnough = ahead !== null && ahead.ratio <= ratioOf(storedSize(frame), painting)
    return isLargeEnough && ahead.timestamp === frame.timestamp ? ahead.small : frame
  }

  /** Fields are rows of the stored picture: it is changed before it is turned. */
  #change(frame: VideoFrame, { width, height }: Size, view: ViewSettings): OffscreenCanvas {
    this.#changed ??= new OffscreenCanvas(width, height)
    const canvas = this.#changed
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
    if (!context) throw new Error('there is no canvas to change the picture on')
    context.drawImage(frame, 0, 0, width, height)
    const pixels = context.getImageData(0, 0, width, height)
    applyView(pixels.data, { width, height, channels: 4, most: 255 }, view)
    context.putImageData(pixels, 0, 0)
    return canvas
  }

  clear(): void {
    this.forget()
    this.#last?.close()
    this.#last = null
    const canvas = this.#canvas()
    const context = canvas?.getContext('2d', { alpha: false })
    if (!canvas || !context) return
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.fillRect(0, 0, canvas.width, canvas.height)
  }
}
