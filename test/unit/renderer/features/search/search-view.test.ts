// What the search screen works out by itself: marked words, bars and times of the chart, the path of an object.
import { describe, expect, it } from 'vitest'
import type { ItemSummary } from '#contract/item.ts'
import type { KnownCamera } from '#contract/lanes.ts'
import type { Track } from '#contract/track.ts'
import type { SearchCounts, TrackPoint } from '#contract/search.ts'
import type { ItemId } from '#contract/units.ts'
import { createFakeBridge } from '#test/support/fake-bridge.ts'
import { utc } from '#test/support/fake-evidence.ts'
import {
  barAt,
  barsOf,
  scaleOf,
  shareOf,
  timeOf,
} from '../../../../../renderer/features/search/counts-bars.ts'
import { camerasOf } from '../../../../../renderer/features/search/cameras.ts'
import { markWords, wordsOf } from '../../../../../renderer/features/search/mark-words.ts'
import { boxOf, pathOf, pictureOf, placeOf } from '../../../../../renderer/features/search/track-path.ts'

describe('cameras to choose', () => {
  const [sample] = createFakeBridge().items
  const item = (id: string, cameras: string[]): ItemSummary => ({
    ...sample!.summary,
    ...{ id: id as ItemId, name: `${id}.mp4`, cameras },
  })
  const camera = (key: number, source: string): KnownCamera => ({
    ...{ key, name: 'Entrance', source, recorder: source, isSure: true, itemIds: [] },
  })
  const lanes: Record<string, KnownCamera> = {
    a: camera(1, 'North depot'),
    b: camera(2, 'South depot'),
    c: camera(1, 'North depot'),
  }
  const known = { of: (id: ItemId) => lanes[id] ?? null, sourceOf: (id: ItemId) => lanes[id]?.source ?? '' }

  it('are told apart by more than their names', () => {
    const items = ['a', 'b', 'c', 'd', 'e'].map((id) => item(id, ['Entrance']))
    const found = camerasOf(
      items,
      items.slice(0, 4).map(({ id }) => id),
      known,
    )
    expect(found.map(({ name, itemIds }) => [name, itemIds.join('')])).toEqual([
      // Of which no camera is known, by itself.
      ['Entrance · d.mp4', 'd'],
      ['Entrance · North depot', 'ac'],
      ['Entrance · South depot', 'b'],
    ])
  })
})

describe('marked words', () => {
  const marked = (text: string, question: string): string =>
    markWords(text, wordsOf(question))
      .map((part) => (part.marked ? `[${part.text}]` : part.text))
      .join('')

  it.each([
    ['Line Crossed', 'cross LINE', '[Line] [Cross]ed'],
    ['aaaa', 'aa', '[aaaa]'],
    ['abcd', 'bc ab', '[abc]d'],
    ['<b>x</b>', 'b', '<[b]>x</[b]>'],
    ['nothing', '', 'nothing'],
    // Its small letter is longer: nothing is marked in the wrong place.
    ['İx', 'x', 'İx'],
  ])('%s by %s', (text, question, expected) => {
    expect(marked(text, question)).toBe(expected)
    expect(
      markWords(text, wordsOf(question))
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })
})

describe('the chart', () => {
  const counts: SearchCounts = {
    span: { from: utc('2026-05-01T22:00:03.500Z'), to: utc('2026-05-01T22:01:00.000Z') },
    seconds: 5,
    buckets: [
      { from: utc('2026-05-01T22:00:00.000Z'), objects: 3, events: 1 },
      { from: utc('2026-05-01T22:00:55.000Z'), objects: 0, events: 2 },
    ],
  }
  const scale = scaleOf(counts)!

  it('has whole bars from the first to the last', () => {
    expect([scale.bars, barsOf(counts, scale).map(({ index }) => index)]).toEqual([12, [0, 11]])
    expect(scaleOf({ span: null, seconds: 60, buckets: [] })).toBeNull()
  })

  it('a part of it is a time, and a time a part of it', () => {
    expect([barAt(0, scale), barAt(0.999, scale), barAt(1, scale), barAt(-3, scale)]).toEqual([0, 11, 11, 0])
    const time = timeOf(3, 1, scale)
    expect(time).toEqual({ from: '2026-05-01T22:00:05.000Z', to: '2026-05-01T22:00:20.000Z' })
    expect(shareOf(time, scale)).toEqual({ left: 1 / 12, right: 4 / 12 })
    expect(shareOf({ from: null, to: null }, scale)).toBeNull()
    expect(shareOf({ from: utc('2026-05-01T23:00:00.000Z'), to: null }, scale)).toBeNull()
  })
})

describe('the path of an object', () => {
  const point = (time: string, changes: Partial<TrackPoint>): TrackPoint => ({
    ...{ time: utc(time), sample: 0, class: null, likelihood: null, box: null, centre: null, speed: null },
    plate: null,
    behaviour: null,
    ...changes,
  })

  const wide = { width: 160, height: 90 }
  const video = (changes: Partial<Track>): Track =>
    ({
      ...{ id: 1, kind: 'video', width: 1280, height: 720, rotation: 0, pixelAspect: { h: 1, v: 1 } },
      describes: [],
      ...changes,
    }) as Track

  it('is drawn in the shape that its picture has, turned and stretched as it is shown', () => {
    const shape = (changes: Partial<Track>): number[] => {
      const { width, height } = pictureOf([video(changes)], 2)!
      return [Math.round(width), Math.round(height)]
    }
    expect(shape({})).toEqual([160, 90])
    expect(shape({ width: 640, height: 480 })).toEqual([160, 120])
    expect(shape({ rotation: 90 })).toEqual([90, 160])
    expect(shape({ width: 704, height: 576, pixelAspect: { h: 12, v: 11 } })).toEqual([160, 120])
    expect(shape({ width: 60_000, height: 1 })).toEqual([160, 16])
    expect(
      placeOf(point('2026-05-01T22:00:00.000Z', { centre: { x: 0, y: 0 } }), { width: 90, height: 160 }),
    ).toEqual({ x: 45, y: 80 })
  })

  it('is drawn in the picture of the video that its metadata describes, or in none', () => {
    const square = video({ id: 5, width: 500, height: 500 })
    const metadata = video({ id: 2, kind: 'metadata', width: 0, height: 0, describes: [5] })
    expect(pictureOf([video({}), square, metadata], 2)).toEqual({ width: 160, height: 160 })
    expect(pictureOf([video({}), square], 2)).toEqual(wide)
    expect(pictureOf([video({ width: 0 }), metadata], 2)).toBeNull()
  })

  it('runs from place to place, and breaks where nobody knows', () => {
    const points = [
      point('2026-05-01T22:00:00.000Z', { centre: { x: -1, y: 1 } }),
      point('2026-05-01T22:00:01.000Z', { box: { left: -1, right: 1, top: 1, bottom: -1 } }),
      point('2026-05-01T22:00:02.000Z', {}),
      point('2026-05-01T22:00:20.000Z', { centre: { x: 1, y: -1 } }),
    ]
    expect(pathOf(points, wide)).toBe('M0.00 0.00L80.00 45.00M160.00 90.00')
    expect(placeOf(points[2]!, wide)).toBeNull()
    expect(boxOf(points[1]!, wide)).toEqual({ x: 0, y: 0, width: 160, height: 90 })
  })

  it('of very many frames has few corners, and still its end', () => {
    const points = Array.from({ length: 50_000 }, (_, n) =>
      point(new Date(Date.UTC(2026, 4, 1) + n * 40).toISOString(), { centre: { x: n / 25_000 - 1, y: 0 } }),
    )
    const path = pathOf(points, wide)
    expect(path.length).toBeLessThan(12_000)
    expect(path.match(/M/g)).toHaveLength(1)
    expect(path.endsWith('L160.00 45.00')).toBe(true)
  })
})
