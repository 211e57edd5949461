import { expect, it } from 'vitest'
import type { ItemSummary } from '#contract/item.ts'
import { verdicts } from '#test/support/fake-evidence.ts'
import { fakeItem } from '#test/support/fake-item.ts'
import {
  barOf,
  displayName,
  highestLevel,
  sortItems,
  sortKeys,
  spanOfCase,
} from '../../../../../renderer/features/case/item-order.ts'

const make = (
  camera: string,
  start: string | null,
  verdict: keyof typeof verdicts,
  seed: number,
): ItemSummary =>
  fakeItem(
    {
      camera,
      name: `${camera || 'unnamed'}-${seed}.mp4`,
      start,
      seconds: 60,
      verification: verdicts[verdict],
    },
    seed,
  ).summary

const items = [
  make('Gate 10', '2026-05-01T22:00:00.000Z', 'trusted', 1),
  make('', null, 'unreadable', 2),
  make('Gate 9', '2026-05-01T21:00:00.000Z', 'brokenOnly', 3),
]
const names = (sorted: ItemSummary[]): string[] => sorted.map(displayName)

it('puts what has no time last, and numbers in order of their value', () => {
  expect(names(sortItems(items, { key: 'start', descending: false }))).toEqual([
    'Gate 9',
    'Gate 10',
    'unnamed-2.mp4',
  ])
  expect(names(sortItems(items, { key: 'name', descending: false }))).toEqual([
    'Gate 9',
    'Gate 10',
    'unnamed-2.mp4',
  ])
})

it('puts the worst seal first', () => {
  expect(sortItems(items, { key: 'seal', descending: false }).map(({ intact }) => intact)).toEqual([
    'broken',
    'unreadable',
    'intact',
  ])
})

it('puts what matches but cannot be relied on before what can', () => {
  const some = [make('A', null, 'trusted', 1), make('B', null, 'weak', 2), make('C', null, 'trustedThen', 3)]
  const order = (key: 'seal' | 'signer'): string[] => names(sortItems(some, { key, descending: false }))
  expect(order('seal')[0]).toBe('B')
  expect(order('signer')[0]).toBe('C')
})

it('puts a video that its camera contradicts first, and what no camera signed last', () => {
  const answers = [null, 'authentic', 'not-signed', 'not-authentic', 'authentic-with-missing'] as const
  const some = answers.map((media, at) => ({ ...make(`Gate ${at}`, null, 'trusted', at + 1), media }))
  expect(sortItems(some, { key: 'media', descending: false }).map(({ media }) => media)).toEqual([
    'not-authentic',
    'authentic-with-missing',
    'authentic',
    'not-signed',
    null,
  ])
})

it('turns round, keeps all and leaves the list as it was', () => {
  const before = [...items]
  for (const key of sortKeys) {
    const up = sortItems(items, { key, descending: false })
    expect(sortItems(items, { key, descending: true }), key).toEqual(up.reverse())
  }
  expect(items).toEqual(before)
})

it('draws each item to scale in the time of the case', () => {
  const span = spanOfCase(items)
  expect(span && span.to - span.from).toBe(3_660_000)
  expect(barOf(items[2]!, span!)).toEqual({ left: 0, width: 60 / 3660 })
  expect(barOf(items[0]!, span!)?.left).toBeCloseTo(3600 / 3660)
  expect(barOf(items[1]!, span!)).toBeNull()
  expect(spanOfCase([items[1]!])).toBeNull()
})

it('names the highest level that is met', () => {
  expect(items.map(highestLevel)).toEqual(['0M', null, '0M'])
})
