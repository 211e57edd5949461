// Whether an entry of the ledger is one of those that are asked for: by act, item, actor, time and any words.
import type { LedgerQuery, LedgerWord } from '#contract/ledger.ts'
import type { CustodyRow } from './custody-row.ts'

/** What a question without words looks at, so that long details need not be read for it. */
export type ShortRow = Pick<CustodyRow, 'seq' | 'time' | 'actor' | 'action' | 'item_id'>
type LongRow = ShortRow & Partial<Pick<CustodyRow, 'input_sha256' | 'output_sha256' | 'hash' | 'detail'>>

export const shortColumns = 'seq, time, actor, action, item_id'
export const longColumns = `${shortColumns}, input_sha256, output_sha256, hash, detail`

/** `nameOf`: what the item is called, in lower case; empty where that is not known. */
export function isAskedFor(row: LongRow, query: LedgerQuery, nameOf: (itemId: string) => string): boolean {
  const { action, item, actor, from, to, words } = query
  return (
    (action === null || row.action === action) &&
    (item === null || row.item_id === (item === 'case' ? null : item)) &&
    (actor === null || row.actor === actor) &&
    (from === null || row.time >= from) &&
    (to === null || row.time.slice(0, to.length) <= to) &&
    (words.length === 0 || hasWords(row, words, nameOf))
  )
}

function hasWords(row: LongRow, words: readonly LedgerWord[], nameOf: (itemId: string) => string): boolean {
  const { actor, action, input_sha256: input, output_sha256: output, hash, item_id: itemId, detail } = row
  const text = [actor, input, output, hash, itemId, detail].join('\n').toLowerCase()
  const name = itemId === null ? '' : nameOf(itemId)
  return words.every(
    (word) =>
      word.actions.some((one) => one === action) ||
      text.includes(word.text.toLowerCase()) ||
      name.includes(word.text.toLowerCase()),
  )
}
