// The cameras' own stamps of single pictures, read from the video where the table shows them: page by page, what was asked for last
// first.
import type { SampleTimes } from '#contract/track.ts'
import { SvelteMap } from 'svelte/reactivity'

export type SampleStamp = SampleTimes['stamp'][number]
export type AskTimes = (first: number, count: number) => Promise<SampleTimes>

/** Few, so that scattered rows do not read a whole recording. */
const pageSamples = 50
/** Whoever scrolls past does not wait for what is out of sight. */
const waitingLimit = 40

export class StampPages {
  /** Counts pages that were read, so that rows which are drawn ask again for what others pushed out of the line. */
  answered = $state(0)
  /** By stored sample; null: it bears none · 'failed': it could not be read. What is not there was not read yet. */
  readonly #stamps = new SvelteMap<number, SampleStamp | 'failed'>()
  /** Why, by page. */
  readonly #reasons = new SvelteMap<number, string>()
  readonly #count: number
  readonly #ask: AskTimes
  /** Numbers of pages, the newest last. */
  #waiting: number[] = []
  readonly #asked = new Set<number>()
  #asking = false
  #closed = false

  /** `count`: stored samples of the track. */
  constructor(count: number, ask: AskTimes) {
    this.#count = count
    this.#ask = ask
  }

  /** Undefined as long as it was not read. */
  of(sample: number): SampleStamp | 'failed' | undefined {
    return this.#stamps.get(sample)
  }

  /** Why it could not be read; null where it could, or nobody tried. */
  whyNot(sample: number): string | null {
    return this.of(sample) === 'failed' ? (this.#reasons.get(Math.floor(sample / pageSamples)) ?? null) : null
  }

  /** Has the stamp of this stored sample read, and those around it. */
  want(sample: number): void {
    const page = Math.floor(sample / pageSamples)
    if (this.#asked.has(page) || this.#closed) return
    this.#waiting = [...this.#waiting.filter((one) => one !== page), page].slice(-waitingLimit)
    void this.#read()
  }

  close(): void {
    this.#closed = true
    this.#waiting = []
  }

  async #read(): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    for (let page = this.#waiting.pop(); page !== undefined && !this.#closed; page = this.#waiting.pop())
      await this.#readPage(page)
    this.#asking = false
  }

  async #readPage(page: number): Promise<void> {
    this.#asked.add(page)
    const end = Math.min(this.#count, (page + 1) * pageSamples)
    let next = page * pageSamples
    try {
      while (next < end && !this.#closed) {
        const { first, stamp } = await this.#ask(next, end - next)
        if (stamp.length === 0) throw new Error(`The engine gave no times at ${next}.`)
        stamp.forEach((one, at) => this.#stamps.set(first + at, one))
        next = first + stamp.length
      }
    } catch (error) {
      this.#reasons.set(page, error instanceof Error ? error.message : String(error))
      for (; next < end; next += 1) this.#stamps.set(next, 'failed')
    }
    this.answered += 1
  }
}
