// What is said of each picture and of each stored sample, gathered from its slices: the worst of them counts. A sample may
// hold two pictures (fields), or none; runs speak of samples, counts of pictures.
import type { FrameRun, FrameState } from '#contract/seal.ts'

const order: FrameState[] = ['none', 'ok', 'pending', 'cut', 'unsupported', 'doubtful', 'changed']
const rankOf = Object.fromEntries(order.map((state, rank) => [state, rank])) as Record<FrameState, number>

const worse = (one: FrameState | null, other: FrameState): FrameState =>
  one !== null && rankOf[one] > rankOf[other] ? one : other

export class FrameStates {
  readonly counts: Record<FrameState, number> = {
    ok: 0,
    changed: 0,
    doubtful: 0,
    cut: 0,
    pending: 0,
    unsupported: 0,
    none: 0,
  }
  readonly #runs: FrameRun[] = []
  /** One beyond the last sample in a run. */
  #samples = 0
  /** Of the picture, and of the sample, that may still get more slices; null before the first. */
  #picture: FrameState | null = null
  #sample: FrameState | null = null
  #at = 0

  /** Slices in decode order; those before the first beginning of a picture belong to none. */
  add(sample: number, startsPicture: boolean, state: FrameState): void {
    if (sample !== this.#at) this.#closeSample()
    this.#at = sample
    this.#sample = worse(this.#sample, state)
    if (startsPicture) {
      this.#closePicture()
      this.#picture = state
    } else if (this.#picture !== null) this.#picture = worse(this.#picture, state)
  }

  #closePicture(): void {
    if (this.#picture !== null) this.counts[this.#picture] += 1
    this.#picture = null
  }

  #closeSample(): void {
    if (this.#sample === null) return
    // Samples without slices: no signature speaks of what a player may make of them.
    this.#push(this.#at, 'none')
    this.#push(this.#at + 1, this.#sample)
    this.#sample = null
  }

  /** Samples up to `end`. */
  #push(end: number, state: FrameState): void {
    const count = end - this.#samples
    if (count <= 0) return
    const last = this.#runs[this.#runs.length - 1]
    if (last?.state === state) last.count += count
    else this.#runs.push({ first: this.#samples, count, state })
    this.#samples = end
  }

  /** To be called once, after the last slice. */
  finish(): FrameRun[] {
    this.#closePicture()
    this.#closeSample()
    return this.#runs
  }
}
