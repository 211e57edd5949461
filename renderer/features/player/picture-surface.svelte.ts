// The canvas that a decoded picture is drawn on, upright and in its own shape.
import type { Track } from '#contract/track.ts'
import { canvasSize, turn, type PictureShape } from './picture-geometry.ts'

type Seen = { width: number; height: number; aspect: number }

export class PictureSurface {
  canvas = $state<HTMLCanvasElement>()
  /** Of the picture drawn last; before the first, what the track says. */
  seen = $state.raw<Seen | null>(null)
  readonly #track: () => Track | null

  constructor(track: () => Track | null) {
    this.#track = track
  }

  /** `pasp` counts; where there is none, what the bitstream says of its pixels. */
  readonly shape = $derived.by((): PictureShape => {
    const { seen } = this
    const track = this.#track()
    const pasp = track?.pixelAspect ?? { h: 1, v: 1 }
    const fromStream =
      seen && Math.abs(seen.aspect - 1) > 0.01 ? { h: Math.round(seen.aspect * 10_000), v: 10_000 } : pasp
    return {
      stored: seen ?? { width: track?.width ?? 0, height: track?.height ?? 0 },
      pixelAspect: pasp.h === pasp.v ? fromStream : pasp,
      rotation: track?.rotation ?? 0,
    }
  })

  paint(frame: VideoFrame): void {
    const stored = frame.visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight }
    const aspect = (frame.displayWidth * stored.height) / (frame.displayHeight * stored.width)
    const { seen, canvas } = this
    if (seen?.width !== stored.width || seen.height !== stored.height || seen.aspect !== aspect)
      this.seen = { width: stored.width, height: stored.height, aspect }
    const context = canvas?.getContext('2d', { alpha: false })
    if (!canvas || !context) return
    const shape = { ...this.shape, stored: { width: stored.width, height: stored.height } }
    const size = canvasSize(shape)
    if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size)
    context.setTransform(...turn(shape))
    context.drawImage(frame, 0, 0, stored.width, stored.height)
  }

  clear(): void {
    const { canvas } = this
    const context = canvas?.getContext('2d', { alpha: false })
    if (!canvas || !context) return
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.fillRect(0, 0, canvas.width, canvas.height)
  }
}
