// Long work: what runs now and how the last pieces ended. Nothing waits for it but those who asked.
import type { JobEnd, JobProgress } from '#contract/job.ts'
import type { JobId } from '#contract/units.ts'
import { call, on } from '../client/client.ts'

export type RunningJob = JobProgress & { cancelling: boolean }
export type EndedJob = JobEnd & { /** What it was doing last. */ label: string }

const endsKept = 8

/** Other work is too short to be worth it, or holds something that must not be kept waiting. */
export const canWait = ({ kind }: Pick<JobProgress, 'kind'>): boolean => kind === 'ingest'

/**
 * Work that nobody began by hand and that loses nothing when it ends: what comes of it is said where it is looked at. It stands
 * in the list while it runs, and is announced nowhere.
 */
export const isQuiet = ({ kind }: Pick<JobProgress, 'kind'>): boolean => kind === 'sound'

class Jobs {
  running = $state.raw<RunningJob[]>([])
  /** Without what is quiet. */
  readonly announced = $derived(this.running.filter((job) => !isQuiet(job)))
  ended = $state.raw<EndedJob[]>([])
  /** Jobs whose outcome is shown where they were started; their end is not told a second time. */
  readonly watched = new Set<JobId>()
  #over = new Set<JobId>()
  #listening = false

  /** Begins to listen. `onEnd` is told once of the end of each job that nobody watches. */
  start(onEnd: (end: JobEnd) => void): void {
    if (this.#listening) return
    this.#listening = true
    on('job.progress', (progress) => this.#advance(progress))
    on('job.end', (end) => {
      this.#finish(end)
      if (!this.watched.delete(end.id)) onEnd(end)
    })
    on('engine.gone', () => (this.running = []))
  }

  async cancel(id: JobId): Promise<void> {
    this.running = this.running.map((job) => (job.id === id ? { ...job, cancelling: true } : job))
    await call('job.cancel', { jobId: id })
  }

  /** Progress that says so follows at once. */
  async pause(id: JobId): Promise<void> {
    await call('job.pause', { jobId: id })
  }

  async resume(id: JobId): Promise<void> {
    await call('job.resume', { jobId: id })
  }

  find(id: JobId | null): RunningJob | undefined {
    return this.running.find((job) => job.id === id)
  }

  forgetEnded(): void {
    this.ended = []
  }

  #advance(progress: JobProgress): void {
    // Progress that was under way when the end was told must not bring the job back.
    if (this.#over.has(progress.id)) return
    const known = this.running.findIndex((job) => job.id === progress.id)
    const job = { ...progress, cancelling: this.running[known]?.cancelling ?? false }
    this.running = known < 0 ? [...this.running, job] : this.running.with(known, job)
  }

  #finish(end: JobEnd): void {
    this.#over.add(end.id)
    const label = this.running.find((job) => job.id === end.id)?.label ?? ''
    this.running = this.running.filter((job) => job.id !== end.id)
    if (isQuiet(end) && end.state !== 'failed') return
    this.ended = [{ ...end, label }, ...this.ended].slice(0, endsKept)
  }
}

export const jobs = new Jobs()
