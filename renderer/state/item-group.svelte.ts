// Which items the table shows: recordings, the other files that came with them, or all.
import type { ItemSummary } from '#contract/item.ts'
import { openCase } from './case.svelte.ts'

export const itemGroups = ['recordings', 'other', 'all'] as const
export type ItemGroupName = (typeof itemGroups)[number]

const isOther = ({ kind }: ItemSummary): boolean => kind === 'attachment'

class ItemGroup {
  chosen = $state<ItemGroupName>('recordings')
  readonly counts = $derived.by((): Record<ItemGroupName, number> => {
    const other = openCase.items.filter(isOther).length
    return { recordings: openCase.items.length - other, other, all: openCase.items.length }
  })
  /** Without other files there is nothing to choose. */
  readonly offered = $derived(this.counts.other > 0)
  readonly items = $derived.by((): ItemSummary[] => {
    if (!this.offered || this.chosen === 'all') return openCase.items
    return openCase.items.filter((item) => isOther(item) === (this.chosen === 'other'))
  })

  constructor() {
    openCase.switched.add(() => (this.chosen = 'recordings'))
  }

  /** Shows a group, and selects something of it. */
  choose(group: ItemGroupName): void {
    this.chosen = group
    const [first] = this.items
    if (first && !this.items.some(({ id }) => id === openCase.selectedId)) openCase.selectedId = first.id
  }

  /** Shows a group that was shown before, where it is one. */
  restore(group: string | null): void {
    this.chosen = itemGroups.find((name) => name === group) ?? 'recordings'
  }

  /** Shows the group that this item is in. */
  reveal(item: ItemSummary): void {
    if (this.chosen !== 'all') this.chosen = isOther(item) ? 'other' : 'recordings'
  }
}

export const itemGroup = new ItemGroup()
