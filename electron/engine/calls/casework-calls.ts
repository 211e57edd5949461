// Calls about the case as a whole: its name, its place, copies of it.
import type { EngineHandlers } from '#contract/calls.ts'
import { pending } from './pending.ts'

type CaseworkCalls = Pick<
  EngineHandlers,
  'case.rename' | 'case.copy' | 'case.move' | 'case.forget' | 'derived.delete'
>

export const caseworkCalls = (): CaseworkCalls => ({
  'case.rename': pending,
  'case.copy': pending,
  'case.move': pending,
  'case.forget': pending,
  'derived.delete': pending,
})
