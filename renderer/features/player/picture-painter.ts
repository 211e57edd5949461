// Draws decoded pictures onto the canvas: turned as the file asks, and changed only where somebody asked for it.
import { applyView, changesRows, type ViewSettings } from '#contract/picture-view.ts'
import { canvasSize, shrunk, turn, type PictureShape, type Size } from './picture-geometry.ts'

export type Painting = {
  /** Turn and shape of the pixels; the stored size is that of the picture itself. */
  shape: Omit<PictureShape, 'stored'>
  view: ViewSettings
  /** Pixels of the display that there are for it, where no more are wanted; null: as many as it has. */
  room: Size | null
}

export const storedSize = (frame: VideoFrame): Size => {
  const { width, height } = frame.visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight }
  return { width, height }
}

export class PicturePainter {
  readonly #canvas: () => HTMLCanvasElement | undefined
  /** The picture on the canvas, for drawing it anew when settings change. */
  #last: VideoFrame | null = null
  #changed: OffscreenCanvas | null = null

  constructor(canvas: () => HTMLCanvasElement | undefined) {
    this.#canvas = canvas
  }

  /** Draws it; the caller may close it afterwards. */
  paint(frame: VideoFrame, painting: Painting): void {
    const kept = frame.clone()
    this.#last?.close()
    this.#last = kept
    this.repaint(painting)
  }

  /** The same picture with other settings. */
  repaint({ shape, view, room }: Painting): void {
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
    const picture = changesRows(view) ? this.#change(frame, stored, view) : frame
    context.drawImage(picture, 0, 0, stored.width, stored.height)
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
    this.#last?.close()
    this.#last = null
    const canvas = this.#canvas()
    const context = canvas?.getContext('2d', { alpha: false })
    if (!canvas || !context) return
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.fillRect(0, 0, canvas.width, canvas.height)
  }
}
