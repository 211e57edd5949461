// The entries of the ledger that are asked for, as far as somebody looks at them: pages come as rows are drawn, and what is far
// away is let go. A row is known by its position, oldest first: what is appended meanwhile does not move it.
import { ledgerPageSize } from '#contract/ledger.ts'
import type { LedgerLine, LedgerPage, LedgerQuery } from '#contract/ledger.ts'
import { SvelteMap } from 'svelte/reactivity'
import { call } from '../../client/client.ts'

/** Lines that are kept at most, and those around the hand that stay when it is more. */
const kept = { most: 4_000, near: 1_000 }

const isSame = (one: LedgerQuery, other: LedgerQuery): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

export class LedgerRows {
  /** How many are found; null until the first answer. */
  found = $state<number | null>(null)
  /** How many the whole ledger has. */
  entries = $state(0)
  error = $state.raw<unknown>(null)
  /** Counts answers, so that rows which are drawn ask again for what was let go. */
  answered = $state(0)
  readonly #lines = new SvelteMap<number, LedgerLine>()
  readonly #asked = new Set<number>()
  #query: LedgerQuery
  /** Null until the first answer to the question of now. */
  #edition = $state<number | null>(null)
  #near = 0
  #turn = 0
  #again = false
  #refreshing: Promise<void> | null = null

  constructor(query: LedgerQuery) {
    this.#query = query
  }

  /** Undefined where it is not there yet: who draws it says so by `want`. */
  line(position: number): LedgerLine | undefined {
    return this.#lines.get(position)
  }

  /** Whether what is found answers this question, and not the one before. */
  answers(query: LedgerQuery): boolean {
    return this.#edition !== null && isSame(query, this.#query)
  }

  /** Another question; what was found before stands until there is an answer. */
  async ask(query: LedgerQuery): Promise<void> {
    if (isSame(query, this.#query)) return
    this.#query = query
    this.#forgetAnswer()
    await this.refresh()
  }

  /** Nothing is known any more, and no answer to what was asked before is taken. */
  reset(): void {
    this.#forgetAnswer()
    this.#lines.clear()
    this.#asked.clear()
    this.found = null
    this.error = null
  }

  /** Takes in what was appended. What changes while it is asked for is asked for once more. */
  refresh(): Promise<void> {
    this.#again = this.#refreshing !== null
    this.#refreshing ??= this.#refreshAll().finally(() => (this.#refreshing = null))
    return this.#refreshing
  }

  /** The line at this position is drawn. */
  want(position: number): void {
    this.#near = position
    const first = position - (position % ledgerPageSize)
    if (this.#edition === null || this.#lines.has(position) || this.#asked.has(first)) return
    void this.#load(first)
  }

  /** Position of the entry with this number, or of the one before it; null where nothing is found. */
  async place(seq: number): Promise<number | null> {
    await this.refresh()
    const { position } = await call('custody.place', { query: this.#query, seq })
    return position
  }

  #forgetAnswer(): void {
    this.#turn += 1
    this.#edition = null
  }

  async #refreshAll(): Promise<void> {
    do {
      const page = await this.#page(null)
      if (page) this.#take(page)
    } while (this.#isAskedAgain())
  }

  #isAskedAgain(): boolean {
    const again = this.#again
    this.#again = false
    return again
  }

  async #load(first: number): Promise<void> {
    const turn = this.#turn
    this.#asked.add(first)
    const page = await this.#page(first)
    // Of another question, the number means another page.
    if (turn === this.#turn) this.#asked.delete(first)
    if (!page) return
    if (page.edition === this.#edition) this.#keep(page)
    else await this.refresh()
  }

  /** Null where it failed, or nobody wants it any more. */
  async #page(first: number | null): Promise<LedgerPage | null> {
    const turn = this.#turn
    try {
      const page = await call('custody.list', { query: this.#query, first, count: ledgerPageSize })
      return turn === this.#turn ? page : null
    } catch (error) {
      if (turn === this.#turn) this.error = error
      return null
    }
  }

  #take(page: LedgerPage): void {
    if (page.edition !== this.#edition) {
      this.#lines.clear()
      this.#asked.clear()
    }
    this.#edition = page.edition
    this.#keep(page)
    this.entries = page.entries
    this.found = page.found
    this.error = null
    this.answered += 1
  }

  #keep({ first, lines }: LedgerPage): void {
    for (const [at, line] of lines.entries()) this.#lines.set(first + at, line)
    if (this.#lines.size <= kept.most) return
    for (const position of [...this.#lines.keys()])
      if (Math.abs(position - this.#near) > kept.near) this.#lines.delete(position)
  }
}
