// Calls about the ledger. Those who act: `examiner-calls.ts`; what leaves the case: `hand-over-calls.ts`.
import type { EngineHandlers } from '#contract/calls.ts'
import { loadKnownKeys } from '../custody/known-keys.ts'
import { requestTimeStamp } from '../custody/request-time-stamp.ts'
import { signHead } from '../custody/sign-ledger.ts'
import { currentSigner } from '../custody/signer.ts'
import { verifyLedger } from '../custody/verify-ledger.ts'
import { writeNote } from '../custody/write-note.ts'
import type { Workbench } from '../workbench.ts'

type CustodyCalls = Pick<
  EngineHandlers,
  'custody.list' | 'custody.note' | 'custody.sign' | 'custody.timeStamp'
>

export const custodyCalls = (bench: Workbench): CustodyCalls => ({
  'custody.list': async ({ itemId }) => {
    const { database } = bench
    const known = await loadKnownKeys(bench.dataFolder, bench.trust())
    return verifyLedger(database, known, bench.heads.missing(database), itemId)
  },
  'custody.note': ({ itemId, text }) =>
    Promise.resolve(writeNote(bench.database, { actor: bench.actor, itemId, text })),
  'custody.sign': async () => {
    const { database } = bench
    const signer = await currentSigner(bench)
    const entry = signHead(database, bench.actor, signer)
    bench.rememberHead(database)
    return entry
  },
  'custody.timeStamp': ({ url }) => {
    const { actor, database } = bench
    const jobId = bench.jobs.start('time-stamp', async (work) => {
      const entry = await requestTimeStamp(url, { database, actor, trust: bench.trust() }, work)
      bench.rememberHead(database)
      return entry
    })
    return Promise.resolve({ jobId })
  },
})
