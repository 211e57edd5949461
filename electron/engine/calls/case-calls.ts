// Calls about the application and the open case.
import { join } from 'node:path'
import type { EngineHandlers } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId, JobId, Sha256 } from '#contract/units.ts'
import { isSamePlace, refuseInsideCase } from '../base/case-border.ts'
import { toolVersion } from '../base/version.ts'
import { findFfmpeg } from '../media/ffmpeg-program.ts'
import { ffmpegVersion } from '../media/ffmpeg.ts'
import { loadCertificates } from '../seal/trust-anchors.ts'
import { createCase, openCase } from '../store/case-database.ts'
import type { CaseDatabase } from '../store/case-database.ts'
import { sqliteVersion } from '../store/connection.ts'
import { makeDemoCase } from '../demo/demo-case.ts'
import { ingestedHashes } from '../ingest/audit-items.ts'
import { reviewTrust } from '../examine/review-trust.ts'
import { defaultActor, workstationName } from '../workbench.ts'
import type { Workbench } from '../workbench.ts'

type CaseCalls = Pick<
  EngineHandlers,
  | 'app.info'
  | 'case.recent'
  | 'case.create'
  | 'case.open'
  | 'case.current'
  | 'case.close'
  | 'demo.open'
  | 'custody.list'
  | 'trust.list'
  | 'trust.import'
  | 'trust.remove'
  | 'job.cancel'
>

export function caseCalls(bench: Workbench, runtime: 'official' | 'fallback' | 'cli'): CaseCalls {
  let demo: JobId | null = null
  return {
    'app.info': async () => ({
      version: toolVersion,
      runtime,
      node: process.versions.node,
      sqlite: sqliteVersion(),
      ffmpeg: await describeFfmpeg(),
      workstation: workstationName(),
      userName: defaultActor(),
    }),
    'case.recent': () => Promise.resolve(bench.recent.list()),
    'case.create': async ({ path, reference, examiner }) => {
      const actor = examiner.trim() || defaultActor()
      return bench.enter(await createCase(path, { reference, examiner: actor }), actor)
    },
    'case.open': async ({ path, examiner }) => {
      const open = bench.current
      if (open && (await isSamePlace(open.path, path))) return open
      const actor = examiner?.trim() ? examiner.trim() : defaultActor()
      return bench.enter(await openCase(path, { actor }), actor)
    },
    'case.current': () => Promise.resolve(bench.current),
    'case.close': async () => {
      await bench.leave()
      return {}
    },
    'demo.open': () => {
      // Both would make the same folder: who asks twice watches the one job.
      if (demo !== null && bench.jobs.isRunning(demo)) return Promise.resolve({ jobId: demo })
      demo = bench.jobs.start('demo', async (work, job) => {
        const folder = join(bench.dataFolder, 'demo-case')
        const open = bench.current
        if (open && (await isSamePlace(open.path, folder))) return open
        await makeDemoCase(folder, work)
        return bench.enter(await openCase(folder, { actor: defaultActor() }), defaultActor(), job)
      })
      return Promise.resolve({ jobId: demo })
    },
    'custody.list': ({ itemId }) => Promise.resolve(bench.database.custody.verifyLedger(itemId)),
    'trust.list': () => Promise.resolve(bench.database.trust.list()),
    'trust.import': async ({ path, reason }) => {
      if (reason.trim() === '')
        throw new EvidenceError(
          'wrong-input',
          'Say why this certificate is trusted; it stands in the ledger.',
        )
      await refuseInsideCase(bench.database.folder, path)
      const certificates = await loadCertificates(path)
      const { database } = bench
      for (const { der, signer } of certificates) {
        database.trust.add(
          { der, subject: signer.subject, notBefore: signer.notBefore, notAfter: signer.notAfter },
          { actor: bench.actor, reason },
        )
      }
      await judgeAllAgain(bench)
      return database.trust.list()
    },
    'trust.remove': async ({ sha256, reason }) => {
      const anchor = bench.database.trust.list().find((one) => one.sha256 === sha256)
      if (!anchor)
        throw new EvidenceError('wrong-input', `No trusted certificate has the fingerprint ${sha256}.`)
      bench.database.trust.remove(anchor.sha256 as Sha256, { actor: bench.actor, reason })
      await judgeAllAgain(bench)
      return bench.database.trust.list()
    },
    'job.cancel': ({ jobId }) => {
      bench.jobs.cancel(jobId)
      return Promise.resolve({})
    },
  }
}

async function describeFfmpeg(): Promise<{ path: string; version: string } | null> {
  try {
    const path = await findFfmpeg()
    return { path, version: await ffmpegVersion(path) }
  } catch (error) {
    // Missing is a state that the window shows, with what does not work without it.
    if (error instanceof EvidenceError) return null
    throw error
  }
}

/** Who is trusted changed: every item's second answer is given anew; the first, about the bytes, stays as it was. */
async function judgeAllAgain(bench: Workbench): Promise<void> {
  const { database } = bench
  const problems: string[] = []
  // By the ledger: a list of items is all or nothing, and one damaged row must not keep the others from their answer.
  for (const id of ingestedHashes(database.custody.verifyLedger().items).keys()) {
    try {
      await judgeAgain(bench, database, id)
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error
      problems.push(`Item ${id} was not judged again by the certificates trusted now: ${error.message}`)
    }
  }
  if (!isOpen(bench, database)) return
  if (problems.length > 0) {
    database.notices.push(...problems)
    bench.emit('case.changed', { case: database.describe() })
  }
  bench.emit('items.changed', {})
}

async function judgeAgain(bench: Workbench, database: CaseDatabase, id: ItemId): Promise<void> {
  const structure = await bench.movies.structure(database, id)
  // While the file was read, the case may have been closed, or the item verified again.
  if (!isOpen(bench, database)) return
  const { summary, verification } = database.items.load(id)
  const judged = reviewTrust(verification, structure, bench.trust())
  const answers = { intact: summary.intact, trust: judged.seals.at(-1)?.trust ?? ('not-checked' as const) }
  database.recordJudgement(id, judged, answers, bench.actor)
}

const isOpen = (bench: Workbench, database: CaseDatabase): boolean =>
  bench.current !== null && bench.database === database
