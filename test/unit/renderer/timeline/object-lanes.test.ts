// Bars of objects on their lane: below each other while they are seen together, and found under the pointer.
import { expect, it } from 'vitest'
import type { ObjectBar } from '#contract/object-bars.ts'
import type { UnixMicros } from '#contract/units.ts'
import {
  barAt,
  objectRowHeight,
  objectRowTop,
  placeBars,
} from '../../../../renderer/features/timeline/object-lanes.ts'

const bar = (from: number, to: number, object: string | null = null): ObjectBar => ({
  ...{ from: (from * 1e6) as UnixMicros, to: (to * 1e6) as UnixMicros },
  several: object === null,
  object: object === null ? null : { id: object, trackId: 2, source: null },
})
const secondsOf = (micros: UnixMicros): number => micros / 1e6
const place = (bars: ObjectBar[], view = { from: 0, to: 100 }) =>
  placeBars({ classes: [], bars }, view, 1_000, secondsOf)

it('what is seen at the same time has rows of its own, as far as there are any', () => {
  const placed = place([
    bar(0, 50, 'a'),
    bar(10, 20, 'b'),
    bar(15, 60, 'c'),
    bar(16, 18, 'd'),
    bar(30, 40, 'e'),
  ])
  expect(placed.map(({ bar: { object }, row }) => [object?.id, row])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 2],
    ['d', 2],
    ['e', 1],
  ])
})

it('what is out of view is left out, and what reaches into it is cut a little outside', () => {
  const placed = place([bar(0, 9, 'a'), bar(5, 30, 'b'), bar(70, 99, 'c')], { from: 10, to: 60 })
  expect(placed.map(({ bar: { object }, left, wide }) => [object?.id, left, wide])).toEqual([['b', -2, 402]])
})

it('the shortest can be seen', () => {
  expect(place([bar(3, 3, 'a')])[0]).toMatchObject({ left: 30, wide: 2 })
})

it('the pointer finds the bar of its row, the later one where two lie over each other', () => {
  const placed = place([bar(0, 50, 'a'), bar(10, 20, 'b'), bar(12, 60, 'c'), bar(13, 18, 'd')])
  const at = (x: number, row: number): string | null | undefined =>
    barAt(placed, x, objectRowTop + (row + 0.5) * objectRowHeight)?.bar.object?.id
  expect([at(150, 0), at(150, 1), at(150, 2), at(190, 2)]).toEqual(['a', 'b', 'd', 'c'])
  expect(at(520, 0)).toBeUndefined()
  expect(barAt(placed, 150, 0)).toBeNull()
})
