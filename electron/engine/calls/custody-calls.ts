// Calls about the ledger. Those who act: `examiner-calls.ts`; what leaves the case: `hand-over-calls.ts`.
import type { EngineHandlers } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import { breathe, unwatched } from '../base/progress.ts'
import { acceptLedger } from '../custody/accept-ledger.ts'
import { loadKnownKeys } from '../custody/known-keys.ts'
import { requestTimeStamp } from '../custody/request-time-stamp.ts'
import { signHead } from '../custody/sign-ledger.ts'
import { currentSigner } from '../custody/signer.ts'
import { verifyLedgerInSteps } from '../custody/verify-ledger.ts'
import { writeNote } from '../custody/write-note.ts'
import type { CaseDatabase } from '../store/case-database.ts'
import { formatMissingHead } from '../store/ledger-head.ts'
import type { Workbench } from '../workbench.ts'

type CustodyCalls = Pick<
  EngineHandlers,
  | 'custody.verify'
  | 'custody.list'
  | 'custody.place'
  | 'custody.facets'
  | 'custody.note'
  | 'custody.accept'
  | 'custody.sign'
  | 'custody.timeStamp'
>

/** Lets everything else have its turn; fails with `no-case-open` where the case was closed meanwhile. */
const turnOf = (bench: Workbench, database: CaseDatabase) => async (): Promise<void> => {
  await breathe(unwatched.signal)
  if (bench.database !== database) throw new EvidenceError('no-case-open', 'The case was closed.')
}

export const custodyCalls = (bench: Workbench): CustodyCalls => ({
  'custody.verify': async () => {
    const { database } = bench
    const known = await loadKnownKeys(bench.dataFolder, bench.trust())
    return verifyLedgerInSteps(database, known, () => bench.heads.missing(database), turnOf(bench, database))
  },
  'custody.list': ({ query, first, count }) => {
    const { database } = bench
    return database.ledgerPages.page(query, first, count, turnOf(bench, database))
  },
  'custody.place': async ({ query, seq }) => {
    const { database } = bench
    return { position: await database.ledgerPages.place(query, seq, turnOf(bench, database)) }
  },
  'custody.facets': () => Promise.resolve(bench.database.ledgerPages.facets()),
  'custody.note': ({ itemId, text }) =>
    Promise.resolve(writeNote(bench.database, { actor: bench.actor, itemId, text })),
  'custody.accept': ({ head, reason }) => {
    const { actor, database, heads } = bench
    const told = heads.missing(database)
    const entry = acceptLedger(database, heads, { actor, head, reason })
    // What was told at the opening is past.
    const at = told ? database.notices.indexOf(formatMissingHead(told)) : -1
    if (at >= 0) database.notices.splice(at, 1)
    bench.emit('case.changed', { case: database.describe() })
    return Promise.resolve(entry)
  },
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
