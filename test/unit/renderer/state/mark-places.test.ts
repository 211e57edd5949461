import { describe, expect, it } from 'vitest'
import type { Mark } from '#contract/mark.ts'
import { matches, nextMark, placeMarks, spanOf } from '../../../../renderer/state/mark-places.ts'
import { markBars } from '../../../../renderer/features/timeline/mark-bars.ts'
import { groupedTable, plainTable } from './sample-table.ts'
import { fakeMark } from '#test/support/fake-mark.ts'

const table = groupedTable(2, 7)
const at = (firstSample: number, lastSample = firstSample, more: Partial<Mark> = {}): Mark =>
  fakeMark({ firstSample, lastSample, ...more })

describe('where marks lie', () => {
  it('is told in pictures as they are shown, whatever the order in the file', () => {
    for (let sample = 0; sample < table.count; sample += 1) {
      const place = spanOf(at(sample), table, 1)
      expect(place?.first).toBe(table.presentationOf[sample])
      expect(place?.from).toBe((table.compositionTime[sample] ?? 0) / 1000)
      expect(place?.to).toBeCloseTo((place?.from ?? 0) + 0.04)
    }
  })

  it('is not told of another track, of samples that are not there, or without a table', () => {
    expect(spanOf(at(0, 0, { trackId: 2 }), table, 1)).toBeNull()
    expect(spanOf(at(0, 999), table, 1)).toBeNull()
    expect(spanOf(at(0), null, 1)).toBeNull()
  })

  it('gives their order, those that have no place last', () => {
    const list = [at(9), at(3, 3, { trackId: 2 }), at(0), at(5)]
    const placed = placeMarks(list, table, 1)
    const firsts = placed.map(({ place }) => place?.first ?? null)
    expect(firsts.slice(0, 3)).toEqual([...firsts.slice(0, 3)].sort((a, b) => (a ?? 0) - (b ?? 0)))
    expect(placed.at(-1)?.mark.trackId).toBe(2)
  })

  it('leads to the next and the previous one', () => {
    const plain = plainTable(100)
    const placed = placeMarks([at(50), at(10), at(20, 30)], plain, 1)
    const first = (from: number, direction: 1 | -1): number | undefined =>
      nextMark(placed, from, direction)?.place?.first
    expect([first(0, 1), first(10, 1), first(20, 1), first(50, 1)]).toEqual([10, 20, 50, undefined])
    expect([first(99, -1), first(50, -1), first(20, -1), first(10, -1)]).toEqual([50, 20, 10, undefined])
  })
})

it('marks are found by note and tag, whatever the case', () => {
  const mark = at(0, 0, { note: 'A man with a Bag', tag: 'Person' })
  expect(['bag', ' PERSON ', ''].map((text) => matches(mark, text))).toEqual([true, true, true])
  expect(matches(mark, 'car')).toBe(false)
})

describe('bars of marks', () => {
  const plain = plainTable(1000)
  const view = { from: 0, to: 40 }

  it('stand where the pictures are, and ten thousand are drawn as few', () => {
    const [bar] = markBars(placeMarks([at(500, 749)], plain, 1), view, 400)
    expect(bar).toMatchObject({ left: 200, wide: 100, count: 1 })
    const many = Array.from({ length: 10_000 }, (_, index) => at(index % 1000))
    const bars = markBars(placeMarks(many, plain, 1), view, 400)
    expect(bars.length).toBeLessThanOrEqual(140)
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(10_000)
  })

  it('are left out where they are not in view, and cut where they reach beyond it', () => {
    const placed = placeMarks([at(0), at(100, 900)], plain, 1)
    const bars = markBars(placed, { from: 10, to: 12 }, 400)
    expect(bars).toHaveLength(1)
    expect(bars[0]?.left).toBe(-2)
    expect(bars[0]?.wide).toBe(404)
  })
})
