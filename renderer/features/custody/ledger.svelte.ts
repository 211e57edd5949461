// The ledger of the case, or what it says of one item, kept as it stands. It may be long: one question at a time, and
// what changes meanwhile is asked for once more when the answer is there.
import type { CustodyReport } from '#contract/custody.ts'
import type { ItemId } from '#contract/units.ts'
import { call, on } from '../../client/client.ts'

/** Work that is told piece by piece must not make a long ledger be read for every piece. */
const settleMs = 250

export class Ledger {
  readonly itemId: ItemId | null
  /** Null until the first answer. */
  report = $state.raw<CustodyReport | null>(null)
  error = $state.raw<unknown>(null)
  #asking = false
  #again = false
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Counts who followed: an answer to somebody who has left is not shown to the next. */
  #turn = 0

  constructor(itemId: ItemId | null) {
    this.itemId = itemId
  }

  /** Loads, and follows what is recorded from now on. Returns what ends that. */
  follow(): () => void {
    this.#turn += 1
    this.report = null
    void this.load()
    const later = (): void => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.load(), settleMs)
    }
    const stop = [
      on('items.changed', later),
      on('job.end', later),
      on('examiner.changed', later),
      on('case.changed', later),
    ]
    return () => {
      this.#turn += 1
      clearTimeout(this.#timer)
      stop.forEach((one) => one())
    }
  }

  async load(): Promise<void> {
    if (this.#asking) {
      this.#again = true
      return
    }
    this.#asking = true
    const turn = this.#turn
    try {
      const report = await call('custody.list', { itemId: this.itemId })
      if (turn !== this.#turn) return
      this.report = report
      this.error = null
    } catch (error) {
      if (turn === this.#turn) this.error = error
    } finally {
      this.#asking = false
      const again = this.#again
      this.#again = false
      if (again) void this.load()
    }
  }
}
