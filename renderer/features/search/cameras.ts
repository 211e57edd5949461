// Items by the cameras that they are of: a camera's recordings are chosen together. A name is not enough to know a camera by.
import { safeText } from '#contract/messages/format.ts'
import type { ItemSummary } from '#contract/item.ts'
import type { KnownCamera } from '#contract/lanes.ts'
import type { ItemId } from '#contract/units.ts'
import { cameraOf } from './result-text.ts'

export type Camera = { key: string; name: string; itemIds: ItemId[] }

/** What the case knows of the camera of an item. */
export type Known = {
  of: (itemId: ItemId) => KnownCamera | null
  /** Recorder and device, where another camera has the same name; else empty. */
  sourceOf: (itemId: ItemId) => string
}

/** In the order of names, of those items that are in `chosen`. An item of which no camera is known is chosen by itself. */
export function camerasOf(items: Iterable<ItemSummary>, chosen: readonly ItemId[], known: Known): Camera[] {
  const wanted = new Set(chosen)
  const cameras = new Map<string, Camera>()
  for (const item of items) {
    if (!wanted.has(item.id)) continue
    const camera = known.of(item.id)
    const key = camera ? `lane ${camera.key}` : `item ${item.id}`
    const apart = camera || item.cameras.length === 0 ? known.sourceOf(item.id) : safeText(item.name)
    const name = [cameraOf(item), apart].filter(Boolean).join(' · ')
    const before = cameras.get(key)
    cameras.set(key, { key, name: before?.name ?? name, itemIds: [...(before?.itemIds ?? []), item.id] })
  }
  return [...cameras.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
