// The media and volumes that are connected now, as long as somebody looks at them.
import { t } from '#contract/messages/format.ts'
import { volumeName } from '#contract/messages/intake-words.ts'
import type { Volume } from '#contract/volume.ts'
import { call, on } from '../client/client.ts'

class Volumes {
  list = $state.raw<Volume[]>([])
  loading = $state(true)
  error = $state.raw<unknown>(null)
  /** What came or went last, for those who do not see the list. */
  said = $state('')
  #watching = false
  #listening = false
  #turn = 0

  /** Begins to follow what comes and goes; gives back what ends it. */
  watch(): () => void {
    this.#listen()
    this.#watching = true
    this.said = ''
    void this.load()
    return () => {
      this.#watching = false
      this.#turn += 1
      // The engine may be gone; then nothing is watched anyway.
      call('volumes.watch', { on: false }).catch(() => undefined)
    }
  }

  /** Asks for the list, and to be told of changes. */
  async load(): Promise<void> {
    const turn = ++this.#turn
    this.loading = true
    try {
      const list = await call('volumes.watch', { on: true })
      if (turn !== this.#turn) return
      this.list = list
      this.error = null
    } catch (error) {
      if (turn === this.#turn) this.error = error
    } finally {
      if (turn === this.#turn) this.loading = false
    }
  }

  /** Asks once more, where somebody looks at the list. */
  refresh(): void {
    if (this.#watching) void this.load()
  }

  #listen(): void {
    if (this.#listening) return
    this.#listening = true
    on('volumes.changed', ({ volumes }) => this.#change(volumes))
    // An engine that was started again watches nothing yet.
    on('case.changed', () => {
      if (this.#watching) void this.load()
    })
  }

  #change(list: Volume[]): void {
    if (!this.#watching) return
    const came = list.filter(({ id }) => !this.list.some((old) => old.id === id))
    const went = this.list.filter(({ id }) => !list.some((now) => now.id === id))
    this.said = [
      ...came.map((volume) => t('intake.volumes.came', { name: volumeName(volume) })),
      ...went.map((volume) => t('intake.volumes.went', { name: volumeName(volume) })),
    ].join(' ')
    // What is told is newer than what was asked for.
    this.#turn += 1
    this.loading = false
    this.list = list
    this.error = null
  }
}

export const volumes = new Volumes()
