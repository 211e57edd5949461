// Calls by which something leaves the case with a record of it: the ledger in other forms, evidence handed over.
import type { EngineHandlers } from '#contract/calls.ts'
import { unwatched } from '../base/progress.ts'
import { exportLedger } from '../custody/export-ledger.ts'
import { loadKnownKeys } from '../custody/known-keys.ts'
import { handOver } from '../custody/hand-over.ts'
import type { Attestations } from '../custody/ledger-format.ts'
import { currentSigner } from '../custody/signer.ts'
import { attest } from '../custody/verify-ledger.ts'
import type { Workbench } from '../workbench.ts'

type HandOverCalls = Pick<EngineHandlers, 'custody.export' | 'handover.start'>

export const handOverCalls = (bench: Workbench, resourcesFolder: string): HandOverCalls => ({
  'custody.export': async ({ path, format }) => {
    const { database, actor } = bench
    const attestations = await attested(bench)
    const request = { path, format, actor, attestations }
    // In turn: a case that is closed meanwhile waits for it.
    const { sha256 } = await bench.inTurn(() => exportLedger(database, request, unwatched))
    return { path, sha256 }
  },
  'handover.start': async (request) => {
    const { database, actor } = bench
    const attestations = await attested(bench)
    const context = { database, actor, attestations, signer: await currentSigner(bench), resourcesFolder }
    return { jobId: bench.jobs.start('hand-over', (work) => handOver(request, context, work)) }
  },
})

async function attested(bench: Workbench): Promise<Attestations> {
  const known = await loadKnownKeys(bench.dataFolder, bench.trust())
  const { database } = bench
  return attest(database, known, bench.heads.missing(database))
}
