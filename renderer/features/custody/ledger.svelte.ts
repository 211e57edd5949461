// The ledger of the case, or what it says of one item: its entries as they are looked at, and whether the whole of it holds. It
// may be long: the verdict is asked for once at a time, and once more for all that changed meanwhile.
import type { LedgerFacets, LedgerQuery } from '#contract/ledger.ts'
import type { LedgerReport } from '#contract/custody.ts'
import { call, on } from '../../client/client.ts'
import { LedgerRows } from './ledger-rows.svelte.ts'

/** Work that is told piece by piece must not make the ledger be asked for at every piece. */
const settleMs = 250
/** Walking a long ledger is work: it rests so many times longer than it took, unless somebody acts. */
const rest = 3

export class Ledger {
  readonly rows: LedgerRows
  /** Null until the first answer. It speaks of the entries that it counts; others may have been written since. */
  report = $state.raw<LedgerReport | null>(null)
  facets = $state.raw<LedgerFacets>({ actions: [], actors: [] })
  /** Why acts and people cannot be chosen from, or not from the newest ones. */
  facetsError = $state.raw<unknown>(null)
  /** Why there is no newer verdict. */
  error = $state.raw<unknown>(null)
  #asking = false
  #again = false
  #restUntil = 0
  #timers: ReturnType<typeof setTimeout>[] = []
  /** Counts who followed: an answer to somebody who has left is not shown to the next. */
  #turn = 0

  constructor(query: LedgerQuery) {
    this.rows = new LedgerRows(query)
  }

  /** Whether each entry that there is now was walked by the verdict. */
  get isChecked(): boolean {
    return this.report !== null && this.rows.entries <= this.report.entries
  }

  /** Loads, and follows what is recorded from now on. Returns what ends that. */
  follow(): () => void {
    this.#turn += 1
    this.report = null
    this.rows.reset()
    void this.load()
    const stop = (['items.changed', 'job.end', 'examiner.changed', 'case.changed'] as const).map((name) =>
      on(name, () => this.#later()),
    )
    return () => {
      this.#turn += 1
      this.rows.reset()
      this.#timers.forEach(clearTimeout)
      stop.forEach((one) => one())
    }
  }

  /** Resolves when the entries are there; the verdict may take longer. */
  async load(): Promise<void> {
    const shown = this.rows.refresh()
    void this.#verify()
    void this.#loadFacets()
    await shown
  }

  #later(): void {
    this.#timers.forEach(clearTimeout)
    const resting = this.#restUntil - performance.now()
    this.#timers = [
      setTimeout(() => {
        void this.rows.refresh()
        void this.#loadFacets()
      }, settleMs),
      setTimeout(() => void this.#verify(), Math.max(settleMs, resting)),
    ]
  }

  async #loadFacets(): Promise<void> {
    const turn = this.#turn
    try {
      const facets = await call('custody.facets', {})
      if (turn !== this.#turn) return
      this.facets = facets
      this.facetsError = null
    } catch (error) {
      if (turn === this.#turn) this.facetsError = error
    }
  }

  async #verify(): Promise<void> {
    if (this.#asking) {
      this.#again = true
      return
    }
    this.#asking = true
    const turn = this.#turn
    const began = performance.now()
    try {
      const report = await call('custody.verify', {})
      if (turn !== this.#turn) return
      this.report = report
      this.error = null
    } catch (error) {
      if (turn === this.#turn) this.error = error
    } finally {
      this.#restUntil = performance.now() + rest * (performance.now() - began)
      this.#asking = false
      const again = this.#again
      this.#again = false
      if (again) void this.#verify()
    }
  }
}
