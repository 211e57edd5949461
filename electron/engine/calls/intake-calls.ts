// Calls about evidence coming in: volumes, plans, intakes that can go on.
import type { EngineHandlers } from '#contract/calls.ts'
import type { Workbench } from '../workbench.ts'
import { kindCalls } from './kind-calls.ts'
import { pending } from './pending.ts'

type IntakeCalls = Pick<
  EngineHandlers,
  | 'volumes.list'
  | 'volumes.watch'
  | 'ingest.plan'
  | 'ingest.unfinished'
  | 'ingest.resume'
  | 'ingest.giveUp'
  | 'item.complete'
  | 'case.recordings'
>

export const intakeCalls = (bench: Workbench): IntakeCalls => ({
  ...kindCalls(bench),
  'volumes.list': pending,
  'volumes.watch': pending,
  'ingest.plan': pending,
  'ingest.unfinished': pending,
  'ingest.resume': pending,
  'ingest.giveUp': pending,
})
