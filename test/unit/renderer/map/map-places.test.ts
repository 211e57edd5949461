import { describe, expect, it } from 'vitest'
import type { Position } from '#contract/metadata.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import {
  gridLabel,
  gridLines,
  gridStep,
  groupPlaces,
  isMoving,
  placeAt,
  placeNames,
  timedPlaces,
  unwrap,
  type ItemPlace,
} from '../../../../renderer/features/map/map-places.ts'
import { parseInstant } from '../../../../renderer/state/playhead-time.ts'

const at = (second: number, latitude: number, longitude: number): Position => ({
  time: `2026-05-01T22:00:${String(second).padStart(2, '0')}.000Z` as UtcTime,
  location: { latitude, longitude, elevation: null },
})
const instant = (text: string): bigint => parseInstant(`2026-05-01T22:00:${text}Z`) ?? 0n

describe('positions', () => {
  const places = timedPlaces([at(20, 2, 2), at(10, 1, 1), at(30, 95, 0), at(40, 0, 200)])

  it('are in order of time, and on the earth', () => {
    expect(places.map(({ location }) => location.latitude)).toEqual([1, 2])
  })

  it('are the nearest earlier one, never one in between, never a later one', () => {
    expect(placeAt(places, instant('09.999'))).toBeNull()
    expect(placeAt(places, instant('10.000'))?.location.latitude).toBe(1)
    expect(placeAt(places, instant('19.999'))?.location.latitude).toBe(1)
    expect(placeAt(places, instant('59.000'))?.location.latitude).toBe(2)
    expect(placeAt([], instant('10.000'))).toBeNull()
  })

  it('are where the camera was at a picture, where its start time is corrected', () => {
    const corrected = timedPlaces([at(20, 2, 2), at(10, 1, 1)], 4_000_000n)
    expect(placeAt(corrected, instant('20.399'))?.location.latitude).toBe(1)
    expect(placeAt(corrected, instant('20.400'))).toMatchObject({ time: '2026-05-01T22:00:20.000Z' })
  })

  it('make a track only where something moves', () => {
    expect(isMoving(timedPlaces([at(1, 5, 5), at(2, 5, 5)]))).toBe(false)
    expect(isMoving(places)).toBe(true)
  })

  it('go on beyond the antimeridian instead of back around the world', () => {
    expect(unwrap(timedPlaces([at(1, 0, 179), at(2, 0, -179), at(3, 0, -178), at(4, 0, 179)]))).toEqual([
      [0, 179],
      [0, 181],
      [0, 182],
      [0, 179],
    ])
  })
})

it('items at one place share a marker', () => {
  const place = (name: string, latitude: number): ItemPlace => ({
    itemId: name as never,
    name,
    latitude,
    longitude: 2,
    place: '',
    kind: 'loci',
    track: [],
  })
  expect(
    groupPlaces([place('a', 1), place('b', 1.000001), place('c', 1.1)]).map((group) =>
      group.map(({ name }) => name),
    ),
  ).toEqual([['a', 'b'], ['c']])
})

it('a place is called what its files call it, each name once', () => {
  const at = (place: string): ItemPlace => ({
    ...{ itemId: 'x' as ItemId, name: 'a', latitude: 1, longitude: 1, kind: 'loci', track: [] },
    place,
  })
  expect(placeNames([at('Harbour Yard'), at(''), at(' Harbour Yard '), at('Gate')])).toEqual([
    'Harbour Yard',
    'Gate',
  ])
  expect(placeNames([at('')])).toEqual([])
})

describe('the grid', () => {
  it('has lines at a distance that can be read', () => {
    for (let degreesPerPixel = 1e-6; degreesPerPixel < 1; degreesPerPixel *= 3) {
      const step = gridStep(degreesPerPixel)
      expect(step === 30 || step / degreesPerPixel >= 110).toBe(true)
    }
    expect(gridLines(-1.1, 1.1, 0.5)).toEqual([-1, -0.5, 0, 0.5, 1])
    expect(gridLines(0, 1e9, 0.001)).toHaveLength(100)
  })

  it('is labelled with hemispheres, around the world', () => {
    expect([
      gridLabel(48.5, 0.5, 'latitude'),
      gridLabel(-30, 30, 'latitude'),
      gridLabel(0, 30, 'longitude'),
      gridLabel(190, 10, 'longitude'),
      gridLabel(180, 30, 'longitude'),
    ]).toEqual(['48.5° N', '30° S', '0°', '170° W', '180°'])
  })
})
