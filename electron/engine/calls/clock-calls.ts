// Calls about recorders' clocks: what an examiner found by reading both clocks at the same instant.
import type { EngineHandlers } from '#contract/calls.ts'
import type { Workbench } from '../workbench.ts'

type ClockCalls = Pick<EngineHandlers, 'clock.set' | 'clock.withdraw' | 'clock.list'>

export function clockCalls(bench: Workbench): ClockCalls {
  return {
    'clock.set': async ({ itemIds, reading }) => {
      const entries = bench.database.clock.add(itemIds, reading, bench.actor)
      bench.emit('items.changed', {})
      return Promise.resolve(entries)
    },
    'clock.withdraw': async ({ itemId, reason }) => {
      bench.database.clock.withdraw(itemId, { actor: bench.actor, reason })
      bench.emit('items.changed', {})
      return Promise.resolve({})
    },
    'clock.list': ({ itemId }) => Promise.resolve(bench.database.clock.list(itemId)),
  }
}
