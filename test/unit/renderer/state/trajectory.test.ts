import { describe, expect, it } from 'vitest'
import type { MetadataFrame, MetadataObject } from '#contract/metadata.ts'
import type { TimedFrame } from '../../../../renderer/state/overlay-match.ts'
import { partsOf, placeOf, trajectoriesOf, type Trajectory } from '../../../../renderer/state/trajectory.ts'

const ms = (value: number): bigint => BigInt(value) * 10_000n

/** An object that is at x = milliseconds at each of these times. */
const walk = (...times: number[]): Trajectory => ({
  ...{ key: 'A', class: 'Human' },
  places: times.map((time) => ({ at: ms(time), place: { x: time, y: 0 } })),
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

  it('is loose where nothing was told for more than a second, and broken after five', () => {
    expect(drawn(walk(0, 1_000, 2_001, 2_041), 9_000)).toEqual(['0 1000', '1000 2001 loose', '2001 2041'])
    expect(drawn(walk(0, 40, 5_040, 5_080), 9_000)).toEqual(['0 40', '40 5040 loose', '5040 5080'])
    expect(drawn(walk(0, 40, 5_041, 5_081), 9_000)).toEqual(['0 40', '5041 5081'])
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
  const frame = (at: number, objects: MetadataObject[], source = 'A'): TimedFrame => ({
    at: ms(at),
    frame: { trackId: 2, source, objects } as unknown as MetadataFrame,
  })

  it('are of one number in one source each, at the centre that was sent or that of the box', () => {
    const found = trajectoriesOf([
      frame(0, [object('1'), object('2', { centre: { x: 0.25, y: 0 } }), object(null)]),
      frame(40, [object('1')], 'B'),
      frame(80, [object('1'), object('3', { box: null }), object('4', { behaviour: 'removed' })]),
    ])
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
    expect(placeOf(object('1'))).toEqual({ x: -0.5, y: 0.5 })
    expect(placeOf(object('1', { box: null }))).toBeNull()
  })
})
