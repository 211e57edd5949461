import { describe, expect, it } from 'vitest'
import type { ItemId } from '#contract/units.ts'
import { createFakeBridge } from '#test/support/fake-bridge.ts'
import { longLedger } from '#test/support/fake-custody.ts'
import {
  choicesOf,
  filterLedger,
  isFiltered,
  noFilter,
  parseWhen,
  type LedgerFilter,
} from '../../../../../renderer/features/custody/ledger-filter.ts'

const { items } = createFakeBridge()
const names = new Map<ItemId, string>(items.map(({ summary }) => [summary.id, summary.name]))
const entries = longLedger(3_000, items)
const numbers = (given: Partial<LedgerFilter>): number[] =>
  filterLedger(entries, { ...noFilter, ...given }, names).map(({ seq }) => seq)

describe('typed times', () => {
  it.each([
    ['2026-05-03', '2026-05-03'],
    [' 2026-05-03 09:15 UTC', '2026-05-03T09:15'],
    ['2026-05-03T09:15:07.25Z', '2026-05-03T09:15:07.25'],
    ['2026', '2026'],
  ])('%j is the beginning of a time', (typed, expected) => {
    expect(parseWhen(typed)).toBe(expected)
  })

  it.each(['', 'yesterday', '2026-13', '2026-02-30', '2026-05-03 24:00', '2026-05-03 10:60', '03.05.2026'])(
    '%j is none',
    (typed) => {
      expect(parseWhen(typed)).toBeNull()
    },
  )
})

describe('the filter of the ledger', () => {
  it('leaves the very list where nothing is asked for', () => {
    expect(isFiltered({ ...noFilter, text: '  ' })).toBe(false)
    expect(filterLedger(entries, noFilter, names)).toBe(entries)
  })

  it('keeps what has all that is asked for', () => {
    const actor = 'M. Ferreira-Santos'
    const kept = filterLedger(entries, { ...noFilter, action: 'note', actor }, names)
    expect(kept.length).toBeGreaterThan(10)
    expect(kept.every((entry) => entry.action === 'note' && entry.actor === actor)).toBe(true)
    expect(numbers({ item: 'case' })).toEqual([1])
    const [first] = items
    expect(filterLedger(entries, { ...noFilter, item: first?.summary.id ?? '' }, names)[0]?.itemId).toBe(
      first?.summary.id,
    )
  })

  it('finds words of what happened, of details, of names and of hashes', () => {
    expect(numbers({ text: 'SHEET 2499 note' })).toEqual([2500])
    const named = filterLedger(entries, { ...noFilter, text: 'loading-bay-2158 exported' }, names)
    expect(named.length).toBeGreaterThan(0)
    expect(named.every(({ action }) => action === 'export')).toBe(true)
    expect(numbers({ text: entries[41]?.hash ?? '' })).toContain(42)
    expect(numbers({ text: 'nothing like it' })).toEqual([])
  })

  it('takes the end of what was typed, not its beginning', () => {
    // An entry a minute and a second, from 09:10 on.
    expect(numbers({ to: '2026-05-03 09:12' })).toEqual([1, 2, 3])
    expect(numbers({ from: '2026-05-03 09:12', to: '2026-05-03 09:13' })).toEqual([3, 4])
    expect(numbers({ from: '2026-05-04', to: '2026-05-04' })).toHaveLength(1416)
    // What is no time does not hide anything.
    expect(numbers({ from: 'soon' })).toHaveLength(3_000)
  })

  it('offers what occurs, most used first', () => {
    const { actions, actors, itemIds } = choicesOf(entries)
    expect(actions.at(-1)).toBe('case-created')
    expect(actors[0]).toMatch(/^K\. Lund/)
    expect(new Set(itemIds)).toEqual(new Set(names.keys()))
  })
})
