// Calls about the application and the open case.
import { join } from 'node:path'
import type { EngineHandlers } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { JobId } from '#contract/units.ts'
import { isSamePlace } from '../base/case-border.ts'
import { toolVersion } from '../base/version.ts'
import { findFfmpeg } from '../media/ffmpeg-program.ts'
import { ffmpegVersion } from '../media/ffmpeg.ts'
import { createCase, openCase } from '../store/case-database.ts'
import { sqliteVersion } from '../store/connection.ts'
import { makeDemoCase } from '../demo/demo-case.ts'
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
    'case.create': async ({ path, reference, examiner, veilsAll = false }) => {
      const { actor, signedIn = null } = bench.openAs(examiner)
      const named = examiner.trim() || actor
      // Who is signed in counts only as long as that lasts.
      const made = await createCase(path, { reference, examiner: named, actor, signedIn, veilsAll })
      return bench.enter(made, examiner)
    },
    'case.open': async ({ path, examiner, readOnly = false }) => {
      const open = bench.current
      const isOpen = open !== null && (await isSamePlace(open.path, path))
      if (isOpen && open.readOnly === readOnly) return open
      // We would be taken for the other program that writes to it.
      if (isOpen && readOnly) await bench.leave()
      await bench.whenLeft()
      const scratch = join(bench.dataFolder, 'reading')
      return bench.enter(
        await openCase(path, { ...bench.openAs(examiner), readOnly, scratch }),
        examiner ?? '',
      )
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
        await bench.whenLeft()
        return bench.enter(await openCase(folder, bench.openAs(null)), '', job)
      })
      return Promise.resolve({ jobId: demo })
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
