// The engine as the window has it: a process of its own, started from its sources, asked through its port. For tests that
// end it at the worst moment.
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import path from 'node:path'
import { unpackAnswer, type FromEngine, type ToEngine } from '#contract/bridge.ts'
import type { CallInput, CallOutput, EngineCallName } from '#contract/calls.ts'
import type { JobEnd } from '#contract/job.ts'

const host = path.resolve(import.meta.dirname, '../../electron/engine/host.ts')

export class EngineProcess {
  readonly #child: ChildProcess
  readonly #answers = new Map<number, (message: FromEngine & { kind: 'answer' }) => void>()
  readonly #ends = new Map<string, JobEnd>()
  readonly #waiting = new Map<string, (end: JobEnd | null) => void>()
  readonly #gone: Promise<void>
  /** What it said on stderr. */
  complaints = ''
  #isGone = false
  #calls = 0

  constructor(dataFolder: string) {
    const options = { dataFolder, resourcesFolder: dataFolder, runtime: 'fallback', development: true }
    this.#child = fork(host, [JSON.stringify(options)], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.complaints += chunk.toString()))
    this.#child.on('message', (message) => this.#take(message as FromEngine))
    this.#gone = new Promise((resolve) => this.#child.once('exit', () => resolve()))
    void this.#gone.then(() => {
      this.#isGone = true
      for (const tell of this.#waiting.values()) tell(null)
    })
  }

  /** Null where the process ended before it answered; throws where it answered with a failure. */
  async call<N extends EngineCallName>(name: N, input: CallInput<N>): Promise<CallOutput<N> | null> {
    const id = (this.#calls += 1)
    const answered = new Promise<FromEngine & { kind: 'answer' }>((resolve) => this.#answers.set(id, resolve))
    this.#send({ kind: 'call', id, name, input })
    const message = await Promise.race([answered, this.#gone.then(() => null)])
    if (message === null) return null
    const answer = unpackAnswer(message.answer)
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
    return answer.value as CallOutput<N>
  }

  /** How a job ended; null where the process ended first. */
  async endOf(jobId: string): Promise<JobEnd | null> {
    const known = this.#ends.get(jobId)
    if (known || this.#isGone) return known ?? null
    return new Promise((resolve) => this.#waiting.set(jobId, resolve))
  }

  /** As a power cut: nothing of it runs any more when this returns. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#gone
  }

  async close(): Promise<void> {
    this.#send({ kind: 'close', id: (this.#calls += 1) })
    await this.#gone
  }

  #send(message: ToEngine): void {
    this.#child.send(message, () => undefined)
  }

  #take(message: FromEngine): void {
    if (message.kind === 'answer') this.#answers.get(message.id)?.(message)
    if (message.kind !== 'event' || message.name !== 'job.end') return
    const end = message.payload as JobEnd
    this.#ends.set(end.id, end)
    this.#waiting.get(end.id)?.(end)
  }
}
