// Calls by which something leaves the case with a record of it: the ledger in other forms, evidence handed over.
import type { EngineHandlers } from '#contract/calls.ts'
import { unwatched } from '../base/progress.ts'
import { exportLedger } from '../custody/export-ledger.ts'
import { loadKnownKeys } from '../custody/known-keys.ts'
import { itemsListedIn } from '../custody/handed-files.ts'
import { handOver } from '../custody/hand-over.ts'
import type { Attestations } from '../custody/ledger-format.ts'
import { currentSigner } from '../custody/signer.ts'
import { attest } from '../custody/verify-ledger.ts'
import type { CaseDatabase } from '../store/case-database.ts'
import type { Workbench } from '../workbench.ts'

type HandOverCalls = Pick<EngineHandlers, 'custody.export' | 'handover.package' | 'handover.start'>

export const handOverCalls = (bench: Workbench, resourcesFolder: string): HandOverCalls => ({
  'custody.export': async ({ path, format }) => {
    const { database, actor } = bench
    // In turn: a case that is closed meanwhile waits for it.
    const { sha256 } = await bench.inTurn(async () => {
      const attestations = await attested(bench, database)
      return exportLedger(database, { path, format, actor, attestations }, unwatched)
    })
    return { path, sha256 }
  },
  'handover.package': async ({ path }) => ({ itemIds: await itemsListedIn(bench.database, path) }),
  'handover.start': (request) => {
    const { database, actor } = bench
    const jobId = bench.jobs.start('hand-over', async (work) => {
      const attestations = await attested(bench, database)
      const signer = await currentSigner(bench)
      return handOver(request, { database, actor, attestations, signer, resourcesFolder }, work)
    })
    return Promise.resolve({ jobId })
  },
})

async function attested(bench: Workbench, database: CaseDatabase): Promise<Attestations> {
  const known = await loadKnownKeys(bench.dataFolder, bench.trust())
  return attest(database, known, bench.heads.missing(database))
}
