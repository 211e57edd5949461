// The stretch of time in view: the whole recording, or a part that was zoomed to, moved and followed.
import { clampView, follow, pan, toSeconds, zoomAround, type Span } from './timeline-scale.ts'

/** By one press of a key or button. */
const zoomStep = 1.5
/** Nearer than this to the whole is the whole. */
const wholeShare = 0.999

export class TimelineView {
  /** CSS pixels. */
  width = $state(0)
  #zoomed = $state.raw<Span | null>(null)
  readonly #bounds: () => Span

  /** `bounds`: the recording with a little room around it; read reactively. */
  constructor(bounds: () => Span) {
    this.#bounds = bounds
  }

  get bounds(): Span {
    return this.#bounds()
  }

  get isZoomed(): boolean {
    return this.#zoomed !== null
  }

  get span(): Span {
    return this.#zoomed ? clampView(this.#zoomed, this.bounds) : this.bounds
  }

  secondsAt(x: number): number {
    return toSeconds(this.span, this.width, x)
  }

  showAll(): void {
    this.#zoomed = null
  }

  /** Shows this stretch of time, as far as it lies within the bounds. */
  show(span: Span): void {
    this.#zoomed = clampView(span, this.bounds)
  }

  /** `factor` above 1 zooms in; what lies at `around` stays where it is. */
  zoom(factor: number, around: number): void {
    const { span, bounds } = this
    const next = zoomAround(span, bounds, Math.min(span.to, Math.max(span.from, around)), factor)
    this.#zoomed = next.to - next.from >= (bounds.to - bounds.from) * wholeShare ? null : next
  }

  /** One step in (1) or out (-1). */
  zoomBy(direction: 1 | -1, around: number): void {
    this.zoom(zoomStep ** direction, around)
  }

  panBy(pixels: number): void {
    const { span } = this
    if (!this.#zoomed) return
    this.#zoomed = pan(span, this.bounds, (pixels / Math.max(1, this.width)) * (span.to - span.from))
  }

  follow(seconds: number): void {
    if (this.#zoomed) this.#zoomed = follow(this.span, this.bounds, seconds)
  }

  /** The wheel zooms around the pointer; sideways, or with Shift, it moves. */
  turnWheel(event: WheelEvent, x: number): void {
    const sideways = event.shiftKey ? event.deltaY : event.deltaX
    if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) this.panBy(sideways)
    else this.zoom(Math.exp(-Math.max(-200, Math.min(200, event.deltaY)) / 300), this.secondsAt(x))
  }
}
