import { describe, expect, it } from 'vitest'
import type { ItemSummary } from '#contract/item.ts'
import { createFakeBridge } from '#test/support/fake-bridge.ts'
import { chipsOf, warningsOf } from '../../../../../renderer/features/handover/item-state.ts'

const whole: ItemSummary = {
  ...createFakeBridge().items[0]!.summary,
  ...{ kind: 'export', intact: 'intact', trust: 'trusted', trustToday: 'trusted', weak: false },
  ...{ media: null, custody: 'complete', missingBytes: 0, completedBy: null },
}
const said = (items: ItemSummary[]): string[] => warningsOf(items).map(({ tone, text }) => `${tone}: ${text}`)

describe('what is to be known of an item before it is handed over', () => {
  it('is both answers and its custody, each under a label of its own', () => {
    const labels = chipsOf({ ...whole, missingBytes: 9, media: 'not-signed' }).map(({ label }) => label)
    expect(labels).toEqual(['Seal', 'Signer', 'Video', expect.any(String), 'Custody'])
    expect(new Set(labels).size).toBe(5)
    expect(chipsOf({ ...whole, intact: 'broken' })[0]).toMatchObject({ tone: 'bad', word: 'Broken' })
  })

  it('asks an attachment for no seal', () => {
    expect(chipsOf({ ...whole, kind: 'attachment' }).map(({ label }) => label)).toEqual(['Custody'])
  })
})

it('warns of each kind of problem, and of none where there is none', () => {
  expect(said([whole, whole])).toEqual([])
  expect(said([whole, { ...whole, intact: 'broken' }])).toEqual(['bad: 1 of 2 has a broken seal.'])
  expect(
    said([
      { ...whole, intact: 'broken', missingBytes: 9 },
      { ...whole, intact: 'broken', media: 'not-authentic' },
      { ...whole, custody: 'mismatch' },
    ]),
  ).toEqual([
    'bad: 1 of 3 is not the file that was taken in.',
    'bad: 2 of 3 have a broken seal.',
    'bad: 1 of 3 is contradicted by signatures inside its video.',
    'attention: 1 of 3 is not whole: bytes are missing.',
  ])
})
