// Long work: an id at once, then progress at most four times a second with rate and remaining time, then one end. Work that
// comes from outside can be told to wait.
import { randomUUID } from 'node:crypto'
import { EvidenceError } from '#contract/errors.ts'
import type { EventName, EventPayload } from '#contract/events.ts'
import type { JobEnd, JobKind } from '#contract/job.ts'
import type { JobId } from '#contract/units.ts'
import { RateMeter } from './base/rate-meter.ts'
import type { Progress, Work } from './base/progress.ts'
import { Pause } from './pause.ts'

export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void

const reportEveryMillis = 250

/** What can wait without harm: nobody else waits for it, and what is done so far is kept. */
const pausable: readonly JobKind[] = ['ingest', 'complete']

type Running = {
  kind: JobKind
  controller: AbortController
  ended: Promise<void>
  pause: Pause
  reporter: Reporter
}

type Reporter = {
  report(progress: Progress): void
  /** Tells at once that it waits, or that it goes on. */
  paused(isPaused: boolean): void
}

export class Jobs {
  readonly #emit: Emit
  readonly #running = new Map<JobId, Running>()

  constructor(emit: Emit) {
    this.#emit = emit
  }

  /** Starts `run` and returns at once. Its result has to be JSON-able; it travels with the event `job.end`. */
  start(kind: JobKind, run: (work: Work, id: JobId) => Promise<unknown>): JobId {
    const id = randomUUID() as string as JobId
    const controller = new AbortController()
    const pause = new Pause(controller.signal)
    const reporter = this.#reporter(id, kind)
    const work: Work = {
      signal: controller.signal,
      report: (progress) => reporter.report(progress),
      waitWhilePaused: () => pause.wait(),
      isPaused: () => pause.isPaused,
    }
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
    this.#running.set(id, { kind, controller, ended, pause, reporter })
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
    this.#job(id).controller.abort()
  }

  /** Cancels it and waits for its end; harmless where it has ended. */
  async end(id: JobId): Promise<void> {
    this.#running.get(id)?.controller.abort()
    await this.ended(id)
  }

  /** When it has ended, in whichever way, or had already. */
  async ended(id: JobId): Promise<void> {
    await this.#running.get(id)?.ended
  }

  /** It waits at its next step. Fails with `wrong-input` where that kind of work cannot wait. */
  pause(id: JobId): void {
    const { kind, pause, reporter } = this.#job(id)
    if (!pausable.includes(kind)) {
      throw new EvidenceError(
        'wrong-input',
        'Only taking in evidence can wait; this work can be cancelled.',
        {
          details: { kind },
        },
      )
    }
    if (pause.begin()) reporter.paused(true)
  }

  resume(id: JobId): void {
    const { pause, reporter } = this.#job(id)
    if (pause.end()) reporter.paused(false)
  }

  #job(id: JobId): Running {
    const job = this.#running.get(id)
    if (!job) throw new EvidenceError('job-not-found', 'That job has ended already.')
    return job
  }

  /** Cancels everything and waits for it to end; `except` is the job that asks, which cannot wait for itself. */
  async close(except: JobId | null = null): Promise<void> {
    const jobs = [...this.#running].filter(([id]) => id !== except).map(([, job]) => job)
    for (const { controller } of jobs) controller.abort()
    await Promise.all(jobs.map(({ ended }) => ended))
  }

  #reporter(id: JobId, kind: JobKind): Reporter {
    let meter = new RateMeter()
    let sent = Number.NEGATIVE_INFINITY
    let last: Progress = { label: '', done: 0, total: null, unit: 'bytes' }
    let paused = false
    const send = (now: number): void => {
      sent = now
      const rate = paused ? null : meter.rate()
      const remainingSeconds = rate && last.total !== null ? Math.max(0, last.total - last.done) / rate : null
      this.#emit('job.progress', {
        ...{ id, kind, part: null, count: null, ...last },
        ...{ rate, remainingSeconds, paused },
      })
    }
    return {
      report: (progress) => {
        const now = performance.now()
        last = progress
        meter.add(now, progress.done, progress.unit)
        if (now - sent >= reportEveryMillis) send(now)
      },
      paused: (isPaused) => {
        paused = isPaused
        // The time of waiting is no part of the rate.
        meter = new RateMeter()
        send(performance.now())
      },
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
