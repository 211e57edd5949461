import { beforeEach, expect, it } from 'vitest'
import type { IngestedItem } from '#contract/item.ts'
import type { VerifyAllResult } from '#contract/explanation.ts'
import type { ItemId, JobId, Sha256 } from '#contract/units.ts'
import { describeIngest, describeVerifyAll, tellEnd } from '../../../../renderer/state/job-notices.ts'
import { notices } from '../../../../renderer/state/notices.svelte.ts'
import type { VerifyOutcome } from '../../../../renderer/state/verify-outcome.ts'

beforeEach(() => {
  notices.list = []
})

const item = (status: IngestedItem['status']): IngestedItem => ({
  id: null,
  path: '',
  sha256: null,
  size: 1,
  kind: null,
  status,
  verdict: 'sealed',
  levels: [],
  detail: '',
})
const failed = { ...item('failed'), path: 'readme.txt', detail: 'It is not an ISO base media file.' }

it('counts what was and was not taken in', () => {
  expect(describeIngest({ case: '', items: [item('ingested'), item('ingested'), failed] })).toBe(
    '2 items were taken in. One could not be taken in. readme.txt: It is not an ISO base media file.',
  )
  expect(describeIngest({ case: '', items: [failed, failed] })).toBe(
    '2 could not be taken in; the ledger says why.',
  )
  expect(describeIngest({ case: '', items: [] })).toBe('Nothing to take in was found there.')
})

const itemId = '7c3f9c1e-3f0b-4f9a-9f60-0d9f3b7f2a12' as ItemId
const held = { entries: 9, valid: true, firstBad: null, reason: null }
const verified = (changes: Partial<VerifyOutcome>): VerifyOutcome => ({
  ...{ items: 4, atOpening: false, skipped: 0, unchanged: 4, recorded: true },
  ...{ changed: [], missing: [], extra: [], sought: true, ledger: held },
  ...changes,
})
const ended = (told: VerifyOutcome | VerifyAllResult): void => {
  // The engine gives no list where it did not look.
  const { sought: _, ...result } = { sought: true, ...told }
  tellEnd({ id: itemId as string as JobId, kind: 'verify-case', state: 'done', result, error: null })
}
const problem = (path: string, id: ItemId | null = itemId) => ({ itemId: id, path, problem: 'It is gone.' })

it('names the first items that are not as they were, and counts the others', () => {
  const changed = ['a', 'b', 'c', 'd', 'e'].map((path) => problem(path))
  expect(describeVerifyAll(verified({ changed }))).toEqual({
    what: '5 items of the case are not as they were.',
    lines: ['a: It is gone.', 'b: It is gone.', 'c: It is gone.', 'and 2 more'],
    first: itemId,
  })
  const hash = 'ab'.repeat(32)
  const nameless = { ...problem('', null), problem: `SHA-256 is ${hash}.` }
  expect(describeVerifyAll(verified({ changed: [nameless] }))).toMatchObject({
    lines: ['an item without a name: SHA-256 is abababababab….'],
    first: null,
  })
})

it('is silent after an opening that found all as it was, and never where something is not', () => {
  ended(verified({ atOpening: true }))
  expect(notices.list).toEqual([])
  ended(verified({ atOpening: true, unchanged: 3, changed: [problem('a.mp4')] }))
  expect(notices.list).toMatchObject([{ tone: 'warning', lines: ['a.mp4: It is gone.'] }])
})

it('lets no older answer stand beside the newest', () => {
  ended(verified({}))
  expect(notices.list).toMatchObject([
    { tone: 'note', what: 'All 4 items of the case were verified again and are as they were.' },
  ])
  ended(verified({ unchanged: 3, changed: [problem('a.mp4')] }))
  expect(notices.list).toMatchObject([{ tone: 'warning' }])
  ended(verified({}))
  expect(notices.list).toMatchObject([{ tone: 'note' }])
})

it('says of what was not looked at that it was not', () => {
  expect(describeVerifyAll(verified({ sought: false, ledger: null })).what).toBe(
    'All 4 items of the case were verified again and are as they were. Files of no item were not looked for. The ledger was not checked.',
  )
})

it('does not call a case well whose ledger does not hold, or that has a file too many or too few', () => {
  ended(verified({ ledger: { entries: 9, valid: true, firstBad: null, reason: null } }))
  expect(notices.list).toMatchObject([{ tone: 'note' }])
  ended(verified({ ledger: { entries: 9, valid: false, firstBad: 5, reason: 'Entry 5 was changed.' } }))
  expect(notices.list).toMatchObject([
    {
      tone: 'warning',
      what: 'Verified again: the case is not as it was.',
      lines: ['The ledger does not hold: Entry 5 was changed.'],
      action: { label: 'Show the ledger' },
    },
  ])
  ended({
    ...verified({ changed: [problem('b.mp4', null)] }),
    missing: [{ itemId, path: 'a.mp4', sha256: 'ab'.repeat(32) as Sha256 }],
    extra: [{ name: 'ab/abcd', bytes: 3 }],
  })
  expect(notices.list).toMatchObject([
    {
      lines: ['One original is missing.', 'One file in the vault belongs to no item.', 'b.mp4: It is gone.'],
      action: { label: 'Show the item' },
    },
  ])
})
