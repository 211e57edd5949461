// Questions that follow each other faster than they are answered, as when a timeline is zoomed: one is asked at a time, and of
// those that came meanwhile only the newest.
export class LatestAnswer<Query, Answer> {
  /** The newest answer, and what was asked; null before there is one. */
  found = $state.raw<{ query: Query; answer: Answer } | null>(null)
  /** What the newest question failed with; null where it did not. */
  error = $state.raw<unknown>(null)
  readonly #answer: (query: Query) => Promise<Answer>
  #asked = ''
  #next: { query: Query } | null = null
  #busy = false
  /** Grows when nothing that was asked before counts any more. */
  #turn = 0

  constructor(answer: (query: Query) => Promise<Answer>) {
    this.#answer = answer
  }

  /** `anew`: also where the same was asked before. */
  ask(query: Query, { anew = false } = {}): void {
    const key = JSON.stringify(query)
    if (key === this.#asked && !anew) return
    this.#asked = key
    this.#next = { query }
    void this.#load()
  }

  /** Nothing is known, and what is on its way is not waited for. */
  clear(): void {
    this.#turn += 1
    this.#asked = ''
    this.#next = null
    this.found = null
    this.error = null
  }

  async #load(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    for (let next = this.#next; next; next = this.#next) {
      this.#next = null
      const { query } = next
      const turn = this.#turn
      try {
        const answer = await this.#answer(query)
        if (turn !== this.#turn) continue
        this.found = { query, answer }
        this.error = null
      } catch (error) {
        if (turn !== this.#turn) continue
        this.error = error
        this.#asked = ''
      }
    }
    this.#busy = false
  }
}
