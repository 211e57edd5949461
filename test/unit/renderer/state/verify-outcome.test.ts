import { expect, it } from 'vitest'
import {
  countProblems,
  endOfVerifying,
  hashesOf,
  readVerifyOutcome,
} from '../../../../renderer/state/verify-outcome.ts'

const plain = { items: 4, atOpening: false, skipped: 0, unchanged: 4, changed: [] }
const itemId = '7c3f9c1e-3f0b-4f9a-9f60-0d9f3b7f2a12'
const changed = (path: string, id: string | null = itemId) => ({ itemId: id, path, problem: 'Another hash.' })
const missing = (path: string) => ({ itemId, path, sha256: 'ab'.repeat(32) })
const ledger = (valid: boolean) => ({ entries: 9, valid, firstBad: valid ? null : 5, reason: null })
const problems = (result: object): number | null => {
  const outcome = readVerifyOutcome({ ...plain, ...result })
  return outcome && countProblems(outcome)
}

it('reads a result without the newer lists', () => {
  expect(readVerifyOutcome(plain)).toMatchObject({ missing: [], extra: [], ledger: null, recorded: true })
  expect(problems({})).toBe(0)
})

it('is no result where it does not fit: nothing is taken for well', () => {
  for (const result of [null, { items: 'four' }, { ...plain, missing: 3 }, { ...plain, ledger: 'fine' }])
    expect(readVerifyOutcome(result)).toBeNull()
})

it('counts every kind of problem, and one that is missing once', () => {
  expect(problems({ changed: [changed('a.mp4')], missing: [missing('a.mp4')] })).toBe(1)
  expect(problems({ changed: [changed('a.mp4', null)], missing: [missing('b.mp4')] })).toBe(2)
  expect(problems({ extra: [{ name: 'ab/abcd', bytes: 3 }], ledger: ledger(false) })).toBe(2)
  expect(problems({ extra: null, ledger: ledger(true) })).toBe(0)
})

const ended = (result: object) => {
  const outcome = readVerifyOutcome({ ...plain, ...result })
  if (!outcome) throw new Error('it is a result')
  return endOfVerifying(outcome)
}

it('ends in red where an original is another one, and never says that less than everything is done', () => {
  const whole = { ledger: ledger(true) }
  expect(ended(whole)).toEqual({ tone: 'good', word: 'done' })
  expect(ended({ unchanged: 3, changed: [changed('a.mp4')] })).toEqual({ tone: 'bad', word: '1 problem' })
  expect(ended({ ...whole, unchanged: 0, skipped: 4 })).toEqual({
    tone: 'unknown',
    word: 'Ledger checked; no item read again',
  })
  expect(ended({ ...whole, unchanged: 3, skipped: 1 })).toEqual({
    tone: 'unknown',
    word: 'done; one was not read again',
  })
  expect(ended({ ...whole, extra: null })).toEqual({
    tone: 'unknown',
    word: 'done; files of no item were not looked for',
  })
  expect(ended({ unchanged: 0, skipped: 4, extra: null })).toEqual({
    tone: 'unknown',
    word: 'done; 4 were not read again, files of no item were not looked for, the ledger was not checked',
  })
})

it('finds both hashes of a file that is another one, and none elsewhere', () => {
  const [now, then] = ['ab'.repeat(32), 'cd'.repeat(32)]
  const problem = { itemId: null, path: 'a.mp4' }
  expect(hashesOf({ ...problem, problem: `SHA-256 is ${now}, ${then} was ingested.` })).toEqual({ now, then })
  expect(hashesOf({ ...problem, problem: `The case says SHA-256 ${now}, ${then} was ingested.` })).toBeNull()
  expect(hashesOf({ ...problem, problem: '' })).toBeNull()
})
