import { expect, test } from 'vitest'
import type { OverlayShape } from '../../../../renderer/features/player/overlay-geometry.ts'
import { labelHeight, placeLabels } from '../../../../renderer/features/player/overlay-labels.ts'

const picture = { width: 640, height: 360 }
const shape = (
  rect: [number, number, number, number] | null,
  more: Partial<OverlayShape> = {},
): OverlayShape => ({
  ...{ id: '1', key: '1', class: null, carried: false, behaviour: null, idleSince: null },
  rect: rect && { x: rect[0], y: rect[1], width: rect[2], height: rect[3] },
  ...{ polygons: [], centre: null, label: 'x', swatch: null, stroke: '#ffffff', ...more },
})
const place = (shapes: OverlayShape[], width = 100): ReturnType<typeof placeLabels> =>
  placeLabels(shapes, picture, () => width)

test('a label stands above what it names, and below where there is no room', () => {
  const { placed } = place([shape([100, 100, 50, 60]), shape([300, 5, 50, 60])])
  expect(placed.map(({ x, y }) => [x, y])).toEqual([
    [98, 100 - labelHeight - 2],
    [298, 67],
  ])
})

test('labels of one place go above, below and inside, and no further: what is left out is counted', () => {
  const { placed, leftOut } = place(Array.from({ length: 6 }, () => shape([100, 100, 120, 100])))
  expect(placed.map(({ y }) => y)).toEqual([80, 202, 102, 180])
  expect(leftOut).toHaveLength(2)
})

test('no label stands inside of another object, where it would be read as that one’s', () => {
  const shapes = [
    shape([100, 4, 70, 34], { id: '1' }),
    shape([100, 40, 70, 120], { id: '2' }),
    shape([300, 6, 90, 44], { id: '5' }),
    shape([306, 50, 90, 110], { id: '6' }),
  ]
  const { placed } = place(shapes, 60)
  expect(placed.map((one) => [one.shape.id, one.y])).toEqual([
    ['1', 6],
    ['2', 162],
    ['5', 8],
    ['6', 162],
  ])
})

test('no label covers another, none leaves the picture, whatever there is', () => {
  const shapes = Array.from({ length: 300 }, (_, at) =>
    shape([(at * 37) % 700, (at * 53) % 400, 20 + (at % 90), 10 + (at % 200)]),
  )
  const { placed, leftOut } = place(shapes, 73)
  expect(placed.length + leftOut.length).toBe(300)
  expect(placed.length).toBeGreaterThan(30)
  for (const [at, one] of placed.entries()) {
    expect(one.x >= 0 && one.x + one.width <= picture.width).toBe(true)
    expect(one.y >= 0 && one.y + one.height <= picture.height).toBe(true)
    for (const other of placed.slice(at + 1)) {
      const apart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y
      expect(apart).toBe(true)
    }
  }
})

test('what has nothing to say takes no room; what has only a centre or an outline is named beside it', () => {
  const polygon = [
    { x: 50, y: 200 },
    { x: 90, y: 180 },
    { x: 70, y: 260 },
  ]
  const shapes = [
    shape(null, { centre: { x: 20, y: 100 } }),
    shape(null, { polygons: [polygon.slice(0, 2), polygon.slice(1)] }),
    shape(null),
  ]
  expect(placeLabels(shapes, picture, () => 0)).toEqual({ placed: [], leftOut: [] })
  expect(place(shapes, 40).placed.map(({ x, y }) => [x, y])).toEqual([
    [18, 74],
    [48, 160],
  ])
})
