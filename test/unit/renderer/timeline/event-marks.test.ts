import { describe, expect, it } from 'vitest'
import type { MetadataEvent } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import {
  laneLimit,
  laneNumbers,
  lanesOf,
  markAt,
  marksOf,
  markSpacing,
} from '../../../../renderer/features/timeline/event-marks.ts'
import { EventTable } from '../../../../renderer/state/playhead-events.ts'
import { formatInstant, parseInstant } from '../../../../renderer/state/playhead-time.ts'
import { plainTable } from '../state/sample-table.ts'
import { processorMillis } from '../../../support/processor-time.ts'

const origin = parseInstant('2026-05-01T22:00:00.000Z') ?? 0n

function tableOf(events: [seconds: number, topic: string][]): EventTable {
  const list = events.map(([seconds, topic]): MetadataEvent => ({
    kind: 'event',
    time: formatInstant(origin + BigInt(Math.round(seconds * 1e7))) as UtcTime,
    trackId: 2,
    sample: 0,
    topic,
    operation: null,
    source: [],
    key: [],
    data: [],
    geoLocation: null,
  }))
  const clock = { origin, table: plainTable(1000) }
  return new EventTable().append(list, list.length, () => clock)
}

describe('lanes', () => {
  it('are one for each topic, the rest in one', () => {
    expect(lanesOf(['a', 'b'])).toEqual([
      { topic: 'a', topics: 1 },
      { topic: 'b', topics: 1 },
    ])
    const many = lanesOf(Array.from({ length: 40 }, (_, n) => `t${n}`))
    expect(many).toHaveLength(laneLimit)
    expect(many.at(-1)).toEqual({ topic: null, topics: 40 - laneLimit + 1 })
    expect([
      ...laneNumbers(
        tableOf([
          [1, 't0'],
          [2, 't39'],
          [3, 'unheard'],
        ]),
        many,
      ),
    ]).toEqual([0, laneLimit - 1, laneLimit - 1])
  })
})

describe('marks', () => {
  const lanes = lanesOf(['a', 'b'])

  it('stand where the event is, on its lane', () => {
    const events = tableOf([
      [1, 'a'],
      [2, 'b'],
      [9, 'a'],
    ])
    const marks = marksOf(events, laneNumbers(events, lanes), { from: 0, to: 10 }, 1000)
    expect(marks).toEqual([
      { lane: 0, x: 100, count: 1, first: 0 },
      { lane: 0, x: 900, count: 1, first: 2 },
      { lane: 1, x: 200, count: 1, first: 1 },
    ])
    expect(markAt(marks, 0, 104)?.first).toBe(0)
    expect(markAt(marks, 1, 104)).toBeNull()
    expect(markAt(marks, 0, 150)).toBeNull()
  })

  it('are few, however many events there are, and none is lost', () => {
    const events = tableOf(Array.from({ length: 100_000 }, (_, n) => [n / 10_000, n % 2 ? 'a' : 'b']))
    const numbers = laneNumbers(events, lanes)
    const began = processorMillis()
    const marks = marksOf(events, numbers, { from: -0.1, to: 10.1 }, 1200)
    expect(processorMillis() - began).toBeLessThan(500)
    expect(marks.length).toBeLessThan((2 * 1200) / markSpacing + 8)
    expect(marks.reduce((sum, mark) => sum + mark.count, 0)).toBe(100_000)
  })

  it('leave out what is not in view', () => {
    const events = tableOf([
      [1, 'a'],
      [5, 'a'],
      [9, 'a'],
    ])
    expect(
      marksOf(events, laneNumbers(events, lanes), { from: 4, to: 6 }, 1000).map(({ first }) => first),
    ).toEqual([1])
  })

  it('stand still while the view is moved', () => {
    const events = tableOf(Array.from({ length: 200 }, (_, n) => [n * 0.013, 'a']))
    const numbers = laneNumbers(events, lanes)
    const places = (from: number): string[] =>
      marksOf(events, numbers, { from, to: from + 1 }, 500)
        .filter(({ x }) => x > 60 && x < 440)
        .map(({ x, count, first }) => `${first}:${count}:${Math.round((x / 500 + from) * 1e6)}`)
    const [before, after] = [places(0.5), places(0.61)]
    expect(after.filter((mark) => before.includes(mark)).length).toBeGreaterThan(10)
  })
})
