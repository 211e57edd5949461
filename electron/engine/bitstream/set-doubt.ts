// From where to where it is doubtful which parameter sets are in force, and whether that matters.
export class SetDoubt {
  /** Samples at which a doubt begins, ends, begins again … */
  readonly #turns: number[] = []
  #matters: boolean

  constructor(matters: boolean) {
    this.#matters = matters
  }

  /** Whether there is any, and it is not known yet that it matters. */
  get isOpen(): boolean {
    return this.#turns.length > 0 && !this.#matters
  }

  /** A sample brings sets. */
  matter(): void {
    this.#matters = true
  }

  /** In the order of the samples. */
  begin(sample: number): void {
    if (!this.#isOn) this.#turns.push(sample)
  }

  end(sample: number): void {
    if (this.#isOn) this.#turns.push(sample)
  }

  isAt(sample: number): boolean {
    if (!this.#matters) return false
    let [low, high] = [0, this.#turns.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#turns[middle] ?? 0) <= sample) low = middle + 1
      else high = middle
    }
    return low % 2 === 1
  }

  get #isOn(): boolean {
    return this.#turns.length % 2 === 1
  }
}
