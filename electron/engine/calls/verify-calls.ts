// Calls that read originals in the vault again: of one item, and of all.
import type { EngineHandlers } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { Verification } from '#contract/seal.ts'
import type { ItemId, JobId } from '#contract/units.ts'
import type { Work } from '../base/progress.ts'
import { threadsFor, verifyFiles } from '../verify-pool.ts'
import type { VerifyOutcome } from '../verify-pool.ts'
import type { Workbench } from '../workbench.ts'
import { forgetDerivedOf } from './forget-derived.ts'
import { judgeStale } from './judge-again.ts'
import { beginRun, recordOutcome, vaultFile } from './record-verification.ts'
import { verifyCase } from './verify-case.ts'

type VerifyCalls = Pick<EngineHandlers, 'item.verify' | 'case.verify'>

export function verifyCalls(bench: Workbench): VerifyCalls & { verifyOpened: () => void } {
  let running: { id: JobId; atOpening: boolean } | null = null
  const start = (atOpening: boolean): JobId => {
    const id = bench.jobs.start('verify-case', (work) => verifyCase(bench, { atOpening }, work))
    running = { id, atOpening }
    return id
  }
  const current = (): typeof running => (running && bench.jobs.isRunning(running.id) ? running : null)
  return {
    'item.verify': ({ itemId }) => {
      bench.database.items.summary(itemId)
      return Promise.resolve({
        jobId: bench.jobs.start('verify', (work) => verifyItem(bench, itemId, work)),
      })
    },
    'case.verify': () => {
      if (bench.current === null) throw new EvidenceError('no-case-open', 'No case is open.')
      const known = current()
      // Who asks twice watches the one job. What an opening began is done anew, with everything and all processors.
      if (known && !known.atOpening) return Promise.resolve({ jobId: known.id })
      if (known) bench.jobs.cancel(known.id)
      return Promise.resolve({ jobId: start(false) })
    },
    /** After a case was opened; nobody waits for it. */
    verifyOpened: () => {
      if (current() === null && bench.database.items.originals().length > 0) start(true)
    },
  }
}

async function verifyItem(bench: Workbench, itemId: ItemId, work: Work): Promise<Verification> {
  const run = beginRun(bench)
  const { database, trust } = run
  const file = vaultFile(database, itemId)
  const outcomes: VerifyOutcome[] = []
  // A large file is read in a thread, so that the engine goes on answering.
  const verified = verifyFiles([file], { trust, threads: threadsFor([file], 1) }, work, (_, outcome) => {
    outcomes.push(outcome)
    recordOutcome(run, file, outcome)
    bench.emit('items.changed', {})
  })
  // Who is trusted may have changed while the bytes were read; also where that failed or was cancelled.
  const isJudgedAgain = await verified.then(
    () => judgeStale(bench, database, run.trustStoreSha256),
    async (error: unknown) => {
      await judgeStale(bench, database, run.trustStoreSha256)
      throw error
    },
  )
  await forgetDerivedOf(bench, database, run.restored)
  const [outcome] = outcomes
  if (outcome?.ok !== true) throw outcome?.error ?? new Error('a file that was verified has its outcome')
  return isJudgedAgain ? database.items.load(itemId).verification : outcome.verification
}
