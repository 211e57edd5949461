// Calls that make stills of stored pictures.
import type { EngineHandlers } from '#contract/calls.ts'
import { writeStill } from '../export/write-still.ts'
import type { Workbench } from '../workbench.ts'
import { pictureFile } from './track-calls.ts'

export function stillCalls(bench: Workbench): Pick<EngineHandlers, 'still.make'> {
  return {
    'still.make': (request) => {
      const { database, actor } = bench
      const jobId = bench.jobs.start('still', async (work) => {
        const file = await pictureFile(bench, request.itemId, request.trackId, work)
        return writeStill(request, { database, file, actor }, work)
      })
      return Promise.resolve({ jobId })
    },
  }
}
