// Many files at once: whole files to threads, the largest first, one progress over all bytes.
import { availableParallelism } from 'node:os'
import { EvidenceError } from '#contract/errors.ts'
import type { Verification } from '#contract/seal.ts'
import type { Progress, Work } from './base/progress.ts'
import type { TrustChoice } from './examine/verify-file.ts'
import type { FileToVerify } from './verify-task.ts'
import { verifierHere, VerifyThread } from './verify-thread.ts'
import type { Verifier } from './verify-thread.ts'

export type SizedFile = FileToVerify & { size: number }

/** One file's answer, or why there is none; the other files get theirs all the same. */
export type VerifyOutcome = { ok: true; verification: Verification } | { ok: false; error: EvidenceError }

export type PoolOptions = {
  trust: TrustChoice
  /** How many files at once, each in a thread; 0: one after another in the calling thread. See `threadsFor`. */
  threads: number
}

/** More than this wait for the disk and not for a processor. */
const mostThreads = 8
/** What a thread's start costs, and what a file costs beside its bytes, in bytes that are hashed in the same time. */
const startBytes = 256 << 20
const fileBytes = 8 << 20

/** How many threads pay off; 0 where all is done sooner than one has started. `cores`: those that may be used. */
export function threadsFor(files: readonly { size: number }[], cores = availableParallelism()): number {
  const cost = files.reduce((sum, { size }) => sum + size + fileBytes, 0)
  return cost < startBytes ? 0 : Math.max(1, Math.min(cores, files.length, mostThreads))
}

/**
 * Verifies all files; `onOutcome` is told of each as it is done, in no certain order. Rejects with the signal's reason
 * where cancelled, and with what `onOutcome` throws; no thread runs any more then.
 */
export async function verifyFiles(
  files: readonly SizedFile[],
  options: PoolOptions,
  work: Work,
  onOutcome: (index: number, outcome: VerifyOutcome) => void,
): Promise<void> {
  if (files.length === 0) return
  const failed = new AbortController()
  const signal = AbortSignal.any([work.signal, failed.signal])
  const reporter = wholeProgress(files, work)
  // The largest first, or it may be left for one thread at the end while the others have nothing to do.
  const order = [...files.entries()].sort(([, one], [, other]) => other.size - one.size).values()
  const lane = async (verifier: Verifier): Promise<void> => {
    for (const [index, file] of order) {
      const { report, finish } = reporter(index)
      const outcome = await outcomeOf(verifier.verify(file, { signal, report }), signal)
      onOutcome(index, outcome)
      finish()
    }
  }
  const verifiers = startVerifiers(options, files.length)
  try {
    const lanes = verifiers.map((verifier) =>
      lane(verifier).catch((error: unknown) => {
        failed.abort(error)
        throw error
      }),
    )
    // All lanes end before this does: nobody is told anything afterwards.
    await Promise.allSettled(lanes)
    await Promise.all(lanes)
  } finally {
    await Promise.all(verifiers.map((verifier) => verifier.close()))
  }
}

function startVerifiers({ trust, threads }: PoolOptions, files: number): Verifier[] {
  const count = Math.min(threads, files)
  if (count === 0) return [verifierHere(trust)]
  // As long as a processor is free, it may as well read ahead.
  const reading = count < availableParallelism() ? 'ahead' : 'in-turn'
  return Array.from({ length: count }, () => new VerifyThread(trust, reading))
}

async function outcomeOf(verified: Promise<Verification>, signal: AbortSignal): Promise<VerifyOutcome> {
  try {
    return { ok: true, verification: await verified }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof EvidenceError) return { ok: false, error }
    throw error
  }
}

/** Bytes of all files together. A file counts by the share that is done of it, however often its bytes are read. */
function wholeProgress(
  files: readonly SizedFile[],
  work: Work,
): (index: number) => { report: (progress: Progress) => void; finish: () => void } {
  const total = files.reduce((sum, { size }) => sum + size, 0)
  let done = 0
  return (index) => {
    const { size = 0, shownPath = '' } = files[index] ?? {}
    let own = 0
    const advance = (to: number): void => {
      done += Math.max(0, to - own)
      own = Math.max(own, to)
      work.report({ label: shownPath, done, total, unit: 'bytes' })
    }
    return {
      report: (progress) => {
        if (progress.total !== null && progress.total > 0)
          advance(Math.floor(size * Math.min(1, progress.done / progress.total)))
      },
      finish: () => advance(size),
    }
  }
}
