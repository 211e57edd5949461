// Calls about the items of the open case.
import type { EngineHandlers } from '#contract/calls.ts'
import type { Workbench } from '../workbench.ts'

type ItemCalls = Pick<
  EngineHandlers,
  | 'item.list'
  | 'item.get'
  | 'item.verifications'
  | 'item.view'
  | 'item.markSensitive'
  | 'metadata.frames'
  | 'metadata.idle'
  | 'metadata.ptz'
  | 'metadata.events'
  | 'metadata.positions'
>

export function itemCalls(bench: Workbench): ItemCalls {
  return {
    'item.list': () => Promise.resolve(bench.database.items.list()),
    'item.get': ({ itemId }) => Promise.resolve(bench.database.items.load(itemId)),
    'item.verifications': ({ itemId }) => Promise.resolve(bench.database.items.verificationMarks(itemId)),
    'item.view': ({ itemId, veil }) => {
      const { sha256 } = bench.database.items.summary(itemId)
      const detail = veil ? { veil } : {}
      if (!bench.database.isReadOnly)
        bench.database.custody.append({
          ...{ actor: bench.actor, action: 'view', itemId, inputSha256: sha256, detail },
        })
      return Promise.resolve({})
    },
    'item.markSensitive': ({ itemIds, sensitive }) => {
      bench.database.sensitive.mark(itemIds, sensitive, bench.actor)
      bench.emit('items.changed', {})
      return Promise.resolve({})
    },
    'metadata.frames': ({ itemId, from, to }) =>
      Promise.resolve(bench.database.metadata.frames(itemId, { from, to })),
    'metadata.ptz': ({ itemId, from, to }) =>
      Promise.resolve(bench.database.metadata.ptz(itemId, { from, to })),
    'metadata.idle': ({ itemId, at }) => Promise.resolve(bench.database.metadata.idle(itemId, at)),
    'metadata.events': ({ itemId, first }) =>
      Promise.resolve(bench.database.metadata.events(itemId, { first })),
    'metadata.positions': ({ itemId }) =>
      Promise.resolve(bench.database.items.load(itemId).inspection.positions),
  }
}
