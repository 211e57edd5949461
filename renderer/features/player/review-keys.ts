// Keys as they go down and up in the review: which command they do, once or for as long as they are held.
import { commandOf, type ReviewId } from '../../state/commands.ts'
import { writtenKey } from '../../state/key-map.ts'
import type { HeldSteps } from './held-steps.ts'
import type { Shuttle } from './shuttle.ts'

type Options = {
  commandFor(written: string): ReviewId | null
  acts: Record<ReviewId, () => void>
  steps: Pick<HeldSteps, 'start' | 'stop' | 'isRunning'>
  shuttle: Pick<Shuttle, 'release' | 'releaseStop'>
}

export class ReviewKeys {
  readonly #options: Options
  /** By the place of the key on the keyboard: shift may be let go before it. */
  readonly #down = new Map<string, ReviewId>()

  constructor(options: Options) {
    this.#options = options
  }

  /** True where the key stood for something. */
  press(event: KeyboardEvent): boolean {
    const written = writtenKey(event)
    const command = written === null ? null : this.#options.commandFor(written)
    const { acts, steps } = this.#options
    // Another key ends what the one before went on with.
    if (!event.repeat) steps.stop()
    if (command === null) return false
    if (event.repeat) {
      if (commandOf(command).holds && !steps.isRunning && this.#down.get(event.code) === command)
        steps.start(acts[command])
      return true
    }
    this.#down.set(event.code, command)
    acts[command]()
    return true
  }

  letGo(event: Pick<KeyboardEvent, 'code'>): void {
    const command = this.#down.get(event.code)
    this.#down.delete(event.code)
    if (command !== undefined) this.#release(command)
  }

  /** Where the window is left, nobody tells that keys are let go. */
  letAllGo(): void {
    for (const command of this.#down.values()) this.#release(command)
    this.#down.clear()
  }

  #release(command: ReviewId): void {
    const { steps, shuttle } = this.#options
    if (commandOf(command).holds) steps.stop()
    if (command === 'playForward') shuttle.release(1)
    if (command === 'playBack') shuttle.release(-1)
    if (command === 'stop') shuttle.releaseStop()
  }
}
