// Progress over a whole intake: every byte is half done when it is copied, and done when the copy was read back. What is told
// are bytes of evidence, so that an amount is the one of the plan.
import type { Work } from '#engine/base/progress.ts'
import type { IntakeTotals } from '#engine/store/intake-store.ts'

/** One file within the whole. */
export type PartProgress = {
  add: (bytes: number) => void
  /** It is done, however it ended: what was not read of it is not waited for. */
  finish: () => void
}

export class IntakeProgress {
  readonly #work: Work
  readonly #files: number
  readonly #total: number | null
  #filesDone: number
  #done: number

  constructor(work: Work, { files, filesDone, bytes, bytesKept, unknown }: IntakeTotals, begun: number) {
    this.#work = work
    this.#files = files
    this.#filesDone = filesDone
    this.#total = unknown === 0 ? 2 * bytes : null
    // What is done was copied and read back; what was only begun was copied.
    this.#done = 2 * (bytesKept - begun)
  }

  part(label: string, size: number | null): PartProgress {
    let counted = 0
    const count = (bytes: number): void => {
      counted += bytes
      this.#done += bytes
      this.#report({ label, done: counted, total: size === null ? null : 2 * size })
    }
    return {
      add: count,
      finish: () => {
        this.#filesDone += 1
        // Of an unknown size is known now what it was.
        count(Math.max(0, 2 * (size ?? 0) - counted))
      },
    }
  }

  #report(part: { label: string; done: number; total: number | null }): void {
    const done = this.#total === null ? this.#done : Math.min(this.#done, this.#total)
    const within = part.total === null ? part.done : Math.min(part.done, part.total)
    this.#work.report({
      ...{ label: part.label, done: half(done), total: half(this.#total), unit: 'bytes' },
      part: { ...part, done: half(within), total: half(part.total) },
      count: { done: this.#filesDone, total: this.#files },
    })
  }
}

/** From reads to bytes. */
function half(reads: number): number
function half(reads: number | null): number | null
function half(reads: number | null): number | null {
  return reads === null ? null : Math.floor(reads / 2)
}
