// Long work: an id at once, then progress at most four times a second with rate and remaining time, then one end.
import { randomUUID } from 'node:crypto'
import { EvidenceError } from '#contract/errors.ts'
import type { EventName, EventPayload } from '#contract/events.ts'
import type { JobEnd, JobKind } from '#contract/job.ts'
import type { JobId } from '#contract/units.ts'
import { RateMeter } from './base/rate-meter.ts'
import type { Progress, Work } from './base/progress.ts'

export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void

const reportEveryMillis = 250

export class Jobs {
  readonly #emit: Emit
  readonly #running = new Map<JobId, { kind: JobKind; controller: AbortController; ended: Promise<void> }>()

  constructor(emit: Emit) {
    this.#emit = emit
  }

  /** Starts `run` and returns at once. Its result has to be JSON-able; it travels with the event `job.end`. */
  start(kind: JobKind, run: (work: Work, id: JobId) => Promise<unknown>): JobId {
    const id = randomUUID() as string as JobId
    const controller = new AbortController()
    const work = { signal: controller.signal, report: this.#reporter(id, kind) }
    // The first event must not overtake the answer that tells the id.
    const ended = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => {
        // Cancelled before it began.
        controller.signal.throwIfAborted()
        return run(work, id)
      })
      // A result that cannot be sent is a failure like any other: each job ends once.
      .then(toJson)
      .then(
        (result) => ({ state: 'done' as const, result, error: null }),
        (error: unknown) => failed(error, controller.signal),
      )
      .then((end) => {
        this.#running.delete(id)
        this.#emit('job.end', { id, kind, ...end })
      })
    this.#running.set(id, { kind, controller, ended })
    return id
  }

  isRunning(id: JobId): boolean {
    return this.#running.has(id)
  }

  /** Whether work of one of these kinds is under way. */
  isBusyWith(kinds: readonly JobKind[]): boolean {
    return [...this.#running.values()].some(({ kind }) => kinds.includes(kind))
  }

  cancel(id: JobId): void {
    const job = this.#running.get(id)
    if (!job) throw new EvidenceError('job-not-found', 'That job has ended already.')
    job.controller.abort()
  }

  /** Cancels everything and waits for it to end; `except` is the job that asks, which cannot wait for itself. */
  async close(except: JobId | null = null): Promise<void> {
    const jobs = [...this.#running].filter(([id]) => id !== except).map(([, job]) => job)
    for (const { controller } of jobs) controller.abort()
    await Promise.all(jobs.map(({ ended }) => ended))
  }

  #reporter(id: JobId, kind: JobKind): (progress: Progress) => void {
    const meter = new RateMeter()
    let last = Number.NEGATIVE_INFINITY
    return (progress) => {
      const now = performance.now()
      meter.add(now, progress.done, progress.unit)
      if (now - last < reportEveryMillis) return
      last = now
      const rate = meter.rate()
      const remainingSeconds =
        rate && progress.total !== null ? Math.max(0, progress.total - progress.done) / rate : null
      this.#emit('job.progress', {
        ...{ id, kind, part: null, count: null, ...progress },
        ...{ rate, remainingSeconds, paused: false },
      })
    }
  }
}

function failed(error: unknown, signal: AbortSignal): Pick<JobEnd, 'state' | 'result' | 'error'> {
  if (signal.aborted) return { state: 'cancelled', result: null, error: null }
  if (error instanceof EvidenceError) return { state: 'failed', result: null, error: error.toShape() }
  const reference = randomUUID().slice(0, 8)
  process.stderr.write(`internal error ${reference}: ${describe(error)}\n`)
  const message = `Internal error ${reference}. The details are in the log.`
  return { state: 'failed', result: null, error: { code: 'internal', message, details: { reference } } }
}

/** Whatever may be thrown, also what cannot be made text: a job always ends. */
function describe(error: unknown): string {
  try {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  } catch {
    return 'something that cannot be told'
  }
}

const toJson = (value: unknown): JobEnd['result'] =>
  value === undefined ? null : (JSON.parse(JSON.stringify(value)) as JobEnd['result'])
