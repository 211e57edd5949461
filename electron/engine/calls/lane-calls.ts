// The call of the timeline of all cameras.
import type { EngineHandlers } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { Workbench } from '../workbench.ts'

export function laneCalls(bench: Workbench): Pick<EngineHandlers, 'timeline.lanes'> {
  return {
    'timeline.lanes': (query) => {
      if (query.to <= query.from)
        throw new EvidenceError(
          'wrong-input',
          'The end of the time asked for does not lie after its beginning.',
        )
      return Promise.resolve(bench.database.lanes.page(query))
    },
  }
}
