// Steps while a key is held: each picture is on the screen before the next one is asked for, and nothing runs on afterwards.

type Frames = { request(act: () => void): number; cancel(frame: number): void }

export class HeldSteps {
  readonly #isShown: () => boolean
  readonly #frames: Frames
  #frame: number | null = null

  /** `isShown`: whether what was stepped to last is seen, or why it cannot be. */
  constructor(isShown: () => boolean, frames: Frames = displayFrames) {
    this.#isShown = isShown
    this.#frames = frames
  }

  get isRunning(): boolean {
    return this.#frame !== null
  }

  start(step: () => void): void {
    this.stop()
    const turn = (): void => {
      this.#frame = this.#frames.request(turn)
      if (this.#isShown()) step()
    }
    this.#frame = this.#frames.request(turn)
  }

  stop(): void {
    if (this.#frame !== null) this.#frames.cancel(this.#frame)
    this.#frame = null
  }
}

/** The pace of the display: what was drawn in one turn is seen before the next. */
const displayFrames: Frames = {
  request: (act) => requestAnimationFrame(act),
  cancel: (frame) => cancelAnimationFrame(frame),
}
