// What a row of the ledger says came of a check: the word “Verified” must not stand over a file that is another one.
import { expect, it } from 'vitest'
import type { CustodyEntry } from '#contract/custody.ts'
import { createFakeBridge } from '#test/support/fake-bridge.ts'
import { longLedger } from '#test/support/fake-custody.ts'
import { resultOf, titleOf } from '../../../../../renderer/features/custody/entry-result.ts'

const [sample] = longLedger(1, createFakeBridge().items)
const entry = (action: CustodyEntry['action'], detail: CustodyEntry['detail']): CustodyEntry => {
  if (!sample) throw new Error('a ledger has an entry')
  return { ...sample, action, detail }
}
const told = (...given: Parameters<typeof entry>): [string, string | undefined, string | undefined] => {
  const one = entry(...given)
  return [titleOf(one), resultOf(one)?.tone, resultOf(one)?.text]
}

it('says of a checked item whether its bytes are those that were taken in', () => {
  expect(told('verify', { vaultUnchanged: true, verdict: 'sealed', media: null })).toEqual([
    'Verified',
    'good',
    'the file that was taken in',
  ])
  expect(told('verify', { vaultUnchanged: false, verdict: 'sealed' })).toEqual([
    'Checked',
    'bad',
    'not the file that was taken in',
  ])
  expect(told('verify', { vaultUnchanged: false, failed: 'file-not-found' })).toEqual([
    'Checked',
    'bad',
    'the original is not in the vault',
  ])
  expect(told('verify', { vaultUnchanged: false, failed: 'file-unreadable' })[1]).toBe('bad')
})

it('keeps the answer about the seals apart from that about the bytes', () => {
  expect(told('verify', { vaultUnchanged: true, verdict: 'broken' })).toEqual([
    'Checked',
    'bad',
    'the file that was taken in; the seals do not hold',
  ])
})

it('a file that contradicts its camera, or cannot be examined, is not called verified', () => {
  const same = { vaultUnchanged: true, verdict: 'sealed' }
  expect(told('verify', { ...same, media: 'not-authentic' })).toEqual([
    'Checked',
    'bad',
    'the file that was taken in; its video contradicts the camera’s signature',
  ])
  expect(told('verify', { ...same, verdict: 'unreadable', media: null }).slice(0, 2)).toEqual([
    'Checked',
    'unknown',
  ])
  // Earlier versions did not write down what came of the signatures inside the video.
  expect(told('verify', same)[0]).toBe('Checked')
})

it('says of a judgement that no bytes were read for it', () => {
  expect(told('verify', { why: 'trust changed' })).toEqual([
    'Signer judged again',
    'unknown',
    'the bytes were not read for it',
  ])
})

it('claims nothing where an older entry says nothing', () => {
  expect(told('verify', {})).toEqual(['Checked', undefined, undefined])
  expect(told('case-verified', {})).toEqual(['Case checked', undefined, undefined])
  expect(told('case-verified', { items: 'many' })).toEqual(['Case checked', undefined, undefined])
  expect(resultOf(entry('note', { vaultUnchanged: false }))).toBeNull()
})

it('says of a checked case what was found, and what was left out', () => {
  const sums = { items: 4, unchanged: 4, skipped: 0, changed: 0, missing: 0, extra: 0, ledgerValid: true }
  expect(told('case-verified', sums)).toEqual([
    'Whole case verified',
    'good',
    '4 items have the bytes that were taken in',
  ])
  expect(told('case-verified', { ...sums, unchanged: 3, changed: 1 })).toEqual([
    'Case checked',
    'bad',
    'one problem with an item; 3 items have the bytes that were taken in',
  ])
  expect(told('case-verified', { ...sums, unchanged: 0, skipped: 4 })).toEqual([
    'Case checked',
    'unknown',
    '4 were not read again',
  ])
  expect(told('case-verified', { ...sums, ledgerValid: false })[1]).toBe('bad')
  expect(told('case-verified', { ...sums, extra: 2 })[1]).toBe('bad')
})
