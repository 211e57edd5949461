import { expect, it } from 'vitest'
import type { IngestedItem } from '#contract/item.ts'
import { describeIngest } from '../../../../renderer/state/job-notices.ts'

const item = (status: IngestedItem['status']): IngestedItem => ({
  id: null,
  path: '',
  sha256: null,
  size: 1,
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
