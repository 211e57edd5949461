// The engine as the rest of main sees it: questions and answers, one process at a time, started again after a crash.
// Knows nothing of how a process is started: engine-child.ts does, and tests put a fake in its place.
import { packAnswer, unpackAnswer } from '#contract/bridge.ts'
import type { AnswerText, FromEngine, Located, ToEngine } from '#contract/bridge.ts'
import type { Answer } from '#contract/calls.ts'
import type { ItemId } from '#contract/units.ts'

/** One running engine process. */
export type EngineChild = {
  send(message: ToEngine): void
  /** Ends it at once, without closing anything. */
  kill(): void
}

export type ChildListener = {
  onMessage(message: FromEngine): void
  /** Called once; `reason` is a piece of a sentence such as `exit code 70`. */
  onExit(reason: string): void
}

export type EngineProcessOptions = {
  /** Throws where no process can be started. */
  start(listener: ChildListener): EngineChild
  onEvent(name: string, payload: unknown): void
  /** The process ended, though nobody asked it to; what was pending has been answered. */
  onGone(reason: string): void
  log(text: string): void
  now?(): number
}

const restartsAllowed = 3
const restartWindowMs = 60_000
const closingMs = 20_000
const killingMs = 2_000

export class EngineProcess {
  readonly #options: EngineProcessOptions
  readonly #pending = new Map<number, (answer: AnswerText) => void>()
  #child: EngineChild | null = null
  #lastId = 0
  #restarts: number[] = []
  #lastReason = 'it was not started'
  #closing: { ended(): void } | null = null

  constructor(options: EngineProcessOptions) {
    this.#options = options
  }

  /** Starts the process for the first time. */
  start(): void {
    if (this.#child || this.#closing) return
    try {
      const child = this.#options.start({
        onMessage: (message) => this.#receive(message),
        onExit: (reason) => this.#ended(reason),
      })
      this.#child = child
    } catch (error) {
      this.#ended(error instanceof Error ? error.message : String(error))
    }
  }

  /** Never rejects. `engine-gone` where the process ends before it answers, or cannot be started. */
  call(name: string, input: unknown): Promise<AnswerText> {
    return this.#ask((id) => ({ kind: 'call', id, name, input }))
  }

  /** Where the bytes of an item are; null where there are none. Never rejects. */
  async locate(itemId: ItemId, what: Located): Promise<Answer<string | null>> {
    const answer = unpackAnswer(await this.#ask((id) => ({ kind: 'locate', id, itemId, what })))
    if (!answer.ok) return answer
    return { ok: true, value: typeof answer.value === 'string' ? answer.value : null }
  }

  /** Lets the engine close its case, then ends it; by force where it does not end in time. */
  async close(timeoutMs = closingMs): Promise<void> {
    if (this.#closing) return
    const ended = new Promise<void>((resolve) => (this.#closing = { ended: resolve }))
    const child = this.#child
    if (!child) return
    child.send({ kind: 'close', id: ++this.#lastId })
    if (await isDoneWithin(ended, timeoutMs)) return
    this.#options.log('the engine does not end; it is ended by force')
    child.kill()
    await isDoneWithin(ended, killingMs)
  }

  #ask(message: (id: number) => ToEngine): Promise<AnswerText> {
    this.#restart()
    const child = this.#child
    if (!child || this.#closing) return Promise.resolve(gone(this.#lastReason))
    const id = ++this.#lastId
    return new Promise((resolve) => {
      this.#pending.set(id, resolve)
      child.send(message(id))
    })
  }

  #receive(message: FromEngine): void {
    if (message.kind === 'event') this.#options.onEvent(message.name, message.payload)
    if (message.kind !== 'answer') return
    this.#pending.get(message.id)?.(message.answer)
    this.#pending.delete(message.id)
  }

  #ended(reason: string): void {
    this.#child = null
    this.#lastReason = reason
    for (const resolve of this.#pending.values()) resolve(gone(reason))
    this.#pending.clear()
    if (this.#closing) return this.#closing.ended()
    this.#options.log(`the engine ended: ${reason}`)
    this.#options.onGone(reason)
    // Not within this call: where no process can be started at all, it would call itself.
    setImmediate(() => this.#restart())
  }

  /** Starts the process where there is none, but not for ever: a case that kills the engine would do so each time. */
  #restart(): void {
    if (this.#child || this.#closing) return
    const now = this.#options.now?.() ?? Date.now()
    this.#restarts = this.#restarts.filter((at) => at > now - restartWindowMs)
    if (this.#restarts.length >= restartsAllowed) return
    this.#restarts.push(now)
    this.start()
  }
}

const gone = (reason: string): AnswerText =>
  packAnswer({
    ok: false,
    error: {
      code: 'engine-gone',
      message: `The evidence engine ended (${reason}). What it had finished is kept; what it was doing may be missing.`,
      details: { reason },
    },
  })

function isDoneWithin(work: Promise<void>, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds)
    void work.then(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}
