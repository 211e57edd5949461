// Intakes of the open case that did not come to their end and can go on.
import type { IntakeId, UnfinishedIntake } from '#contract/intake.ts'
import type { JobId } from '#contract/units.ts'
import { call, on, startJob } from '../client/client.ts'
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
      if (kind === 'ingest' || kind === 'give-up') void this.load()
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

  /** `onStart` is told the job. Gives whether it came about; false where it was cancelled. */
  async giveUp(intakeId: IntakeId, keepPartial: boolean, onStart: (id: JobId) => void): Promise<boolean> {
    const { jobId, ended } = await startJob('ingest.giveUp', { intakeId, keepPartial })
    onStart(jobId)
    await ended
    await this.load()
    return !this.list.some(({ id }) => id === intakeId)
  }
}

export const unfinished = new Unfinished()
