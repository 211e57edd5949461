// Which items one reading of a recorder's clock is entered for.
import type { ItemSummary } from '#contract/item.ts'
import type { ItemId } from '#contract/units.ts'

export type Target = 'this' | 'camera' | 'folder' | 'chosen'

/** A folder from which items came, and all that came from it or from one below. */
export type Folder = { folder: string; itemIds: ItemId[] }

/**
 * The folders in which an item lay, up to the one that was taken in, each with all items from there. Only those that tell items
 * apart: one of them has more items than the one below it, and than the item alone.
 */
export function foldersOf(items: readonly ItemSummary[], item: ItemSummary): Folder[] {
  const depth = item.path.split(/[\\/]/).length
  const folders: Folder[] = []
  let folder = item.sourcePath
  for (let up = 0; up < depth; up += 1) {
    const at = Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\'))
    if (at < 0) break
    const below = folder.slice(0, at + 1)
    folder = folder.slice(0, at)
    const itemIds = items.filter(({ sourcePath }) => sourcePath.startsWith(below)).map(({ id }) => id)
    if (itemIds.length > Math.max(1, folders.at(-1)?.itemIds.length ?? 0))
      folders.push({ folder: below, itemIds })
  }
  return folders
}

/** Items whose cameras, file name or path hold every word of the text. */
export function filterItems(items: readonly ItemSummary[], text: string): ItemSummary[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...items]
  return items.filter(({ cameras, name, path }) => {
    const said = [...cameras, name, path].join('\n').toLocaleLowerCase()
    return words.every((word) => said.includes(word))
  })
}
