// A large file is copied by a thread of its own, as seen from the thread that wants it copied.
import { Worker } from 'node:worker_threads'
import type { Work } from '#engine/base/progress.ts'
import { threadEntry } from '#engine/base/thread-entry.ts'
import { CopyState } from './copy-task.ts'
import type { Copied, CopyEnd, CopyTask, FromCopier, SystemError } from './copy-task.ts'

export type ThreadOptions = {
  work: Work
  /** Makes sure of what is written by now, and writes down how much that is. */
  save: (copied: Copied) => Promise<void>
  onBytes: (bytes: number) => void
}

const entry = threadEntry(import.meta.url, 'copy-worker')
const lookMillis = 50
/** It throws away next to nothing. */
const youngMegabytes = 2

/**
 * Copies from the first byte on, until all is copied, something fails or the work is cancelled: `stopped`. Fails with what `save`
 * fails with; in any case the thread has ended then, and touches neither file any more.
 */
export async function copyInThread(
  task: Omit<CopyTask, 'shared'>,
  { work, save, onBytes }: ThreadOptions,
): Promise<Copied & { end: CopyEnd }> {
  const shared = new SharedArrayBuffer(CopyState.bytes)
  const state = new CopyState(shared)
  let told = 0
  let failure = null as { cause: unknown } | null
  let saving: Promise<void> = Promise.resolve()

  const look = (): void => {
    const { done } = state
    if (done > told) onBytes(done - told)
    told = done
    const isOver = work.signal.aborted || failure !== null
    state.give(isOver ? 'stop' : work.isPaused?.() ? 'pause' : 'go')
  }
  const checkpoint = ({ bytes, sha256 }: Copied): void => {
    saving = saving
      .then(() => save({ bytes, sha256 }))
      .catch((cause: unknown) => {
        failure ??= { cause }
      })
      .then(() => state.checkpointMade())
  }

  const worker = new Worker(entry, {
    workerData: { ...task, shared } satisfies CopyTask,
    // Not with the flags of the main thread: what they preload is not meant for here.
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  })
  const looking = setInterval(look, lookMillis)
  work.signal.addEventListener('abort', look)
  let ended: Copied & { end: CopyEnd }
  try {
    ended = await new Promise((resolve, reject) => {
      worker.on('message', (message: FromCopier) => {
        if (message.kind === 'ended') resolve(message)
        else checkpoint(message)
      })
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`the thread that copies ended with code ${code}`)))
    })
    look()
  } finally {
    clearInterval(looking)
    work.signal.removeEventListener('abort', look)
    await worker.terminate()
    await saving
  }
  if (failure !== null) throw failure.cause
  const { bytes, sha256, end } = ended
  return { bytes, sha256, end }
}

/** As it was thrown in the thread. */
export const asSystemError = ({ message, code }: SystemError): Error =>
  Object.assign(new Error(message), code === null ? {} : { code })
