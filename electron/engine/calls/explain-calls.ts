// The call that explains the last verdict on an item, step by step.
import type { EngineHandlers } from '#contract/calls.ts'
import { explainItem } from '../examine/explain-file.ts'
import { rootHoldersOf } from '../examine/held-trust.ts'
import type { Workbench } from '../workbench.ts'

export function explainCalls(bench: Workbench): Pick<EngineHandlers, 'item.explain'> {
  return {
    'item.explain': async ({ itemId }) => {
      const { database } = bench
      const detail = database.items.load(itemId)
      const rootHolders = rootHoldersOf(bench.held, detail.verification)
      return explainItem(database.vault.path(detail.summary.sha256), { ...detail, rootHolders })
    },
  }
}
