// The calls of timelines: all cameras of the case, and the objects of one item.
import type { EngineHandlers } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { UnixMicros } from '#contract/units.ts'
import type { Workbench } from '../workbench.ts'

type LaneCalls = Pick<EngineHandlers, 'timeline.lanes' | 'timeline.cameras' | 'timeline.objects'>

export function laneCalls(bench: Workbench): LaneCalls {
  return {
    'timeline.lanes': (query) => {
      refuseNothing(query)
      return Promise.resolve(bench.database.lanes.page(query))
    },
    'timeline.cameras': () => Promise.resolve(bench.database.lanes.cameras()),
    'timeline.objects': (query) => {
      refuseNothing(query)
      return Promise.resolve(bench.database.objectBars.of(query))
    },
  }
}

function refuseNothing({ from, to }: { from: UnixMicros; to: UnixMicros }): void {
  if (to <= from)
    throw new EvidenceError('wrong-input', 'The end of the time asked for does not lie after its beginning.')
}
