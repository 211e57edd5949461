// Which entries of the ledger are shown: by act, item, actor, any words, and time.
import { CustodyAction } from '#contract/custody.ts'
import type { LedgerQuery, LedgerWord } from '#contract/ledger.ts'
import { t } from '#contract/messages/format.ts'
import { ItemId } from '#contract/units.ts'

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

/** Whether something is typed that is no time; empty is none either, and nothing is wrong with it. */
export const isNoTime = (typed: string): boolean => typed.trim() !== '' && parseWhen(typed) === null

/** The question that the engine is asked; what is no time does not hide anything. */
export function queryOf(filter: LedgerFilter, itemId: ItemId | null = null): LedgerQuery {
  const { action, item, actor } = filter
  return {
    action: CustodyAction.safeParse(action).data ?? null,
    item: itemId ?? (item === 'case' ? 'case' : (ItemId.safeParse(item).data ?? null)),
    actor: actor === '' ? null : actor,
    from: parseWhen(filter.from),
    to: parseWhen(filter.to),
    words: filter.text
      .trim()
      .slice(0, mostTyped)
      .split(/\s+/)
      .filter(Boolean)
      .slice(0, mostWords)
      .map(wordOf),
  }
}

/** As much as the engine is asked at most. */
const mostTyped = 4_096
const mostWords = 100

/** Acts are found by what they are called here. */
function wordOf(text: string): LedgerWord {
  const word = text.toLowerCase()
  const actions = CustodyAction.options.filter((one) =>
    t(`custody.action.${one}`).toLowerCase().includes(word),
  )
  return { text, actions }
}
