import { expect, it } from 'vitest'
import { countProblems, readVerifyOutcome } from '../../../../renderer/state/verify-outcome.ts'

const plain = { items: 4, atOpening: false, skipped: 0, unchanged: 4, changed: [] }
const itemId = '7c3f9c1e-3f0b-4f9a-9f60-0d9f3b7f2a12'
const changed = (path: string, id: string | null = itemId) => ({ itemId: id, path, problem: 'Another hash.' })
const problems = (result: object): number | null => {
  const outcome = readVerifyOutcome({ ...plain, ...result })
  return outcome && countProblems(outcome)
}

it('reads a result without the newer lists', () => {
  expect(readVerifyOutcome(plain)).toMatchObject({ missing: [], extra: [], ledger: null })
  expect(problems({})).toBe(0)
  expect(readVerifyOutcome({ items: 'four' })).toBeNull()
  expect(readVerifyOutcome(null)).toBeNull()
})

it('counts every kind of problem, and one that is missing once', () => {
  expect(problems({ changed: [changed('a.mp4')], missing: [changed('a.mp4')] })).toBe(1)
  expect(problems({ changed: [changed('a.mp4')], missing: [changed('b.mp4', null)] })).toBe(2)
  expect(problems({ extra: ['vault/ab/abcd'], ledger: { valid: false, reason: null } })).toBe(2)
  expect(problems({ ledger: { valid: true, reason: null } })).toBe(0)
})

it('takes what it does not understand for a problem, not for none', () => {
  expect(problems({ missing: 3 })).toBe(1)
  expect(problems({ extra: [{ size: 4 }, 7] })).toBe(2)
  expect(problems({ ledger: 'fine' })).toBe(1)
  expect(problems({ ledger: {} })).toBe(1)
})
