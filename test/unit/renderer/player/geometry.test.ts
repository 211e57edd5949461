import { describe, expect, it } from 'vitest'
import type { IdleObject, MetadataObject } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import {
  boxToPixels,
  labelOf,
  linesOf,
  polygonPointLimit,
  presentObjects,
  shapeAt,
  shapeLimit,
  shapesOf,
  type Scene,
  toPixels,
} from '../../../../renderer/features/player/overlay-geometry.ts'
import {
  canvasSize,
  displaySize,
  fitInto,
  shrunk,
  turn,
} from '../../../../renderer/features/player/picture-geometry.ts'
import type { Match } from '../../../../renderer/state/overlay-match.ts'
import { strokeOf } from '../../../../renderer/state/class-colour.ts'
import type { Trajectory } from '../../../../renderer/state/trajectory.ts'

const picture = { width: 640, height: 360 }
const kinds = {
  ...{ boxes: true, polygons: true, centres: true, labels: true, colours: true },
  ...{ carried: true, idle: true, removed: true },
  ...{ trajectory: true, trajectories: true, ptz: true },
}

function object(given: Partial<MetadataObject> = {}): MetadataObject {
  return {
    id: '12',
    parent: null,
    classes: [],
    class: 'Human',
    likelihood: 0.874,
    box: { left: -0.5, top: 0.5, right: 0, bottom: 0 },
    polygon: null,
    centre: { x: 0, y: 0 },
    colour: '#2050c0',
    geoLocation: null,
    speed: null,
    plate: null,
    behaviour: null,
    ...given,
  }
}
const match = (objects: MetadataObject[], carried = false): Match =>
  ({
    at: 0n,
    carried,
    frame: { kind: 'frame', time: '', trackId: 1, sample: 0, source: null, objects, ended: [] },
  }) as unknown as Match
const all = {
  ...{ picture, kinds, hidden: new Set<string>(), hiddenObjects: new Set<string>(), only: null },
}
const utc = '2026-05-01T22:00:01.000Z' as UtcTime
const scene = (...matches: Match[]): Scene => ({ matches, idle: [], utc })
const standing = (id: string): IdleObject => ({
  ...{ time: '2026-05-01T22:00:00.040Z' as UtcTime, trackId: 1, sample: 0, source: null },
  object: object({ id, behaviour: 'idle' }),
})

describe('overlay geometry', () => {
  it('lies in the active part of the picture', () => {
    const part = { x: 20, y: 30, width: 600, height: 300 }
    expect(toPixels({ x: -1, y: 1 }, part)).toEqual({ x: 20, y: 30 })
    expect(toPixels({ x: 1, y: -1 }, part)).toEqual({ x: 620, y: 330 })
    const { shapes } = shapesOf(scene(match([object()])), { ...all, picture: part })
    expect(shapes[0]?.rect).toEqual({ x: 170, y: 105, width: 150, height: 75 })
    expect(shapes[0]?.centre).toEqual({ x: 320, y: 180 })
  })

  it('draws all polygons of an object, each of them whole or not at all', () => {
    const triangle = [
      { x: -1, y: 1 },
      { x: 1, y: 1 },
      { x: 1, y: -1 },
    ]
    const many = Array.from({ length: polygonPointLimit }, (_, at) => ({ x: at / 5_000, y: 0 }))
    const of = (more: Partial<MetadataObject>): ReturnType<typeof shapesOf> =>
      shapesOf(scene(match([object({ box: null, ...more })])), all)
    const both = of({ polygon: triangle, morePolygons: [triangle.slice(0, 3).reverse()] })
    expect(both.shapes[0]?.polygons.map((one) => one[0])).toEqual([
      { x: 0, y: 0 },
      { x: 640, y: 360 },
    ])
    expect(both.polygonsLeftOut).toBe(0)
    const bounded = of({ polygon: many, morePolygons: [triangle, triangle] })
    expect([bounded.shapes[0]?.polygons.length, bounded.polygonsLeftOut]).toEqual([1, 2])
    expect(of({}).shapes[0]?.polygons).toEqual([])
    // They are hit where any of them is.
    expect(shapeAt(both.shapes, { x: 5, y: 350 })?.id).toBe('12')
  })

  it('has its origin in the middle, with y upwards', () => {
    expect(toPixels({ x: -1, y: 1 }, picture)).toEqual({ x: 0, y: 0 })
    expect(toPixels({ x: 1, y: -1 }, picture)).toEqual({ x: 640, y: 360 })
    expect(toPixels({ x: 0, y: 0 }, picture)).toEqual({ x: 320, y: 180 })
    expect(boxToPixels({ left: -0.5, top: 0.5, right: 0, bottom: 0 }, picture)).toEqual({
      x: 160,
      y: 90,
      width: 160,
      height: 90,
    })
  })

  it('takes edges in any order, and keeps nonsense near the picture', () => {
    expect(boxToPixels({ left: 0, top: 0, right: -0.5, bottom: 0.5 }, picture)).toEqual({
      x: 160,
      y: 90,
      width: 160,
      height: 90,
    })
    expect(boxToPixels({ left: -1e300, top: 1e300, right: 1e300, bottom: -1e300 }, picture)).toEqual({
      x: -640,
      y: -360,
      width: 1920,
      height: 1080,
    })
  })

  it('draws what is switched on, of classes that are not hidden', () => {
    const drawn = shapesOf(scene(match([object(), object({ class: null, id: null })])), all)
    expect(drawn.shapes).toHaveLength(2)
    expect(drawn.shapes[0]).toMatchObject({
      class: 'Human',
      carried: false,
      swatch: '#2050c0',
      centre: { x: 320, y: 180 },
    })
    const hidden = shapesOf(scene(match([object(), object({ class: null })])), {
      ...all,
      hidden: new Set(['Human']),
    })
    expect(hidden.shapes.map((shape) => shape.class)).toEqual([null])
    const bare = shapesOf(scene(match([object()])), {
      ...all,
      kinds: { ...kinds, boxes: false, centres: false, labels: false, colours: false },
    })
    expect(bare.shapes[0]).toMatchObject({ rect: null, centre: null, label: null, swatch: null })
    expect(
      shapesOf(scene(match([object()], true)), { ...all, kinds: { ...kinds, carried: false } }).shapes,
    ).toEqual([])
  })

  it('draws what stands still without being listed, once, and says since when', () => {
    const carried = match([object({ id: '7', behaviour: 'idle' }), object({ id: '8' })], true)
    const { shapes } = shapesOf({ matches: [carried], idle: [standing('7'), standing('9')], utc }, all)
    expect(shapes.map(({ id, carried: old, idleSince }) => [id, old, idleSince?.slice(17) ?? null])).toEqual([
      ['8', true, null],
      ['7', false, '00.040Z'],
      ['9', false, '00.040Z'],
    ])
    expect(shapes[1]?.label).toBe('Human 87 % · 7 · idle since 22:00:00.040')
    const [later] = shapesOf(
      { matches: [], idle: [standing('7')], utc: '2026-05-02T00:00:00.000Z' as UtcTime },
      all,
    ).shapes
    expect(later?.label).toBe('Human 87 % · 7 · idle since 2026-05-01 22:00:00.040')
    const off = shapesOf(
      { matches: [carried], idle: [standing('9')], utc },
      { ...all, kinds: { ...kinds, idle: false } },
    )
    expect(off.shapes.map(({ id }) => id)).toEqual(['7', '8'])
  })

  it('tells the place from where something was removed from an object', () => {
    const there = scene(match([object({ id: '19', behaviour: 'removed' }), object({ id: '8' })]))
    const [marker] = shapesOf(there, all).shapes
    expect(marker).toMatchObject({ behaviour: 'removed', label: 'Human 87 % · 19 · removed from here' })
    const off = shapesOf(there, { ...all, kinds: { ...kinds, removed: false } })
    expect(off.shapes.map(({ id }) => id)).toEqual(['8'])
  })

  it('draws single objects or leaves them out, by number, track and source', () => {
    const there = scene(match([object({ id: '7' }), object({ id: '8' }), object({ id: null })]))
    const [seven] = presentObjects(there)
    const { key } = seven!
    const ids = (more: object): (string | null)[] =>
      shapesOf(there, { ...all, ...more }).shapes.map(({ id }) => id)
    expect(presentObjects(there).map(({ id }) => id)).toEqual(['7', '8'])
    expect(ids({ hiddenObjects: new Set([key]) })).toEqual(['8', null])
    expect(ids({ only: seven })).toEqual(['7'])
    expect(ids({ only: { ...seven, key: 'of another source' } })).toEqual([])
    // What stands still is hidden and shown by the same key as where it is listed.
    const still = { matches: [], idle: [standing('7')], utc }
    expect(shapesOf(still, { ...all, hiddenObjects: new Set([key]) }).shapes).toEqual([])
    expect(presentObjects(still)).toMatchObject([{ id: '7', key }])
  })

  it('draws trajectories of what is shown, in pixels of the picture', () => {
    const way = (key: string, kind: string): Trajectory => ({
      ...{ key, class: kind, reach: null },
      places: [
        { at: 0n, place: { x: -1, y: 1 }, idle: false, until: null },
        { at: 1n, place: { x: 0, y: 0 }, idle: false, until: null },
        { at: 2n, place: { x: 1, y: -1 }, idle: false, until: null },
      ],
    })
    const [one, two] = [way('1', 'Human'), way('2', 'Car')]
    const keys = (more: object): string[] => [
      ...new Set(linesOf([one, two], 1n, { ...all, ...more }).lines.map(({ key }) => key)),
    ]
    expect(linesOf([one], 1n, all).lines).toMatchObject([
      {
        points: [
          { x: 0, y: 0 },
          { x: 320, y: 180 },
        ],
        ahead: false,
        loose: false,
      },
      {
        points: [
          { x: 320, y: 180 },
          { x: 640, y: 360 },
        ],
        ahead: true,
        loose: false,
      },
    ])
    // The first lies above the others.
    expect(keys({})).toEqual(['2', '1'])
    expect(keys({ hidden: new Set(['Car']) })).toEqual(['1'])
    expect(keys({ hiddenObjects: new Set(['1']) })).toEqual(['2'])
    expect(keys({ only: { key: '2' } })).toEqual(['2'])
  })

  it('draws trajectories of so many points together, the first before all others, and says how many it left out', () => {
    const step = (at: number): Trajectory['places'][number] => ({
      ...{ at: BigInt(at), place: { x: 0, y: 0 }, idle: false, until: null },
    })
    const places = Array.from({ length: 500 }, (_, at) => step(at))
    const crowd = Array.from({ length: 50 }, (_, at) => ({ key: `${at}`, class: null, places, reach: null }))
    const alone = { key: 'alone', class: null, places: [step(0)], reach: null }
    const { lines, leftOut } = linesOf([...crowd, alone], 1_000n, all)
    expect([lines.length, lines.at(-1)?.key, leftOut]).toEqual([40, '0', 10])
    const many = Array.from({ length: shapeLimit + 3 }, (_, at) => ({
      ...crowd[0]!,
      places: [step(at), step(at + 1)],
    }))
    expect(linesOf(many, 1_000n, all).leftOut).toBe(3)
  })

  it('finds the smallest object under a click', () => {
    const large = object({ id: '1', box: { left: -1, top: 1, right: 1, bottom: -1 } })
    const small = object({ id: '2', box: { left: -0.5, top: 0.5, right: 0, bottom: 0 } })
    const point = object({ id: '3', box: null, centre: { x: 0.5, y: -0.5 } })
    const { shapes } = shapesOf(scene(match([small, large, point])), all)
    const at = (x: number, y: number): string | null => shapeAt(shapes, { x, y })?.id ?? null
    expect([at(200, 100), at(400, 100), at(483, 273), at(483, 290), at(700, 100)]).toEqual([
      ...['2', '1', '3', '1'],
      null,
    ])
  })

  it('says how many objects it left out', () => {
    const many = Array.from({ length: shapeLimit + 7 }, () => object())
    expect(shapesOf(scene(match(many)), all)).toMatchObject({ leftOut: 7 })
  })

  it('labels with class, likelihood, plate, number and speed in metres a second, made safe', () => {
    expect(labelOf(object())).toBe('Human 87 % · 12')
    expect(labelOf(object({ class: 'Vehicle', likelihood: null, plate: 'AB 123' }))).toBe(
      'Vehicle · AB 123 · 12',
    )
    expect(labelOf(object({ class: 'Evil\u202e\n', id: null, likelihood: 1 }))).toBe('Evil\ufffd\ufffd 100 %')
    expect(labelOf(object({ class: null, id: null }))).toBe('')
    expect(labelOf(object({ speed: 8.35 }))).toBe('Human 87 % · 12 · 8.3 m/s')
    expect(labelOf(object({ speed: 0 }))).toBe('Human 87 % · 12 · 0.0 m/s')
    expect(labelOf(object({ speed: -1e300 }))).toBe('Human 87 % · 12 · -1.0e+300 m/s')
  })

  it('gives each class its own lasting colour', () => {
    expect(strokeOf('Human')).not.toBe(strokeOf('Vehicle'))
    expect(strokeOf('Forklift')).toBe(strokeOf('Forklift'))
    for (const name of ['', '\u{1f600}', 'x'.repeat(1000)]) expect(strokeOf(name)).toMatch(/^#[0-9a-f]{6}$/)
  })
})

describe('picture geometry', () => {
  const stored = { width: 720, height: 576 }

  it('honours pixel aspect and rotation', () => {
    expect(displaySize({ stored, pixelAspect: { h: 16, v: 15 }, rotation: 0 })).toEqual({
      width: 768,
      height: 576,
    })
    expect(displaySize({ stored, pixelAspect: { h: 16, v: 15 }, rotation: 90 })).toEqual({
      width: 576,
      height: 768,
    })
    expect(canvasSize({ stored, pixelAspect: { h: 16, v: 15 }, rotation: 270 })).toEqual({
      width: 576,
      height: 720,
    })
  })

  it.each([
    [0, [0, 0], [720, 576]],
    [90, [576, 0], [0, 720]],
    [180, [720, 576], [0, 0]],
    [270, [0, 720], [576, 0]],
  ])('turns by %s° clockwise', (rotation, topLeft, bottomRight) => {
    const [a, b, c, d, e, f] = turn({ stored, pixelAspect: { h: 1, v: 1 }, rotation })
    const apply = (x: number, y: number): number[] =>
      [a * x + c * y + e, b * x + d * y + f].map((value) => value + 0)
    expect(apply(0, 0)).toEqual(topLeft)
    expect(apply(720, 576)).toEqual(bottomRight)
  })

  it('while pictures move, has no more pixels than the display has for it, and never more than are stored', () => {
    expect(shrunk(stored, { width: 419.6, height: 300 })).toEqual({ width: 420, height: 300 })
    expect(shrunk(stored, { width: 1_000, height: 900 })).toEqual(stored)
    expect(shrunk(stored, { width: 0, height: 0 })).toEqual({ width: 1, height: 1 })
  })

  it('fits whole into the room, on whole device pixels', () => {
    expect(fitInto({ width: 1000, height: 300 }, picture, 1)).toEqual({
      left: 234,
      top: 0,
      width: 533,
      height: 300,
    })
    const rect = fitInto({ width: 1001, height: 777 }, picture, 1.5)
    for (const value of Object.values(rect)) expect(Math.round(value * 1.5) / 1.5).toBe(value)
    expect(fitInto({ width: 0, height: 0 }, picture, 1)).toEqual({ left: 0, top: 0, width: 0, height: 0 })
    expect(fitInto({ width: 100, height: 100 }, { width: 0, height: 0 }, 1).width).toBe(0)
  })

  it('turned and turned back is where it was', () => {
    for (const rotation of [0, 90, 180, 270]) {
      const shape = { stored: picture, pixelAspect: { h: 1, v: 1 }, rotation }
      const [a, b, c, d, e, f] = turn(shape)
      const back = turn({ ...shape, stored: canvasSize(shape), rotation: 360 - rotation })
      const [x, y] = [123, 45]
      const there = [a * x + c * y + e, b * x + d * y + f] as const
      const [p, q, r, s, u, v] = back
      expect([p * there[0] + r * there[1] + u, q * there[0] + s * there[1] + v]).toEqual([x, y])
    }
  })
})
