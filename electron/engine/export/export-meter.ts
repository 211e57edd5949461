// One measure over a whole export: every item is hashed, written and read again, and the bar only ever goes forward.
import type { Work } from '#engine/base/progress.ts'

export class ExportMeter {
  readonly #work: Work
  readonly #total: number
  #before = 0
  #done = 0

  constructor(work: Work, totalBytes: number) {
    this.#work = work
    this.#total = totalBytes
  }

  /**
   * The next stretch of the whole, `bytes` long. Whatever the work inside it takes for its own total, it moves the whole by
   * this much and no more.
   */
  next(label: string, bytes: number): Work {
    const start = this.#before
    this.#before += bytes
    return {
      signal: this.#work.signal,
      report: ({ done, total }) => {
        const share = total === null || total === 0 ? 0 : Math.min(1, done / total)
        this.#done = Math.min(this.#total, Math.max(this.#done, start + Math.round(share * bytes)))
        this.#work.report({ label, done: this.#done, total: this.#total, unit: 'bytes' })
      },
    }
  }
}
