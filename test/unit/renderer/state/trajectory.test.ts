import { describe, expect, it } from 'vitest'
import type { MetadataFrame, MetadataObject } from '#contract/metadata.ts'
import type { TrackPoint } from '#contract/search.ts'
import type { UtcTime } from '#contract/units.ts'
import type { TimedFrame } from '../../../../renderer/state/overlay-match.ts'
import {
  partsOf,
  placeOf,
  trajectoriesOf,
  trajectoryOf,
  type Trajectory,
} from '../../../../renderer/state/trajectory.ts'

const ms = (value: number): bigint => BigInt(value) * 10_000n

/** An object that is at x = milliseconds at each of these times. */
const walk = (...times: number[]): Trajectory => ({
  ...{ key: 'A', class: 'Human', reach: null },
  places: times.map((time) => ({ at: ms(time), place: { x: time, y: 0 }, idle: false, until: null })),
})

const drawn = (trajectory: Trajectory, at: number): string[] =>
  partsOf(trajectory, ms(at)).map(
    ({ places, ahead, loose }) =>
      `${places.map(({ x }) => x).join(' ')}${ahead ? ' ahead' : ''}${loose ? ' loose' : ''}`,
  )

describe('a trajectory', () => {
  it('is behind up to the picture and ahead from there, joined where it is', () => {
    expect(drawn(walk(0, 40, 80, 120), 40)).toEqual(['0 40', '40 80 120 ahead'])
    expect(drawn(walk(0, 40, 80, 120), 120)).toEqual(['0 40 80 120'])
    // The picture lies between two places: the way to the next one is ahead.
    expect(drawn(walk(0, 40, 80), 50)).toEqual(['0 40', '40 80 ahead'])
    expect(drawn(walk(0), 0)).toEqual([])
  })

  it('is loose where nothing was told for more than a second', () => {
    expect(drawn(walk(0, 1_000, 2_001, 2_041), 4_000)).toEqual(['0 1000', '1000 2001 loose', '2001 2041'])
    expect(drawn(walk(0, 40, 5_040, 5_080), 9_000)).toEqual(['0 40', '40 5040 loose', '5040 5080'])
  })

  it('goes no further than a break of five seconds: behind it the number may stand for another', () => {
    expect(drawn(walk(0, 40, 5_041, 5_081), 9_000)).toEqual(['5041 5081'])
    expect(drawn(walk(0, 40, 5_041, 5_081), 40)).toEqual(['0 40'])
    // Nothing near the moment: neither what was long before nor what comes long after.
    expect(drawn(walk(0, 40, 20_000, 20_040), 10_000)).toEqual([])
    expect(drawn(walk(20_000, 20_040), 15_000)).toEqual(['20000 20040 ahead'])
    expect(drawn(walk(0, 40, 20_000, 20_040), 16_000)).toEqual(['20000 20040 ahead'])
  })

  it('goes on from where the object became idle, however long it stands there', () => {
    const { places, ...way } = walk(0, 40, 900_000, 900_040)
    const parked = { ...way, places: places.map((one, at) => ({ ...one, idle: at === 1 })) }
    expect(drawn(parked, 500_000)).toEqual(['0 40', '40 900000 ahead loose', '900000 900040 ahead'])
    expect(drawn(parked, 900_040)).toEqual(['0 40', '40 900000 loose', '900000 900040'])
  })

  it('ends with the object: its number may be given to another at once', () => {
    const { places, ...way } = walk(0, 40, 80, 120)
    const given = {
      ...way,
      places: places.map((one, at) => ({ ...one, idle: true, until: at === 1 ? ms(60) : null })),
    }
    expect(drawn(given, 40)).toEqual(['0 40'])
    expect(drawn(given, 70)).toEqual(['0 40'])
    expect(drawn(given, 80)).toEqual(['80 120 ahead'])
    expect(drawn(given, 200)).toEqual(['80 120'])
  })

  it('goes as far as it is to be shown, and no further', () => {
    const near = { ...walk(0, 1_000, 2_000, 3_000, 4_000, 5_000), reach: ms(2_000) }
    expect(drawn(near, 3_000)).toEqual(['1000 2000 3000', '3000 4000 5000 ahead'])
    expect(drawn(near, 2_999)).toEqual(['1000 2000', '2000 3000 4000 ahead'])
  })

  it('is bounded on both sides, around the picture', () => {
    const long = walk(...Array.from({ length: 50_000 }, (_, at) => at * 40))
    const [behind, ahead] = partsOf(long, ms(1_000_000))
    expect(behind?.places).toHaveLength(1_000)
    expect(behind?.places.at(-1)).toEqual({ x: 1_000_000, y: 0 })
    // The last place behind is where it begins.
    expect(ahead?.places).toHaveLength(1_001)
  })
})

describe('trajectories of the loaded frames', () => {
  const box = { left: -1, top: 1, right: 0, bottom: 0 }
  const object = (id: string | null, more: Partial<MetadataObject> = {}): MetadataObject =>
    ({ id, class: 'Human', box, centre: null, behaviour: null, ...more }) as MetadataObject
  const frame = (at: number, objects: MetadataObject[], source = 'A', ended: string[] = []): TimedFrame => ({
    at: ms(at),
    frame: { trackId: 2, source, objects, ended } as unknown as MetadataFrame,
  })

  it('end where a frame says so, of its own source alone', () => {
    const found = trajectoriesOf(
      [
        frame(0, [object('1')]),
        frame(40, [object('1')]),
        frame(60, [], 'B', ['1']),
        frame(80, [object('1')], 'A', ['1']),
        frame(90, [], 'A', ['1', '2']),
        frame(120, [object('1')]),
      ],
      ms(4_000),
    )
    expect(found.map(({ places }) => places.map(({ until }) => until))).toEqual([[null, null, ms(80), null]])
  })

  it('are of one number in one source each, at the centre that was sent or that of the box', () => {
    const found = trajectoriesOf(
      [
        frame(0, [object('1'), object('2', { centre: { x: 0.25, y: 0 } }), object(null)]),
        frame(40, [object('1')], 'B'),
        frame(80, [object('1'), object('3', { box: null }), object('4', { behaviour: 'removed' })]),
      ],
      ms(4_000),
    )
    expect(found.map(({ places }) => places.map(({ at, place }) => [Number(at / 10_000n), place.x]))).toEqual(
      [
        [
          [0, -0.5],
          [80, -0.5],
        ],
        [[0, 0.25]],
        [[40, -0.5]],
      ],
    )
    const known = { key: 'K', id: '1', trackId: 2, source: 'A', class: null }
    const point = (second: number, behaviour: TrackPoint['behaviour']): TrackPoint => ({
      ...{
        time: `2026-05-01T22:00:0${second}.000Z` as UtcTime,
        sample: 0,
        class: 'Car',
        likelihood: null,
        box,
      },
      ...{ centre: null, speed: null, plate: null, behaviour },
    })
    const whole = trajectoryOf(
      known,
      { points: [point(1, null), point(2, 'removed'), point(3, 'idle')], ended: [] },
      0n,
    )
    expect([whole.key, whole.class, whole.places.map(({ idle }) => idle)]).toEqual([
      'K',
      'Car',
      // The track does not say whether it was ended while it stood there.
      [false, false],
    ])
    // By a corrected start time it was there an hour later, as the pictures have it.
    const hour = 36_000_000_000n
    const [corrected] = trajectoryOf(known, { points: [point(1, null)], ended: [] }, hour).places
    expect(corrected?.at).toBe((whole.places[0]?.at ?? 0n) + hour)
    const given = { points: [point(1, null), point(2, null), point(4, null)], ended: [point(3, null).time] }
    expect(trajectoryOf(known, given, hour).places.map(({ at, until }) => until && until - at)).toEqual([
      ...[null, ms(1_000), null],
    ])
    expect(placeOf(object('1'))).toEqual({ x: -0.5, y: 0.5 })
    expect(placeOf(object('1', { box: null }))).toBeNull()
  })
})
