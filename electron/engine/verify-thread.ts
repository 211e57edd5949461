// One thread that verifies whole files, as seen from the thread that wants them verified. A thread that dies takes one
// file's answer with it and nothing else.
import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { EvidenceError } from '#contract/errors.ts'
import type { Verification } from '#contract/seal.ts'
import type { ReadMode } from './base/byte-source.ts'
import type { Work } from './base/progress.ts'
import { threadEntry } from './base/thread-entry.ts'
import type { TrustChoice } from './examine/verify-file.ts'
import { packTrust } from './verify-task.ts'
import type { FileToVerify, FromThread, ThreadData, ToThread } from './verify-task.ts'

/** Verifies one file after another. `verify` must not be called again before it has answered. */
export type Verifier = {
  /** Fails with an EvidenceError, `internal` where a bug came between, or with the reason of `work.signal`. */
  verify(file: FileToVerify, work: Work): Promise<Verification>
  close(): Promise<void>
}

const workerEntry = threadEntry(import.meta.url, 'verify-worker')

/** How long a cancelled thread may take to stop by itself; then it is ended where it stands. It writes nothing. */
const graceMillis = 400

/** The calling thread itself: for what is done sooner than a thread has started. */
export function verifierHere(trust: TrustChoice): Verifier {
  return {
    verify: async (file, work) => {
      try {
        // Loaded here, so that who leaves all to threads does without it.
        const { verifyPath } = await import('./verify-path.ts')
        return await verifyPath(file, trust, 'ahead', work)
      } catch (error) {
        if (error instanceof EvidenceError || work.signal.aborted) throw error
        throw fault(file, error)
      }
    },
    close: () => Promise.resolve(),
  }
}

/** What is thrown away at once: little, for the bytes of a file are not among it. Node takes 48 where it is not told. */
const youngMegabytes = 12

export class VerifyThread implements Verifier {
  readonly #data: ThreadData
  readonly #entry: URL
  #worker: Worker | null = null

  /** Begins to start at once, so that the time it takes passes beside the caller's preparations. */
  constructor(trust: TrustChoice, reading: ReadMode, entry = workerEntry) {
    this.#data = { trust: packTrust(trust), reading }
    this.#entry = entry
    this.#worker = this.#start()
  }

  #start(): Worker {
    // Not with the flags of the main thread: what they preload is not meant for here.
    const worker = new Worker(this.#entry, {
      workerData: this.#data,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
    })
    const gone = (): void => {
      if (this.#worker === worker) this.#worker = null
    }
    // Also while nobody waits for an answer: an error that nobody listens to would end the process.
    worker.on('error', gone)
    worker.on('exit', gone)
    return worker
  }

  async verify(file: FileToVerify, work: Work): Promise<Verification> {
    const { signal } = work
    signal.throwIfAborted()
    this.#worker ??= this.#start()
    const worker = this.#worker
    const send = (message: ToThread): void => worker.postMessage(message)
    const ended = new AbortController()
    let grace: NodeJS.Timeout | undefined
    try {
      return await new Promise<Verification>((resolve, reject) => {
        const fail = (cause: unknown): void =>
          reject(signal.aborted ? asError(signal.reason) : fault(file, cause))
        const listener = (message: FromThread): void => {
          if (message.kind === 'progress') work.report(message.progress)
          else if (message.kind === 'verified') resolve(message.verification)
          else if (message.kind === 'failed') reject(EvidenceError.fromShape(message.error))
          else reject(asError(signal.reason))
        }
        const failAtExit = (code: number): void => fail(new Error(`the thread ended with code ${code}`))
        worker.on('message', listener).on('error', fail).on('exit', failAtExit)
        ended.signal.addEventListener('abort', () => {
          worker.off('message', listener).off('error', fail).off('exit', failAtExit)
        })
        const cancel = (): void => {
          send({ kind: 'cancel' })
          grace = setTimeout(() => void worker.terminate(), graceMillis)
        }
        signal.addEventListener('abort', cancel, { signal: ended.signal })
        send({ kind: 'verify', file })
      })
    } finally {
      clearTimeout(grace)
      ended.abort()
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)))

/** A bug on the way to one file's answer: logged with its stack under a number, told without it. */
function fault({ shownPath }: FileToVerify, cause: unknown): EvidenceError {
  const reference = randomUUID().slice(0, 8)
  const trace = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  process.stderr.write(`internal error ${reference}: ${trace}\n`)
  return new EvidenceError(
    'internal',
    `“${shownPath}” was not verified, because of a fault inside Exhibit (${reference}). The details are in the log.`,
    { details: { reference, path: shownPath }, cause },
  )
}
