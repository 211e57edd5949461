// Marks on their lane: which lies over which, and which are drawn as one.
import { describe, expect, it } from 'vitest'
import type { Mark } from '#contract/mark.ts'
import { markBars } from '../../../../renderer/features/timeline/mark-bars.ts'

const placed = (id: string, first: number, last: number) => ({
  mark: { id } as unknown as Mark,
  place: { first, last, from: first * 0.04, to: (last + 1) * 0.04 },
})
const idsOf = (bars: ReturnType<typeof markBars>): unknown[] => bars.map(({ mark }) => mark.id)

describe('bars of marks', () => {
  it('are drawn the longest first, so that a picture within a part is seen', () => {
    const marks = [
      placed('first of the part', 100, 100),
      placed('part', 100, 120),
      placed('within', 110, 110),
    ]
    const bars = markBars(marks, { from: 0, to: 20 }, 2_000)
    expect(idsOf(bars)[0]).toBe('part')
    expect(idsOf(bars).slice(1).sort()).toEqual(['first of the part', 'within'])
  })

  it('count those that nobody could tell apart as one', () => {
    const marks = [placed('one', 100, 100), placed('other', 101, 101)]
    expect(markBars(marks, { from: 0, to: 2_000 }, 1_000)).toMatchObject([{ count: 2 }])
  })
})
