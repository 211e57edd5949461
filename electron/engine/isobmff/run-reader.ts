// Reads runs of equal values (`stts`, `ctts`; ISO/IEC 14496-12 8.6.1) sample by sample.

export class RunReader {
  /** How many values were asked for beyond the last run; each got the last value again. */
  beyond = 0
  readonly #runs: Uint32Array | Int32Array
  #at = 0
  #left: number

  /** `runs`: pairs of count and value. Counts are unsigned whatever the type of the array. */
  constructor(runs: Uint32Array | Int32Array) {
    this.#runs = runs
    this.#left = (runs[0] ?? 0) >>> 0
  }

  next(): number {
    while (this.#left === 0 && this.#at + 2 < this.#runs.length) {
      this.#at += 2
      this.#left = (this.#runs[this.#at] ?? 0) >>> 0
    }
    if (this.#left === 0) this.beyond += 1
    else this.#left -= 1
    return this.#runs[this.#at + 1] ?? 0
  }
}
