// Which entries of the ledger are shown: by act, item, actor, any words, and time.
import type { CustodyEntry } from '#contract/custody.ts'
import { t } from '#contract/messages/format.ts'
import type { ItemId } from '#contract/units.ts'

export type LedgerFilter = {
  /** Empty: any. */
  action: string
  /** Empty: any; `case`: entries that are about no item. */
  item: string
  actor: string
  /** All of these words have to occur. */
  text: string
  /** As typed: a day or a time, in UTC; empty: without end. */
  from: string
  to: string
}

export const noFilter: Readonly<LedgerFilter> = {
  action: '',
  item: '',
  actor: '',
  text: '',
  from: '',
  to: '',
}
export const isFiltered = (filter: LedgerFilter): boolean =>
  Object.values(filter).some((value) => value.trim() !== '')

/** The beginning of a time as the ledger writes it: `2026-05-03T09:15`; null where it is none. */
export function parseWhen(typed: string): string | null {
  const text = typed
    .trim()
    .replace(/\s*(UTC|Z)$/i, '')
    .replace(/^(\d{4}-\d\d-\d\d)\s+/, '$1T')
  if (!/^\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d{1,9})?)?)?)?)?)?$/.test(text)) return null
  // What is not given is filled up from this: a month 13 or an hour 25 is no time.
  const whole = text + '0000-01-01T00:00:00'.slice(text.length)
  const date = new Date(`${whole.slice(0, 19)}Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(whole.slice(0, 19)) ? text : null
}

export function filterLedger(
  entries: readonly CustodyEntry[],
  filter: LedgerFilter,
  names: ReadonlyMap<ItemId, string>,
): readonly CustodyEntry[] {
  if (!isFiltered(filter)) return entries
  const { action, item, actor } = filter
  const from = parseWhen(filter.from)
  const to = parseWhen(filter.to)
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(
    (entry) =>
      (action === '' || entry.action === action) &&
      (item === '' || (item === 'case' ? entry.itemId === null : entry.itemId === item)) &&
      (actor === '' || entry.actor === actor) &&
      (from === null || entry.time >= from) &&
      // Up to the end of the day, minute or second that was given.
      (to === null || entry.time.slice(0, to.length) <= to) &&
      (words.length === 0 || hasWords(entry, words, names)),
  )
}

/** What can be chosen from, each with how many entries have it; most used first. */
export function choicesOf(entries: readonly CustodyEntry[]): {
  actions: CustodyEntry['action'][]
  actors: string[]
  itemIds: ItemId[]
} {
  const actions = new Map<CustodyEntry['action'], number>()
  const actors = new Map<string, number>()
  const itemIds = new Set<ItemId>()
  for (const { action, actor, itemId } of entries) {
    actions.set(action, (actions.get(action) ?? 0) + 1)
    actors.set(actor, (actors.get(actor) ?? 0) + 1)
    if (itemId) itemIds.add(itemId)
  }
  const mostUsed = <T>(counts: Map<T, number>): T[] =>
    [...counts].sort(([, a], [, b]) => b - a).map(([key]) => key)
  return { actions: mostUsed(actions), actors: mostUsed(actors), itemIds: [...itemIds] }
}

/** Made once for each entry: a ledger is searched at every key that is pressed. */
const searchable = new WeakMap<CustodyEntry, string>()

function hasWords(entry: CustodyEntry, words: string[], names: ReadonlyMap<ItemId, string>): boolean {
  let text = searchable.get(entry)
  if (text === undefined) {
    const { actor, action, inputSha256, outputSha256, hash, itemId, detail } = entry
    const parts = [actor, t(`custody.action.${action}`), inputSha256, outputSha256, hash, itemId]
    text = [...parts, JSON.stringify(detail)].join('\n').toLowerCase()
    searchable.set(entry, text)
  }
  const name = (entry.itemId && names.get(entry.itemId)?.toLowerCase()) ?? ''
  return words.every((word) => text.includes(word) || name.includes(word))
}
