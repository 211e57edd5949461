// Intakes of the open case that did not come to their end and can go on.
import type { IntakeId, UnfinishedIntake } from '#contract/intake.ts'
import { call, on } from '../client/client.ts'
import { openCase } from './case.svelte.ts'
import { jobs } from './jobs.svelte.ts'

class Unfinished {
  list = $state.raw<UnfinishedIntake[]>([])
  error = $state.raw<unknown>(null)
  /** While one is running it has not been interrupted. */
  readonly shown = $derived(jobs.running.some(({ kind }) => kind === 'ingest') ? [] : this.list)
  #listening = false
  #turn = 0

  start(): void {
    if (this.#listening) return
    this.#listening = true
    openCase.switched.add(() => {
      this.list = []
      this.error = null
      void this.load()
    })
    on('job.end', ({ kind }) => {
      if (kind === 'ingest') void this.load()
    })
    // A new engine may know of what the old one did not come to the end of.
    on('case.changed', () => void this.load())
  }

  async load(): Promise<void> {
    const turn = ++this.#turn
    if (!openCase.open) return
    try {
      const list = await call('ingest.unfinished', {})
      if (turn !== this.#turn) return
      this.list = list
      this.error = null
    } catch (error) {
      if (turn === this.#turn) this.error = error
    }
  }

  async giveUp(intakeId: IntakeId, keepPartial: boolean): Promise<void> {
    await call('ingest.giveUp', { intakeId, keepPartial })
    this.list = this.list.filter(({ id }) => id !== intakeId)
    await this.load()
  }
}

export const unfinished = new Unfinished()
