// J, K and L as in editing suites: play, the same again for faster, stop; stop held together with play goes one picture, and
// slowly while both are held.
import type { Playhead } from '../../state/playhead.svelte.ts'
import { slowSpeed, type Direction } from '../../state/speeds.ts'

/** A key that is held longer than this plays slowly; before that it is one picture. */
const holdMs = 300

export type ShuttleTarget = Pick<Playhead, 'shuttle' | 'stop' | 'step' | 'play' | 'rate'>

export class Shuttle {
  readonly #playhead: ShuttleTarget
  #stopIsHeld = false
  #slow: Direction | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(playhead: ShuttleTarget) {
    this.#playhead = playhead
  }

  press(direction: Direction): void {
    if (!this.#stopIsHeld) return this.#playhead.shuttle(direction)
    this.#endSlow()
    this.#slow = direction
    this.#playhead.step(direction)
    this.#timer = setTimeout(() => {
      this.#playhead.rate = direction * slowSpeed
      this.#playhead.play()
    }, holdMs)
  }

  stop(): void {
    this.#stopIsHeld = true
    this.#playhead.stop()
  }

  release(direction: Direction): void {
    if (this.#slow === direction) this.#endSlow()
  }

  releaseStop(): void {
    this.#stopIsHeld = false
    this.#endSlow()
  }

  #endSlow(): void {
    clearTimeout(this.#timer)
    if (this.#slow !== null) this.#playhead.stop()
    this.#slow = null
  }
}
