// Calls about what evidence comes from and what belongs together: volumes, copies that complete others, recordings.
import type { EngineHandlers } from '#contract/calls.ts'
import { pending } from './pending.ts'

type IntakeCalls = Pick<
  EngineHandlers,
  'volumes.list' | 'volumes.watch' | 'item.complete' | 'case.recordings'
>

export const intakeCalls = (): IntakeCalls => ({
  'volumes.list': pending,
  'volumes.watch': pending,
  'item.complete': pending,
  'case.recordings': pending,
})
