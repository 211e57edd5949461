// Calls about the items of the open case.
import type { EngineHandlers } from '#contract/calls.ts'
import type { ItemDetail, ItemSummary } from '#contract/item.ts'
import { isAdded } from '#contract/messages/verdict.ts'
import { holderOf } from '#contract/messages/root-holder.ts'
import type { ItemId } from '#contract/units.ts'
import { rootHoldersOf } from '../examine/held-trust.ts'
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
    'item.list': () => Promise.resolve(listItems(bench)),
    'item.get': ({ itemId }) => {
      const detail = bench.database.items.load(itemId)
      return Promise.resolve(withBeside(bench, detail))
    },
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

/** With what is not in their rows. Of what is broken alone, which is seldom, is it asked what stands beside its seals. */
function listItems({ database, held, judgedBy }: Workbench): ItemSummary[] {
  const offsets = database.clock.offsets()
  // Where signers were judged again by the roots held now, all that are trusted are by one of them; what is only read is not judged.
  const isJudged = !database.isReadOnly && judgedBy === held.sha256
  const roots = isJudged ? new Map<ItemId, string>() : database.items.signerRoots()
  const here = new Set<string>(held.anchors.map(({ sha256 }) => sha256))
  return database.items.list().map((summary) => {
    const clockOffsetMicros = offsets.get(summary.id)
    return {
      ...summary,
      ...(clockOffsetMicros === undefined ? {} : { clockOffsetMicros }),
      ...(summary.intact === 'broken' ? { added: database.items.isAdded(summary.id) } : {}),
      ...(roots.has(summary.id) ? { rootElsewhere: !here.has(roots.get(summary.id) ?? '') } : {}),
    }
  })
}

/** With what is not in its tables, where there is anything to say. */
function withBeside({ held }: Workbench, detail: ItemDetail): ItemDetail {
  const { summary, verification } = detail
  const rests = [...verification.seals, ...verification.mediaSigning].some(
    ({ trustDetail }) => (trustDetail?.anchorSha256 ?? null) !== null,
  )
  const rootHolders = rests ? rootHoldersOf(held, verification) : undefined
  const root = verification.seals.at(-1)?.trustDetail?.anchorSha256
  return {
    ...detail,
    ...(rootHolders ? { rootHolders } : {}),
    summary: {
      ...summary,
      ...(summary.intact === 'broken' ? { added: isAdded(verification) } : {}),
      ...(root ? { rootElsewhere: holderOf(root, rootHolders) === 'elsewhere' } : {}),
    },
  }
}
