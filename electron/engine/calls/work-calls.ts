// Calls that start long work on the open case: export, report.
import type { EngineHandlers } from '#contract/calls.ts'
import { loadKnownKeys } from '../custody/known-keys.ts'
import { openFileSource } from '../base/byte-source.ts'
import { refuseInsideCase } from '../base/case-border.ts'
import { exportItems } from '../export/export-items.ts'
import { previewCut } from '../export/cut-export.ts'
import { refuseItem } from '../export/refuse-item.ts'
import { smallPicture } from '../media/small-picture.ts'
import { writeReport } from '../report/write-report.ts'
import { loadKey } from '../export/sealing-key.ts'
import { workstationName } from '../workbench.ts'
import type { Workbench } from '../workbench.ts'
import { judgeStale } from './judge-again.ts'
import { findTrack } from './track-calls.ts'

type WorkCalls = Pick<EngineHandlers, 'export.preview' | 'export.picture' | 'export.start' | 'report.start'>

export function workCalls(bench: Workbench, resourcesFolder: string): WorkCalls {
  return {
    'export.preview': async ({ itemId, from, to }) => {
      refuseItem(bench.database.items, itemId, { isCut: true })
      const structure = await bench.reviews.structure(itemId)
      const source = await openFileSource(bench.reviews.playedFile(itemId))
      try {
        return await previewCut(source, bench.database.items.load(itemId), structure, { from, to })
      } finally {
        await source.close()
      }
    },
    'export.picture': async ({ itemId, trackId, sample }) => {
      refuseItem(bench.database.items, itemId, { isCut: true })
      const track = await findTrack(bench, itemId, trackId)
      const source = await openFileSource(bench.reviews.playedFile(itemId))
      try {
        return await smallPicture(source, track, sample)
      } finally {
        await source.close()
      }
    },
    'export.start': async (request) => {
      const { folder } = bench.database
      const named = request.key.kind === 'file' ? [request.key.keyPath, request.key.certPath] : []
      for (const path of named) if (path !== null) await refuseInsideCase(folder, path)
      const key = await loadKey(request.key, bench.dataFolder)
      const context = { database: bench.database, actor: bench.actor, unitName: workstationName() }
      return { jobId: bench.jobs.start('export', (work) => exportItems({ ...request, key }, context, work)) }
    },
    'report.start': ({ path, itemIds }) => {
      const { database, actor } = bench
      return Promise.resolve({
        jobId: bench.jobs.start('report', async (work) => {
          await judgeStale(bench, database)
          const trust = bench.held
          const known = await loadKnownKeys(bench.dataFolder, trust.choice)
          const missing = bench.heads.missing(database)
          const request = { path, itemIds, actor, resourcesFolder, trust, known, missing }
          return writeReport(database, request, work)
        }),
      })
    },
  }
}
