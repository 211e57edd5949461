// Which items one reading of a recorder's clock is entered for.
import type { ItemSummary } from '#contract/item.ts'
import type { ItemId } from '#contract/units.ts'

export type Target = 'this' | 'camera' | 'chosen'

/** Items that name the very same cameras, the item itself among them; empty where it names none. */
export function itemsOfCamera(items: readonly ItemSummary[], item: ItemSummary): ItemId[] {
  if (item.cameras.length === 0) return []
  const key = cameraKey(item)
  return items.filter((one) => cameraKey(one) === key).map(({ id }) => id)
}

const cameraKey = ({ cameras }: ItemSummary): string => JSON.stringify([...cameras].sort())

/** Items whose cameras, file name or path hold every word of the text. */
export function filterItems(items: readonly ItemSummary[], text: string): ItemSummary[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...items]
  return items.filter(({ cameras, name, path }) => {
    const said = [...cameras, name, path].join('\n').toLocaleLowerCase()
    return words.every((word) => said.includes(word))
  })
}
