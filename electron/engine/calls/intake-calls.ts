// Calls about what evidence comes from and what belongs together: volumes, copies that complete others, recordings.
import type { EngineHandlers } from '#contract/calls.ts'
import type { Workbench } from '../workbench.ts'
import { kindCalls } from './kind-calls.ts'

type IntakeCalls = Pick<
  EngineHandlers,
  'volumes.list' | 'volumes.watch' | 'item.complete' | 'case.recordings'
>

export const intakeCalls = (bench: Workbench): IntakeCalls => ({
  ...kindCalls(bench),
  'volumes.list': () => bench.volumes.list(),
  'volumes.watch': ({ on }) => bench.volumes.turn(on),
})
