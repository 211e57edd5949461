// Calls about partial items and about recordings in several files.
import type { EngineHandlers } from '#contract/calls.ts'
import { completeItem } from '../ingest/complete-item.ts'
import { groupRecordings } from '../ingest/recordings.ts'
import type { Workbench } from '../workbench.ts'
import { judgeStale } from './judge-again.ts'

type KindCalls = Pick<EngineHandlers, 'item.complete' | 'case.recordings'>

export const kindCalls = (bench: Workbench): KindCalls => ({
  'item.complete': ({ itemId, source }) => {
    const { choice: trust, sha256 } = bench.held
    const context = { database: bench.database, actor: bench.actor, trust }
    context.database.items.summary(itemId)
    const jobId = bench.jobs.start('complete', (work) =>
      completeItem({ itemId, source }, context, work).finally(async () => {
        bench.emit('items.changed', {})
        await judgeStale(bench, context.database, sha256)
        // After all evidence, beside everything else.
        bench.makePictures(context.database)
      }),
    )
    return Promise.resolve({ jobId })
  },
  'case.recordings': () => Promise.resolve(groupRecordings(bench.database.items.pieces())),
})
