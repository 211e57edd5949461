// What is said of each picture, gathered from its units: the worst of them counts.
import type { FrameRun, FrameState } from '#contract/seal.ts'

const order: FrameState[] = ['ok', 'pending', 'cut', 'unsupported', 'doubtful', 'changed']
const rankOf = Object.fromEntries(order.map((state, rank) => [state, rank])) as Record<FrameState, number>

export class FrameStates {
  readonly counts: Record<FrameState, number> = {
    ok: 0,
    changed: 0,
    doubtful: 0,
    cut: 0,
    pending: 0,
    unsupported: 0,
  }
  readonly #runs: FrameRun[] = []
  #frames = 0
  /** Of the picture that may still get more units; null before the first. */
  #current: FrameState | null = null

  /** Units in decode order; those before the first beginning of a picture belong to none. */
  add(startsPicture: boolean, state: FrameState): void {
    if (startsPicture) {
      this.#close()
      this.#current = state
    } else if (this.#current !== null && rankOf[state] > rankOf[this.#current]) this.#current = state
  }

  #close(): void {
    if (this.#current === null) return
    const last = this.#runs[this.#runs.length - 1]
    if (last?.state === this.#current) last.count += 1
    else this.#runs.push({ first: this.#frames, count: 1, state: this.#current })
    this.counts[this.#current] += 1
    this.#frames += 1
    this.#current = null
  }

  /** To be called once, after the last unit. */
  finish(): { frames: number; runs: FrameRun[] } {
    this.#close()
    return { frames: this.#frames, runs: this.#runs }
  }
}
