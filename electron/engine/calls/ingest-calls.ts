// Calls that take evidence in, plan it, go on with it or give it up; and those that have it wait.
import type { EngineHandlers } from '#contract/calls.ts'
import type { DownloadTerms } from '#contract/intake.ts'
import type { IngestedItem, IngestResult } from '#contract/item.ts'
import type { JobId } from '#contract/units.ts'
import type { Work } from '../base/progress.ts'
import { giveUpIntake } from '../ingest/give-up.ts'
import type { IngestContext } from '../ingest/ingest-context.ts'
import { ingest, resumeIntake } from '../ingest/ingest.ts'
import { planIntake } from '../ingest/plan-intake.ts'
import { volumeOf } from '../ingest/source/volumes.ts'
import type { Workbench } from '../workbench.ts'
import { forgetDerived } from './forget-derived.ts'
import { judgeStale } from './judge-again.ts'

type IngestCalls = Pick<
  EngineHandlers,
  | 'ingest.plan'
  | 'ingest.start'
  | 'ingest.unfinished'
  | 'ingest.resume'
  | 'ingest.giveUp'
  | 'job.pause'
  | 'job.resume'
>

type Take = (
  context: IngestContext,
  work: Work,
  onItem: (item: IngestedItem) => void,
) => Promise<IngestResult>

export function ingestCalls(bench: Workbench): IngestCalls {
  const contextFor = (terms: DownloadTerms | null): IngestContext => {
    const { database, actor } = bench
    return {
      database,
      actor,
      trust: bench.held.choice,
      terms,
      volumeOf: (path) => volumeOf(path, bench.listAllVolumes),
      forgetDerived: (itemId) => forgetDerived(bench, database, itemId),
    }
  }
  const start = (context: IngestContext, take: Take): JobId => {
    const { sha256 } = bench.held
    const changed = (): void => bench.emit('items.changed', {})
    return bench.jobs.start('ingest', (work) =>
      take(context, work, changed).finally(async () => {
        await judgeStale(bench, context.database, sha256)
        // After all evidence, beside everything else.
        bench.makePictures(context.database)
      }),
    )
  }
  return {
    'ingest.plan': ({ sources, download }) => {
      const context = contextFor(download ?? null)
      return Promise.resolve({
        jobId: bench.jobs.start('plan', (work) => planIntake(sources, context, work)),
      })
    },
    'ingest.start': ({ sources, download }) => {
      const context = contextFor(download ?? null)
      return Promise.resolve({
        jobId: start(context, (given, work, onItem) => ingest(sources, given, work, onItem)),
      })
    },
    'ingest.unfinished': () => Promise.resolve(bench.database.intakes.unfinished()),
    'ingest.resume': ({ intakeId }) => {
      const context = contextFor(null)
      // Told at once where there is none.
      bench.database.intakes.open(intakeId)
      return Promise.resolve({
        jobId: start(context, (given, work, onItem) => resumeIntake(intakeId, given, work, onItem)),
      })
    },
    'ingest.giveUp': ({ intakeId, keepPartial }) => {
      const context = contextFor(null)
      const { sha256 } = bench.held
      bench.database.intakes.open(intakeId)
      const giveUp = async (work: Work): Promise<null> => {
        await giveUpIntake(intakeId, keepPartial, context, work).finally(async () => {
          if (!keepPartial) return
          bench.emit('items.changed', {})
          await judgeStale(bench, context.database, sha256)
          bench.makePictures(context.database)
        })
        return null
      }
      return Promise.resolve({ jobId: bench.jobs.start('give-up', giveUp) })
    },
    'job.pause': ({ jobId }) => {
      bench.jobs.pause(jobId)
      return Promise.resolve({})
    },
    'job.resume': ({ jobId }) => {
      bench.jobs.resume(jobId)
      return Promise.resolve({})
    },
  }
}
