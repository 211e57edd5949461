// Calls that make stills of stored pictures.
import type { EngineHandlers } from '#contract/calls.ts'
import { writeStill } from '../export/write-still.ts'
import type { OpenPictures } from '../report/sheet-plan.ts'
import { writeSheet } from '../report/write-sheet.ts'
import type { Workbench } from '../workbench.ts'
import { judgeStale } from './judge-again.ts'
import { pictureFile } from './track-calls.ts'

type StillCalls = Pick<EngineHandlers, 'still.make' | 'still.sheet'>

export function stillCalls(bench: Workbench, resourcesFolder: string): StillCalls {
  return {
    'still.make': (request) => {
      const { database, actor } = bench
      const jobId = bench.jobs.start('still', async (work) => {
        const file = await pictureFile(bench, request.itemId, request.trackId, work)
        return writeStill(request, { database, file, actor }, work)
      })
      return Promise.resolve({ jobId })
    },
    'still.sheet': (request) => {
      const { database, actor } = bench
      const jobId = bench.jobs.start('still-sheet', async (work) => {
        await judgeStale(bench, database)
        const open: OpenPictures = (itemId, trackId, opening) => pictureFile(bench, itemId, trackId, opening)
        return writeSheet(request, { database, actor, open, resourcesFolder }, work)
      })
      return Promise.resolve({ jobId })
    },
  }
}
