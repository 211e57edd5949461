// When objects of an item are seen, in columns of a screen: the same as a plain reckoning over every frame says.
import { beforeAll, describe, expect, it } from 'vitest'
import type { MetadataFrame, MetadataItem } from '#contract/metadata.ts'
import type { ObjectBarQuery, ObjectBars } from '#contract/object-bars.ts'
import type { ItemId, UnixMicros, UtcTime } from '#contract/units.ts'
import { ObjectBarStore } from '#engine/store/object-bar-store.ts'
import { crowd } from '#test/support/many-objects.ts'
import { SearchBench } from '#test/support/search-case.ts'

const from = Date.UTC(2026, 4, 1, 22)
const micros = (millis: number): UnixMicros => (millis * 1000) as UnixMicros

function storeOf(items: Iterable<MetadataItem>): { bars: ObjectBarStore; id: ItemId } {
  const bench = new SearchBench()
  const id = bench.item()
  bench.index(id, items)
  return { bars: new ObjectBarStore(bench.db, bench.items), id }
}

/** `at`: seconds from the beginning. */
function frame(at: number, ...objects: [id: string, type: string | null][]): MetadataFrame {
  const [first] = crowd({ seed: 1, objects: 1, perFrame: 1 })
  const known = first?.kind === 'frame' ? first.objects[0] : undefined
  if (!known) throw new Error('a crowd of one')
  return {
    ...{ kind: 'frame', time: new Date(from + at * 1000).toISOString() as UtcTime, trackId: 2, sample: 0 },
    source: 'cam',
    ended: [],
    ptz: null,
    objects: objects.map(([id, type]) => ({
      ...{ ...known, id, class: type, plate: null },
      classes: type === null ? [] : [{ type, likelihood: null }],
    })),
  }
}

const seconds = (from: number, to: number): { from: UnixMicros; to: UnixMicros } => ({
  from: micros(timeAt(from)),
  to: micros(timeAt(to)),
})
const named = (id: string) => ({ id, trackId: 2, source: 'cam' })
const timeAt = (at: number): number => from + at * 1000

describe('a few objects', () => {
  const { bars, id } = storeOf([
    ...[0, 1, 2, 3].map((at) => frame(at, ['1', 'Car'])),
    frame(10, ['2', 'Car'], ['3', null]),
    frame(10.5, ['2', 'Car'], ['4', 'Human']),
    // Over two whole minutes: three rows of the index.
    ...Array.from({ length: 130 }, (_, at) => frame(20 + at, ['7', 'Human'])),
  ])
  const ask = (part: { from: UnixMicros; to: UnixMicros }, columns = 100): ObjectBars =>
    bars.of({ itemId: id, trackIds: null, columns, ...part })

  it('are bars from their first frame to their last, by class, in the order of their names', () => {
    expect(ask(seconds(0, 200), 2_000)).toEqual({
      lanes: [
        {
          classes: ['Car'],
          bars: [
            { ...seconds(0, 3), several: false, object: named('1') },
            { ...seconds(10, 10.5), several: false, object: named('2') },
          ],
        },
        {
          classes: ['Human'],
          bars: [
            { ...seconds(10.5, 10.5), several: false, object: named('4') },
            { ...seconds(20, 149), several: false, object: named('7') },
          ],
        },
        { classes: [], bars: [{ ...seconds(10, 10), several: false, object: named('3') }] },
      ],
      more: 0,
      indexed: true,
    })
  })

  it('are told as several where they begin in the same column', () => {
    const [cars] = ask(seconds(0, 200), 10).lanes
    expect(cars?.bars).toEqual([{ ...seconds(0, 10.5), several: true, object: null }])
  })

  it('are there while they go on, whether or not they begin in view', () => {
    const [cars, humans] = ask(seconds(2, 3)).lanes
    expect(cars?.bars).toEqual([{ ...seconds(0, 3), several: false, object: named('1') }])
    expect(humans?.bars).toEqual([])
    const [, later] = ask(seconds(100, 101)).lanes
    expect(later?.bars.map(({ object }) => object?.id)).toEqual(['7'])
    expect(ask(seconds(3.001, 9)).lanes[0]?.bars).toEqual([])
  })
})

it('of a file of several cameras, only those of the tracks that are asked for', () => {
  const { bars, id } = storeOf([
    frame(0, ['1', 'Car']),
    { ...frame(0, ['1', 'Car']), trackId: 3 },
    { ...frame(5, ['2', 'Car']), trackId: 3 },
  ])
  const of = (trackIds: number[] | null): unknown =>
    bars
      .of({ itemId: id, trackIds, columns: 1_000, ...seconds(0, 20) })
      .lanes[0]?.bars.map(({ object, several }) => [object?.trackId, object?.id, several])
  expect(of([3])).toEqual([
    [3, '1', false],
    [3, '2', false],
  ])
  expect(of([2])).toEqual([[2, '1', false]])
  expect(of(null)).toEqual([
    [undefined, undefined, true],
    [3, '2', false],
  ])
})

it('more classes than lanes are counted', () => {
  const { bars, id } = storeOf(
    Array.from({ length: 20 }, (_, at) => frame(at, [String(at), `Class ${String(at).padStart(2, '0')}`])),
  )
  const found = bars.of({ itemId: id, trackIds: null, columns: 10, ...seconds(0, 20) })
  expect(found.lanes).toHaveLength(12)
  expect(found.more).toBe(8)
})

it('an item of which not all is indexed says so', () => {
  const bench = new SearchBench()
  const id = bench.item()
  bench.metadata.begin(id)
  bench.metadata.insert(id, [frame(0, ['1', 'Car'])])
  const bars = new ObjectBarStore(bench.db, bench.items)
  expect(bars.of({ itemId: id, trackIds: null, columns: 10, ...seconds(0, 20) })).toMatchObject({
    indexed: false,
  })
})

describe('a crowd', () => {
  const frames = [...crowd({ seed: 9, objects: 40_000, stays: 40, from, eventEvery: 50 })]
  const seen = new Map<string, { first: number; last: number; type: string | null }>()
  let bars: ObjectBarStore
  let id: ItemId

  beforeAll(() => {
    ;({ bars, id } = storeOf(frames))
    for (const item of frames) {
      if (item.kind !== 'frame') continue
      for (const object of item.objects) {
        const at = Date.parse(item.time)
        const known = seen.get(object.id ?? '')
        if (known) known.last = at
        else seen.set(object.id ?? '', { first: at, last: at, type: object.class })
      }
    }
  })

  const looks: Omit<ObjectBarQuery, 'itemId' | 'trackIds'>[] = [
    { ...seconds(0, 160), columns: 1_000 },
    { ...seconds(0, 160), columns: 60 },
    { ...seconds(30, 50), columns: 900 },
    { ...seconds(59, 61), columns: 1_500 },
    { ...seconds(-100, 300), columns: 333 },
  ]
  it.each(looks)('covers what is seen, and nothing else: $columns columns', (look) => {
    const column = (look.to - look.from) / look.columns
    const { lanes } = bars.of({ itemId: id, trackIds: null, ...look })
    for (const { classes, bars: shown } of lanes) {
      const all = [...seen.values()]
        .filter(({ type }) => (type === null ? classes.length === 0 : classes.join() === type))
        .map(({ first, last }) => ({ from: micros(first), to: micros(last) }))
        .filter(({ from: first, to: last }) => first < look.to && last >= look.from)
      expect(shown.length).toBeGreaterThan(0)
      const isIn = (at: number, list: readonly { from: number; to: number }[], slack: number): boolean =>
        list.some(({ from: first, to: last }) => at >= first - slack && at <= last + slack)
      for (let at = look.from + column / 2; at < look.to; at += column) {
        if (isIn(at, all, 0)) expect(isIn(at, shown, 0), `${classes.join()} at ${at}`).toBe(true)
        // A bar of several reaches from the first to the last of them; they begin within a column.
        if (isIn(at, shown, 0)) expect(isIn(at, all, column), `${classes.join()} at ${at}`).toBe(true)
      }
      for (const bar of shown.filter(({ several }) => !several)) {
        const object = seen.get(bar.object?.id ?? '')
        expect(bar.from).toBe(micros(object?.first ?? 0))
        // Of what goes on over a whole minute together with others, the rest stands with these.
        if (bar.to !== micros(object?.last ?? 0)) expect(bar.to).toBe(micros(timeAt(59.96)))
      }
    }
  })
})
