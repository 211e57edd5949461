// The pointer on a timeline: it scrubs where the axis is, pulls the view along elsewhere, or clicks; the wheel zooms and moves.
import type { TimelineView } from './timeline-view.svelte.ts'

/** CSS pixels from the upper left corner. */
type Place = { x: number; y: number }
type Press = PointerEvent & { currentTarget: HTMLElement }

type Acts = {
  isReady: () => boolean
  /** What stays at the top while everything below it is scrolled. */
  head?: () => HTMLElement | undefined
  /** Whether a press at this height scrubs; else it pulls. */
  scrubsAt: (y: number) => boolean
  scrub: (x: number) => void
  /** Pressed and let go without pulling; the pointer is there. */
  click: (x: number) => void
}

/** Pixels that a hand may tremble in a click. */
const tremble = 3

export class TimelineHand {
  /** Where the pointer is; null where it is elsewhere. */
  pointer = $state.raw<Place | null>(null)
  readonly #view: TimelineView
  readonly #acts: Acts
  #drag: { kind: 'scrub' | 'pan'; x: number; moved: boolean } | null = null

  constructor(view: TimelineView, acts: Acts) {
    this.#view = view
    this.#acts = acts
  }

  get isDown(): boolean {
    return this.#drag !== null
  }

  readonly press = (event: Press): void => {
    if (event.button !== 0 || !this.#acts.isReady()) return
    const { x, y } = this.#placeIn(event.currentTarget, event)
    event.currentTarget.setPointerCapture(event.pointerId)
    this.#drag = { kind: this.#acts.scrubsAt(y) ? 'scrub' : 'pan', x, moved: false }
    if (this.#drag.kind === 'scrub') this.#acts.scrub(x)
  }

  readonly move = (event: Press): void => {
    const pointer = this.#placeIn(event.currentTarget, event)
    const drag = this.#drag
    this.pointer = pointer
    if (!drag) return
    if (Math.abs(pointer.x - drag.x) > tremble) drag.moved = true
    if (drag.kind === 'scrub') this.#acts.scrub(pointer.x)
    else if (drag.moved) {
      this.#view.panBy(drag.x - pointer.x)
      drag.x = pointer.x
    }
  }

  readonly release = (event: Press): void => {
    const drag = this.#drag
    this.#drag = null
    if (!drag || drag.kind === 'scrub' || drag.moved) return
    this.pointer = this.#placeIn(event.currentTarget, event)
    this.#acts.click(this.pointer.x)
  }

  readonly cancel = (): void => {
    this.#drag = null
  }

  readonly leave = (): void => {
    this.pointer = null
  }

  /** An action: Svelte's own listeners for the wheel are passive and could not keep the panel from scrolling. */
  readonly wheel = (element: HTMLElement): { destroy(): void } => {
    const turn = (event: WheelEvent): void => {
      event.preventDefault()
      this.#view.turnWheel(event, this.#placeIn(element, event).x)
    }
    element.addEventListener('wheel', turn, { passive: false })
    return { destroy: () => element.removeEventListener('wheel', turn) }
  }

  #placeIn(element: HTMLElement, event: MouseEvent): Place {
    const head = this.#acts.head?.()?.getBoundingClientRect()
    const box = head && event.clientY < head.bottom ? head : element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
}
