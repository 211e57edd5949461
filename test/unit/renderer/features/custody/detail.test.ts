import { expect, it } from 'vitest'
import type { CustodyEntry } from '#contract/custody.ts'
import { createFakeBridge } from '#test/support/fake-bridge.ts'
import { longLedger } from '#test/support/fake-custody.ts'
import { parseAddress } from '../../../../../renderer/features/custody/authority-address.ts'
import { describeDetail, gistOf } from '../../../../../renderer/features/custody/detail.ts'

const [sample] = longLedger(1, createFakeBridge().items)
const entry = (action: CustodyEntry['action'], detail: CustodyEntry['detail']): CustodyEntry => {
  if (!sample) throw new Error('a ledger has an entry')
  return { ...sample, action, detail }
}

it('says everything that an entry holds, people and places in words', () => {
  expect(
    describeDetail({
      recipient: { name: 'S. Okafor', organisation: 'Court', identification: '' },
      notices: [],
      volume: { parts: [1, 2] },
      size: 12,
    }),
  ).toEqual([
    { name: 'Recipient', value: 'Name: S. Okafor; Organisation: Court' },
    { name: 'Volume', value: '{"parts":[1,2]}' },
    { name: 'Size', value: '12' },
  ])
})

it('brings the text of a note and the recipient of a hand-over into the line', () => {
  expect(gistOf(entry('note', { text: 'Seen' }))).toBe('Seen')
  expect(gistOf(entry('hand-over', { recipient: { name: 'S. Okafor' } }))).toBe('S. Okafor')
  expect(gistOf(entry('hand-over', { recipient: 'S. Okafor' }))).toBe('S. Okafor')
  expect(gistOf(entry('verify', { text: 'Seen' }))).toBeNull()
})

it('asks only authorities that have an address of the web', () => {
  expect(parseAddress(' https://tsa.example/tsr ')).toBe('https://tsa.example/tsr')
  expect(parseAddress('http://tsa.example')).toBe('http://tsa.example/')
  for (const typed of ['', 'tsa.example', 'ftp://tsa.example', 'file:///etc/passwd', 'https://'])
    expect(parseAddress(typed)).toBeNull()
})
