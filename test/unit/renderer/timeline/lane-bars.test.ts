// Lanes as they are painted and asked for: levels of detail, tips, edges of single pictures.
import { describe, expect, it } from 'vitest'
import type { Lane, LanePart } from '#contract/lanes.ts'
import type { ItemId, UnixMicros } from '#contract/units.ts'
import {
  laneBars,
  partAt,
  pictureEdges,
  unknownParts,
} from '../../../../renderer/features/timeline/lane-bars.ts'
import { laneTip } from '../../../../renderer/features/timeline/lane-tip.ts'
import { laneQuery } from '../../../../renderer/state/lane-pages.svelte.ts'
import { plainTable } from '../state/sample-table.ts'

const start = 1_777_000_000
const part = (
  kind: LanePart['kind'],
  from: number,
  to: number,
  changes: Partial<LanePart> = {},
): LanePart => ({
  ...{ kind, detail: '', several: false, itemId: 'a' as ItemId },
  ...{ from: ((start + from) * 1e6) as UnixMicros, to: ((start + to) * 1e6) as UnixMicros },
  ...changes,
})
const lane = (...parts: LanePart[]): Lane => ({
  ...{ key: 1, name: 'North', source: null, chosen: [] },
  ...{ parts, cut: false, pictureTracks: 1 },
})
const view = { from: start, to: start + 100 }

describe('bars of a lane', () => {
  it('lie to scale, are cut at the edges of the view, and the shortest is still seen', () => {
    const bars = laneBars(
      lane(
        part('recording', -50, 10),
        part('recording', 20, 20.0001),
        part('gap', 30, 40),
        part('recording', 150, 160),
      ),
      view,
      1_000,
    )
    expect(bars.recorded).toEqual([
      { left: -2, wide: 102, several: false },
      { left: expect.closeTo(200), wide: 1, several: false },
    ])
    expect(bars.gaps).toEqual([{ left: expect.closeTo(300), wide: expect.closeTo(100), several: false }])
  })

  it('what nobody looked through for gaps is neither recorded nor a gap', () => {
    const unsought = part('gap', 40, 80, { detail: 'unsought' })
    const one = lane(part('recording', 0, 80), part('gap', 30, 40), unsought)
    const bars = laneBars(one, view, 1_000)
    expect(bars.gaps).toHaveLength(1)
    expect(bars.unsought).toEqual([{ left: expect.closeTo(400), wide: expect.closeTo(400), several: false }])
    expect(laneTip(one, partAt(one, start + 60, 0.1), 0)).toMatch(/^North: not known whether recorded from/)
  })

  it('what signatures say has its state, the worst over the others; what says nothing has none', () => {
    const said = ['not-authentic', 'authentic', 'not-signed', '', 'not-checkable', 'authentic-with-missing']
    const bars = laneBars(lane(...said.map((detail) => part('recording', 10, 90, { detail }))), view, 1_000)
    expect(bars.signing.map(({ state }) => state)).toEqual(['ok', 'unsupported', 'missing', 'changed'])
    expect(bars.recorded).toHaveLength(6)
  })

  it('near events are one mark; those of different kinds lose their shape', () => {
    const motion = { detail: 'tns1:VideoSource/MotionAlarm' }
    const line = { detail: 'tns1:RuleEngine/LineDetector/Crossed' }
    const bars = laneBars(
      lane(
        part('event', 10, 10, motion),
        part('event', 10.1, 10.1, motion),
        part('event', 50.5, 50.5, motion),
        part('event', 50.7, 50.7, line),
      ),
      view,
      1_000,
    )
    expect(bars.events.map(({ count, shape }) => [count, shape])).toEqual([
      [2, 'diamond'],
      [2, 'circle'],
    ])
  })

  it('a mark of one picture is a flag that can be hit', () => {
    const [flag] = laneBars(lane(part('mark', 50, 50, { detail: 'teal' })), view, 1_000).flags
    expect(flag).toEqual({ left: expect.closeTo(497), wide: 6, colour: 'teal' })
  })
})

it('under the pointer, what is small comes before what is large', () => {
  const one = lane(
    part('recording', 0, 100),
    part('gap', 40, 60),
    part('event', 50, 50),
    part('mark', 52, 52),
  )
  const kind = (seconds: number): string | undefined => partAt(one, start + seconds, 0.1)?.kind
  expect([10, 45, 49.9, 52, 101].map(kind)).toEqual(['recording', 'gap', 'event', 'mark', undefined])
})

it('single pictures have edges only where there is room to tell them apart', () => {
  const origin = BigInt(start) * 10_000_000n
  const place = { table: plainTable(100), origin, ahead: 0n, gaps: [] }
  expect(pictureEdges(place, view, 1_000)).toEqual([])
  const near = pictureEdges(place, { from: start + 1, to: start + 1.2 }, 1_000)
  expect(near).toHaveLength(6)
  near.forEach((x, at) => expect(x).toBeCloseTo(at * 200, 0))
  expect(
    pictureEdges({ ...place, ahead: -5_000_000n }, { from: start, to: start + 0.52 }, 1_000)[0],
  ).toBeGreaterThan(950)
})

describe('the question of a view', () => {
  const ask = (from: number, to: number, width = 1_000) =>
    laneQuery({ from, to, width, first: 0, count: 4, chosen: [] })

  it('covers the view with room on both sides, a column for each pixel', () => {
    const { from, to, columns } = ask(start, start + 100)
    expect(from).toBeLessThanOrEqual((start - 49) * 1e6)
    expect(to).toBeGreaterThanOrEqual((start + 149) * 1e6)
    expect(columns).toBe(2_000)
    expect((to - from) % columns).toBe(0)
  })

  it('keeps its grid while the view is moved, and whole microseconds in the closest view', () => {
    const [one, two] = [ask(start, start + 100), ask(start + 13.7, start + 113.7)]
    const column = (one.to - one.from) / one.columns
    expect((two.from - one.from) % column).toBe(0)
    const near = ask(start, start + 0.05, 3_840)
    expect(near.columns).toBe(4_096)
    expect(Number.isSafeInteger(near.from) && Number.isSafeInteger(near.to)).toBe(true)
    expect(near.to).toBeGreaterThan(near.from)
  })
})

describe('what has not been answered yet', () => {
  const seen = { view: { from: 100, to: 200 }, width: 1_000, row: 40, first: 2, last: 6 }

  it('is everything before the first answer, and nothing where the answer tells of all', () => {
    expect(unknownParts(seen, null)).toEqual([{ left: 0, wide: 1_000, top: 0, tall: 160 }])
    expect(unknownParts(seen, { span: { from: 50, to: 250 }, first: 0, count: 9 })).toEqual([])
  })

  it('after zooming out lies on both sides of what is known, after moving on one', () => {
    const known = { first: 0, count: 9 }
    expect(unknownParts(seen, { ...known, span: { from: 140, to: 150 } })).toEqual([
      { left: 0, wide: 400, top: 0, tall: 160 },
      { left: 500, wide: 500, top: 0, tall: 160 },
    ])
    expect(unknownParts(seen, { ...known, span: { from: 0, to: 150 } })).toEqual([
      { left: 500, wide: 500, top: 0, tall: 160 },
    ])
    expect(unknownParts(seen, { ...known, span: { from: 900, to: 950 } })).toEqual([
      { left: 0, wide: 1_000, top: 0, tall: 160 },
    ])
  })

  it('are lanes that were not asked for, above and below', () => {
    expect(unknownParts(seen, { span: { from: 0, to: 300 }, first: 3, count: 2 })).toEqual([
      { left: 0, wide: 1_000, top: 0, tall: 40 },
      { left: 0, wide: 1_000, top: 120, tall: 40 },
    ])
    expect(unknownParts(seen, { span: { from: 0, to: 300 }, first: 20, count: 2 })).toEqual([
      { left: 0, wide: 1_000, top: 0, tall: 160 },
    ])
  })
})
