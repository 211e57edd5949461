import { describe, expect, it } from 'vitest'
import type { ItemId } from '#contract/units.ts'
import { engineCalls } from '#contract/calls.ts'
import { anyEntry } from '#test/support/whole-ledger.ts'
import {
  isFiltered,
  noFilter,
  parseWhen,
  queryOf,
} from '../../../../../renderer/features/custody/ledger-filter.ts'

const item = '3f0c2f0e-5f0a-4f4c-9d56-0d7a54f9e1aa' as ItemId

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
  it('asks for every entry where nothing is asked for', () => {
    const blank = { ...noFilter, text: '  ' }
    expect(isFiltered(blank)).toBe(false)
    expect(queryOf(blank)).toEqual(anyEntry)
    // What is no time does not hide anything.
    expect(queryOf({ ...noFilter, from: 'soon', to: '2026-13' })).toEqual(anyEntry)
  })

  it('asks for all that was chosen', () => {
    const filter = { ...noFilter, action: 'note', actor: 'Ada', from: '2026-05-03 09:15 UTC', to: '2026' }
    expect(queryOf({ ...filter, item: 'case' })).toEqual({
      ...anyEntry,
      ...{ action: 'note', item: 'case', actor: 'Ada', from: '2026-05-03T09:15', to: '2026' },
    })
    expect(queryOf({ ...noFilter, item })).toEqual({ ...anyEntry, item })
    expect(queryOf(noFilter, item)).toEqual({ ...anyEntry, item })
  })

  it('finds acts by what they are called here', () => {
    const { words } = queryOf({ ...noFilter, text: ' Yard  EXPORTED ' })
    expect(words).toEqual([
      { text: 'Yard', actions: [] },
      { text: 'EXPORTED', actions: ['export', 'ledger-exported', 'search-exported'] },
    ])
  })

  it('is never more than may be asked, whatever is typed', () => {
    const { input } = engineCalls['custody.list']
    for (const text of ['x'.repeat(100_000), 'a '.repeat(10_000)])
      expect(input.parse({ query: queryOf({ ...noFilter, text }), first: null, count: 1 })).toBeTruthy()
  })
})
