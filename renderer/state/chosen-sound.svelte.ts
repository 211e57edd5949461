// Which of several tracks of sound is heard: the first one, until somebody chooses another one or none.
import type { Track } from '#contract/track.ts'

export class ChosenSound {
  /** Number of the track that was chosen, or none of them; null: nobody chose. */
  #chosen = $state<number | 'none' | null>(null)
  readonly #all: () => readonly Track[]

  constructor(all: () => readonly Track[]) {
    this.#all = all
  }

  /** Null where there is none, or none was chosen. */
  get track(): Track | null {
    if (this.#chosen === 'none') return null
    return this.#all().find(({ id }) => id === this.#chosen) ?? this.#all()[0] ?? null
  }

  choose(sound: number | 'none'): void {
    this.#chosen = sound
  }

  /** Of several the next one; after the last one none, and then the first one again. */
  step(): void {
    const ids = this.#all().map(({ id }) => id)
    if (ids.length < 2) return
    const at = this.track ? ids.indexOf(this.track.id) : -1
    this.#chosen = ids[at + 1] ?? 'none'
  }

  forget(): void {
    this.#chosen = null
  }
}
