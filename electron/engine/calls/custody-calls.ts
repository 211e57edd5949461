// Calls about the ledger, and handing over. Those who act: `examiner-calls.ts`.
import type { EngineHandlers } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import { loadKnownKeys } from '../custody/known-keys.ts'
import { requestTimeStamp } from '../custody/request-time-stamp.ts'
import { signHead } from '../custody/sign-ledger.ts'
import { currentSigner } from '../custody/signer.ts'
import { verifyLedger } from '../custody/verify-ledger.ts'
import { writeNote } from '../custody/write-note.ts'
import type { CaseDatabase } from '../store/case-database.ts'
import type { Workbench } from '../workbench.ts'
import { pending } from './pending.ts'

type CustodyCalls = Pick<
  EngineHandlers,
  'custody.list' | 'custody.note' | 'custody.sign' | 'custody.timeStamp' | 'custody.export' | 'handover.start'
>

export const custodyCalls = (bench: Workbench): CustodyCalls => ({
  'custody.list': async ({ itemId }) => {
    const { database } = bench
    return verifyLedger(database, await loadKnownKeys(bench.dataFolder, bench.trust()), itemId)
  },
  'custody.note': ({ itemId, text }) =>
    Promise.resolve(writeNote(writable(bench), { actor: bench.actor, itemId, text })),
  'custody.sign': async () => {
    const database = writable(bench)
    const signer = await currentSigner(bench)
    const entry = signHead(database, bench.actor, signer)
    bench.rememberHead(database)
    return entry
  },
  'custody.timeStamp': ({ url }) => {
    const database = writable(bench)
    const { actor } = bench
    const jobId = bench.jobs.start('time-stamp', async (work) => {
      const entry = await requestTimeStamp(url, { database, actor, trust: bench.trust() }, work)
      bench.rememberHead(database)
      return entry
    })
    return Promise.resolve({ jobId })
  },
  'custody.export': pending,
  'handover.start': pending,
})

/** The open case. Fails with `no-case-open`, or with `case-read-only`. */
function writable(bench: Workbench): CaseDatabase {
  const { database } = bench
  if (!database.describe().readOnly) return database
  throw new EvidenceError(
    'case-read-only',
    'The case was opened only to look: nothing can be written into its ledger.',
  )
}
