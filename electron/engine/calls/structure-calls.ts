// Calls about the boxes of an item's file.
import type { EngineHandlers } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId } from '#contract/units.ts'
import { openFileSource } from '../base/byte-source.ts'
import type { ByteSource } from '../base/byte-source.ts'
import { boxContent } from '../examine/box-fields.ts'
import { boxAt, boxPage } from '../examine/box-rows.ts'
import type { Workbench } from '../workbench.ts'
import { storedStructure } from './track-calls.ts'

type StructureCalls = Pick<EngineHandlers, 'structure.boxes' | 'structure.box' | 'structure.bytes'>

export function structureCalls(bench: Workbench): StructureCalls {
  return {
    'structure.boxes': async ({ itemId, first, count }) => {
      const { tree } = await storedStructure(bench, itemId)
      return withSource(bench, itemId, (source) => boxPage(source, tree, first, count))
    },
    'structure.box': async ({ itemId, offset }) => {
      const { tree } = await storedStructure(bench, itemId)
      return withSource(bench, itemId, async (source) => {
        const box = await boxAt(source, tree, offset)
        if (box) return boxContent(source, box)
        throw new EvidenceError('wrong-input', `No box begins at byte ${offset}.`, {
          details: { itemId, offset },
        })
      })
    },
    'structure.bytes': ({ itemId, offset, count }) =>
      withSource(bench, itemId, async (source) => ({
        offset,
        bytes: Buffer.from(await source.read(offset, count)).toString('hex'),
      })),
  }
}

async function withSource<T>(
  { database }: Workbench,
  itemId: ItemId,
  read: (source: ByteSource) => Promise<T>,
): Promise<T> {
  const source = await openFileSource(database.vault.path(database.items.summary(itemId).sha256))
  try {
    return await read(source)
  } finally {
    await source.close()
  }
}
