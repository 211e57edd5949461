// Entry of a thread that verifies files, one at a time, as verify-thread.ts asks. A bug ends the thread: its state is
// unknown then, and the other end puts a new one in its place.
import { parentPort, workerData } from 'node:worker_threads'
import { EvidenceError } from '#contract/errors.ts'
import { assert } from './base/assert.ts'
import type { Progress } from './base/progress.ts'
import { unpackTrust, verifyPath } from './verify-path.ts'
import type { FileToVerify, FromThread, ThreadData, ToThread } from './verify-task.ts'

const reportEveryMillis = 100

assert(parentPort !== null, 'this file is the entry of a thread')
const port = parentPort
const { trust: packed, reading } = workerData as ThreadData
const trust = unpackTrust(packed)
let current: AbortController | null = null

port.on('message', (message: ToThread) => {
  if (message.kind === 'cancel') current?.abort()
  else void answer(message.file)
})

async function answer(file: FileToVerify): Promise<void> {
  const controller = new AbortController()
  current = controller
  const message = await verify(file, controller.signal)
  current = null
  port.postMessage(message)
}

async function verify(file: FileToVerify, signal: AbortSignal): Promise<FromThread> {
  try {
    const verification = await verifyPath(file, trust, reading, { signal, report: reporter() })
    return { kind: 'verified', verification }
  } catch (error) {
    if (signal.aborted) return { kind: 'cancelled' }
    if (error instanceof EvidenceError) return { kind: 'failed', error: error.toShape() }
    throw error
  }
}

function reporter(): (progress: Progress) => void {
  let last = Number.NEGATIVE_INFINITY
  return (progress) => {
    const now = performance.now()
    if (now - last < reportEveryMillis) return
    last = now
    port.postMessage({ kind: 'progress', progress } satisfies FromThread)
  }
}
