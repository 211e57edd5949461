// Order and time scale of the table of items. Pure.
import type { ItemSummary } from '#contract/item.ts'
import { millisOf } from '#contract/messages/times.ts'

export const sortKeys = ['name', 'start', 'level', 'seal', 'signer', 'media', 'custody', 'size'] as const
export type SortKey = (typeof sortKeys)[number]
export type Sort = { key: SortKey; descending: boolean }

/** The worst first: that is what is looked for. */
const sealRank = {
  broken: 0,
  unreadable: 1,
  unsupported: 2,
  unsealed: 3,
  'not-checked': 4,
  intact: 5,
} as const
const trustRank = {
  revoked: 0,
  'not-yet-valid': 1,
  expired: 2,
  untrusted: 3,
  'not-checked': 4,
  trusted: 5,
} as const
const mediaRank = {
  'not-authentic': 0,
  'authentic-with-missing': 1,
  'not-checkable': 2,
  authentic: 3,
  'not-signed': 4,
} as const
const custodyRank = { mismatch: 0, 'not-checked': 1, complete: 2 } as const

const valueOf: Record<SortKey, (item: ItemSummary) => string | number> = {
  name: (item) => displayName(item).toLocaleLowerCase(),
  // What has no time comes last.
  start: (item) => (item.start ? millisOf(item.start) : Number.MAX_SAFE_INTEGER),
  level: (item) => highestLevel(item) ?? '',
  // What matches, but is too weak to rely on, comes before what can be relied on.
  seal: (item) => sealRank[item.intact] - (item.weak && item.intact === 'intact' ? 0.5 : 0),
  signer: (item) =>
    trustRank[item.trust] - (item.trust === 'trusted' && hasLapsed(item.trustToday) ? 0.5 : 0),
  media: (item) => (item.media ? mediaRank[item.media] : 5),
  custody: (item) => custodyRank[item.custody],
  size: (item) => item.size,
}

const hasLapsed = (today: ItemSummary['trustToday']): boolean =>
  today !== 'trusted' && today !== 'not-checked'

const collator = new Intl.Collator('en', { numeric: true })

export function sortItems(items: readonly ItemSummary[], { key, descending }: Sort): ItemSummary[] {
  const value = valueOf[key]
  // Once for each item, not once for each comparison: there are thousands, and the list comes anew while they come in.
  const keyed = items.map((item) => ({ item, value: value(item) }))
  keyed.sort((a, b) => {
    const order =
      typeof a.value === 'number' && typeof b.value === 'number'
        ? a.value - b.value
        : collator.compare(String(a.value), String(b.value))
    return order || collator.compare(a.item.path, b.item.path)
  })
  const sorted = keyed.map(({ item }) => item)
  return descending ? sorted.reverse() : sorted
}

/** Other files are kept, not looked into. */
export const canBeReviewed = ({ kind }: Pick<ItemSummary, 'kind'>): boolean => kind !== 'attachment'

/** What an item is called: its cameras, else its file. */
export function displayName({ cameras, name }: ItemSummary): string {
  return cameras.length > 0 ? cameras.join(', ') : name
}

/** The highest level of IEC 62676-2-11 that the item meets; null where none. */
export function highestLevel({ levels }: ItemSummary): '0V' | '0M' | '0E' | null {
  return levels['0E'] ? '0E' : levels['0M'] ? '0M' : levels['0V'] ? '0V' : null
}

export type Span = { from: number; to: number }

/** From the first start to the last end of all items, in milliseconds; null where no time is known. */
export function spanOfCase(items: readonly ItemSummary[]): Span | null {
  const starts = items.flatMap(({ start }) => (start ? [millisOf(start)] : []))
  const ends = items.flatMap(({ end, start }) => (end ? [millisOf(end)] : start ? [millisOf(start)] : []))
  if (starts.length === 0) return null
  const from = starts.reduce((least, value) => Math.min(least, value))
  return { from, to: ends.reduce((most, value) => Math.max(most, value), from) }
}

/** Where an item lies in the time of the case, as shares from 0 to 1. */
export function barOf({ start, end }: ItemSummary, span: Span): { left: number; width: number } | null {
  if (!start) return null
  const length = Math.max(1, span.to - span.from)
  const from = millisOf(start)
  const to = end ? millisOf(end) : from
  return { left: (from - span.from) / length, width: Math.max(0, to - from) / length }
}
