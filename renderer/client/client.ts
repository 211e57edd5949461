// The only file that touches `window.exhibit`: typed calls, typed events, long work as promises.
import './without-eval.ts'
import { mediaScheme, unpackAnswer, type Bridge, type Located } from '#contract/bridge.ts'
import type { CallInput, CallName, CallOutput } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import { events, type EventName, type EventPayload } from '#contract/events.ts'
import type { JobEnd } from '#contract/job.ts'
import type { ItemId, JobId } from '#contract/units.ts'
import { parseJobResult, type JobCallName, type JobResult } from './job-results.ts'

/** Ends that nobody has asked for yet; a short job may end before the answer that names it arrives. */
const keptEnds = 100

function bridge(): Bridge {
  const found = (globalThis as { exhibit?: Bridge }).exhibit
  if (!found) throw new EvidenceError('engine-gone', 'The window is not connected to the engine.')
  return found
}

/** Asks the engine or the main process. Throws `EvidenceError` with the code of the answer. */
export async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  // Runes hand out proxies, which cannot be cloned across processes; inputs are plain JSON by contract.
  const answer = unpackAnswer(await bridge().call(name, JSON.parse(JSON.stringify(input))))
  if (!answer.ok) throw EvidenceError.fromShape(answer.error)
  return answer.value as CallOutput<N>
}

const handlers = new Map<EventName, Set<(payload: unknown) => void>>()

/** Listens to an event. A payload that does not fit the contract is reported, not delivered. */
export function on<N extends EventName>(name: N, handler: (payload: EventPayload<N>) => void): () => void {
  // One listener on the bridge for each event, however many parts of the window listen.
  const known = handlers.get(name) ?? listen(name)
  const own = (payload: unknown): void => handler(payload as EventPayload<N>)
  known.add(own)
  return () => void known.delete(own)
}

function listen(name: EventName): Set<(payload: unknown) => void> {
  const set = new Set<(payload: unknown) => void>()
  handlers.set(name, set)
  bridge().on(name, (payload) => {
    const parsed = events[name].safeParse(payload)
    if (!parsed.success) return console.error(`event ${name} does not fit the contract`, parsed.error)
    for (const handler of [...set]) handler(parsed.data)
  })
  return set
}

export type StartedJob<N extends JobCallName> = {
  jobId: JobId
  /** The result; null where the job was cancelled. Rejects with `EvidenceError` where it failed. */
  ended: Promise<JobResult<N> | null>
}

/** Starts long work. `ended` may be left alone: a failure is also told by the `job.end` event. */
export async function startJob<N extends JobCallName>(name: N, input: CallInput<N>): Promise<StartedJob<N>> {
  listenForEnds()
  const { jobId } = (await call(name, input)) as { jobId: JobId }
  const ended = endOf(jobId).then((end) => {
    if (end.state === 'cancelled') return null
    if (end.state === 'failed') {
      throw end.error ? EvidenceError.fromShape(end.error) : new EvidenceError('internal', 'The work failed.')
    }
    return parseJobResult(name, end.result)
  })
  ended.catch(() => undefined)
  return { jobId, ended }
}

/** Address of an item's bytes, of its still picture, or of what was made of it for looking. */
export function mediaUrl(itemId: ItemId, what: Located): string {
  return `${mediaScheme}://item/${itemId}/${pathOf(what)}`
}

function pathOf(what: Located): string {
  if (typeof what !== 'object') return what
  return 'run' in what ? `review/${what.track}/${what.run}` : `sound/${what.track}/${what.sound}`
}

/** Paths on disk of what was dropped on the window; entries without one are left out. */
export function droppedPaths(files: Iterable<File>): string[] {
  return [...files].map((file) => bridge().pathOf(file)).filter((path) => path !== '')
}

type Waiter = { resolve: (end: JobEnd) => void; reject: (error: unknown) => void }
const waiters = new Map<string, Waiter>()
const earlyEnds = new Map<string, JobEnd>()
let listening = false

function listenForEnds(): void {
  if (listening) return
  listening = true
  on('job.end', (end) => {
    const waiter = waiters.get(end.id)
    waiters.delete(end.id)
    if (waiter) return waiter.resolve(end)
    earlyEnds.set(end.id, end)
    const [oldest] = earlyEnds.keys()
    if (earlyEnds.size > keptEnds && oldest !== undefined) earlyEnds.delete(oldest)
  })
  on('engine.gone', ({ reason }) => {
    for (const waiter of waiters.values()) waiter.reject(new EvidenceError('engine-gone', reason))
    waiters.clear()
  })
}

function endOf(jobId: JobId): Promise<JobEnd> {
  const early = earlyEnds.get(jobId)
  earlyEnds.delete(jobId)
  if (early) return Promise.resolve(early)
  return new Promise((resolve, reject) => waiters.set(jobId, { resolve, reject }))
}
