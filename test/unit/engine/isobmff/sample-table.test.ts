// The columns of samples, and finding samples in them by time.
import { describe, expect, it } from 'vitest'
import { Findings } from '#engine/base/findings.ts'
import { gaps, medianDuration, shownGaps } from '#engine/isobmff/gaps.ts'
import {
  compositionOrder,
  compositionTimeOf,
  placeAtCompositionTime,
  sampleAtDecodeTime,
  syncAtOrAfter,
  syncBefore,
} from '#engine/isobmff/sample-lookup.ts'
import {
  SampleTableBuilder,
  latestTime,
  mediaDurationOf,
  nowhere,
  reportSamplesOutside,
  storedSamples,
  trackLimit,
} from '#engine/isobmff/sample-table.ts'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'
import { processorMillis } from '#test/support/processor-time.ts'

/** Rows of [duration, composition offset, sync], each 10 bytes; a number alone jumps to that decode time. */
function tableOf(rows: (number | [number, number, boolean])[]): SampleTable {
  const builder = new SampleTableBuilder({ left: 1_000 })
  for (const row of rows) {
    if (typeof row === 'number') builder.nextTime = row
    else builder.push(builder.length * 10, 10, row[1], row[0], row[2], 0)
  }
  return builder.build()
}

describe('builder', () => {
  it('grows, and gives columns of exactly its length', () => {
    const builder = new SampleTableBuilder({ left: 10_000 })
    for (let at = 0; at < 3_000; at += 1) builder.push(at * 5, at, -at, 40, at % 25 === 0, 1)
    builder.markSync(7)
    const table = builder.build()
    expect(table.length).toBe(3_000)
    for (const column of [
      table.offset,
      table.size,
      table.decodeTime,
      table.compositionOffset,
      table.duration,
      table.sync,
      table.entry,
    ]) {
      expect(column).toHaveLength(3_000)
    }
    expect([table.offset[2_999], table.size[2_999], table.decodeTime[2_999]]).toEqual([
      14_995,
      2_999,
      2_999 * 40,
    ])
    expect([table.compositionOffset[2_999], table.sync[7], table.sync[8], table.entry[9]]).toEqual([
      -2_999, 1, 0, 1,
    ])
    expect(mediaDurationOf(table)).toBe(120_000)
  })

  it('stops at the budget of the file, and at times that no number holds', () => {
    const budget = { left: 2 }
    const builder = new SampleTableBuilder(budget)
    expect([1, 2, 3].map(() => builder.push(0, 1, 0, 1, true, 0))).toEqual([true, true, false])
    expect(builder.full).toBe(true)
    const late = new SampleTableBuilder({ left: 5 })
    late.nextTime = latestTime + 1
    expect(late.push(0, 1, 0, 1, true, 0)).toBe(false)
  })

  it('stops at the limit of a track', () => {
    const builder = new SampleTableBuilder({ left: Infinity })
    let pushed = 0
    while (builder.push(0, 1, 0, 1, true, 0)) pushed += 1
    expect(pushed).toBe(trackLimit)
  })

  it('marks offsets that no file has', () => {
    const builder = new SampleTableBuilder({ left: 5 })
    for (const offset of [-1, NaN, 2 ** 60]) builder.push(offset, 1, 0, 1, true, 0)
    const table = builder.build()
    expect([...table.offset]).toEqual([nowhere, nowhere, nowhere])
    const findings = new Findings()
    reportSamplesOutside(table, 100, findings, 'moov/trak')
    expect(findings.list()[0]).toMatchObject({ code: 'samples-outside-file', path: 'moov/trak', offset: 100 })
  })

  it('counts the stored samples of uncompressed audio', () => {
    const builder = new SampleTableBuilder({ left: 5 })
    builder.unitSize = 2
    builder.push(0, 2_048, 0, 1_024, true, 0)
    builder.push(2_048, 20, 0, 10, true, 0)
    expect(storedSamples(builder.build())).toBe(1_034)
  })
})

describe('lookups', () => {
  const table = tableOf([
    [40, 80, true],
    [40, 120, false],
    [40, 40, false],
    [40, 80, true],
    1_000,
    [40, 80, true],
  ])

  it('by decode time', () => {
    expect([-1, 0, 39, 40, 159, 999, 1_000, 9_999].map((ticks) => sampleAtDecodeTime(table, ticks))).toEqual([
      -1, 0, 0, 1, 3, 3, 4, 4,
    ])
    expect(sampleAtDecodeTime(tableOf([]), 5)).toBe(-1)
  })

  it('sync samples before and after', () => {
    expect([0, 2, 3, 99].map((index) => syncBefore(table, index))).toEqual([0, 0, 3, 4])
    expect(syncBefore(tableOf([[1, 0, false]]), 0)).toBe(-1)
    expect([1, 4, 5].map((index) => syncAtOrAfter(table, index))).toEqual([3, 4, -1])
  })

  it('in composition order', () => {
    const order = compositionOrder(table)
    expect([...order]).toEqual([0, 2, 1, 3, 4])
    expect([...order].map((index) => compositionTimeOf(table, index))).toEqual([80, 120, 160, 200, 1_080])
    expect([79, 80, 130, 5_000].map((ticks) => placeAtCompositionTime(table, order, ticks))).toEqual([
      -1, 0, 1, 4,
    ])
  })

  it('keeps decode order among equal times, and sorts what no encoder would write', () => {
    expect([
      ...compositionOrder(
        tableOf([
          [0, 5, true],
          [0, 5, true],
          [0, 5, true],
        ]),
      ),
    ]).toEqual([0, 1, 2])
    const count = 5_000
    const backwards = tableOf(Array.from({ length: 1_000 }, (_, at) => [1, count - 3 * at, true]))
    expect([...compositionOrder(backwards)]).toEqual(Array.from({ length: 1_000 }, (_, at) => 999 - at))
  })
})

describe('gaps', () => {
  it('a jump of decode times counts from one missing picture on', () => {
    const jump = tableOf([[40, 0, true], [40, 0, true], 119, [40, 0, true], 200, [40, 0, true]])
    expect(medianDuration(jump)).toBe(40)
    expect(gaps(jump, 1_000)).toEqual([{ fromTicks: 159, toTicks: 200, next: 3 }])
  })

  it('a sample counts as a gap where it exceeds a second and five ordinary ones', () => {
    const regular: [number, number, boolean][] = Array.from({ length: 10 }, () => [40, 0, true])
    expect(gaps(tableOf([...regular, [1_000, 0, true], ...regular]), 1_000)).toEqual([])
    expect(gaps(tableOf([...regular, [1_001, 0, true], ...regular]), 1_000)).toEqual([
      { fromTicks: 440, toTicks: 1_401, next: 11 },
    ])
    const slow: [number, number, boolean][] = Array.from({ length: 10 }, () => [900, 0, true])
    expect(gaps(tableOf([...slow, [4_000, 0, true], ...slow]), 1_000)).toEqual([])
  })

  it('there are none where times fall back or nothing is stored', () => {
    expect(gaps(tableOf([[40, 0, true], 0, [40, 0, true]]), 1_000)).toEqual([])
    expect(gaps(tableOf([]), 1_000)).toEqual([])
  })

  it('are shown as far behind as the first picture that no earlier sample follows', () => {
    let moved = 0
    for (let seed = 1; seed < 200; seed += 1) {
      let state = seed
      const next = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below
      const table = tableOf(
        Array.from({ length: 60 }, () =>
          next(4) === 0 ? [400, 40 * next(9), true] : [40, 40 * next(9), true],
        ),
      )
      const order = [...compositionOrder(table)]
      const found = gaps(table, 100)
      const expected = found.map(({ toTicks, next: sample }) => {
        let place = order.indexOf(sample)
        while (place > 0 && order[place - 1]! >= sample) place -= 1
        return place > 0 ? compositionTimeOf(table, order[place]!) - toTicks : 0
      })
      const shown = found.map((gap) => shownGaps(table, [gap])[0])
      for (const [at, gap] of shown.entries()) {
        // What reaches beyond the first or last picture is cut there.
        if (gap)
          expect([gap.toTicks - found[at]!.toTicks, gap.fromTicks - found[at]!.fromTicks]).toContain(
            expected[at],
          )
      }
      moved += shown.filter((gap, at) => gap && expected[at] !== 0).length
    }
    expect(moved).toBeGreaterThan(200)
  })

  it('ten thousand of them in a track whose pictures come in the opposite order take no time', () => {
    const [many, length] = [10_001, 1_500_000]
    const builder = new SampleTableBuilder({ left: length })
    for (let at = 0; at < length; at += 1)
      builder.push(at, 1, at < many ? -12 * at : -100_000_000, at < many ? 6 : 1, true, 0)
    const table = builder.build()
    const found = gaps(table, 1)
    expect(found).toHaveLength(10_000)
    const began = processorMillis()
    shownGaps(table, found)
    // Going back through all samples for each gap takes some ten times as long.
    expect(processorMillis() - began).toBeLessThan(5_000)
  }, 60_000)
})
