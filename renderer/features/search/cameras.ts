// Items by the cameras that they name: a camera's recordings are chosen together.
import type { ItemSummary } from '#contract/item.ts'
import type { ItemId } from '#contract/units.ts'
import { cameraOf } from './result-text.ts'

export type Camera = { name: string; itemIds: ItemId[] }

/** In the order of names, of those items that are in `chosen`. */
export function camerasOf(items: Iterable<ItemSummary>, chosen: readonly ItemId[]): Camera[] {
  const wanted = new Set(chosen)
  const byName = new Map<string, ItemId[]>()
  for (const item of items) {
    if (!wanted.has(item.id)) continue
    const name = cameraOf(item)
    byName.set(name, [...(byName.get(name) ?? []), item.id])
  }
  return [...byName]
    .map(([name, itemIds]) => ({ name, itemIds }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
