// Zoom and pan: what is under the pointer stays, the picture fills the room, pixels lie on pixels of the device.
import { describe, expect, it } from 'vitest'
import type { PictureShape } from '../../../../renderer/features/player/picture-geometry.ts'
import {
  centreOf,
  nextScale,
  panned,
  place,
  samePart,
  scaleOf,
  seenPart,
  shownSize,
  visibleRect,
  zoomAt,
  type Room,
  type Zoom,
} from '../../../../renderer/features/player/zoom-geometry.ts'

const room: Room = { width: 800, height: 450, left: 0, top: 0 }
const shape: PictureShape = {
  stored: { width: 640, height: 360 },
  pixelAspect: { h: 1, v: 1 },
  rotation: 0,
}
const wide: PictureShape = { ...shape, pixelAspect: { h: 16, v: 11 } }
const fit: Zoom = { kind: 'fit' }
const at = (scale: number, x = 0.5, y = 0.5, square = false): Zoom => ({
  kind: 'scale',
  scale,
  centre: { x, y },
  square,
})

describe('the place of the picture', () => {
  it('is one device pixel for each stored pixel at 1, whatever the device', () => {
    for (const ratio of [1, 1.25, 1.5, 2, 2.625]) {
      const rect = place(room, shape, ratio, at(1))
      expect(rect.width * ratio).toBeCloseTo(640, 9)
      expect(rect.height * ratio).toBeCloseTo(360, 9)
      for (const edge of [rect.left, rect.top]) expect(edge * ratio).toBeCloseTo(Math.round(edge * ratio), 9)
    }
  })

  it('is on whole device pixels where the room is not', () => {
    const odd = { ...room, left: 280.4, top: 48.3 }
    for (const zoom of [fit, at(1), at(4, 0.3, 0.7)]) {
      const rect = place(odd, shape, 1.5, zoom)
      for (const edge of [rect.left + odd.left, rect.top + odd.top])
        expect(edge * 1.5).toBeCloseTo(Math.round(edge * 1.5), 9)
    }
  })

  it('leaves the shape of pixels out of account only where squares are asked for', () => {
    expect(shownSize(wide, at(1)).width).toBeCloseTo((640 * 16) / 11)
    expect(shownSize(wide, at(1, 0.5, 0.5, true))).toEqual({ width: 640, height: 360 })
    expect(shownSize({ ...wide, rotation: 90 }, at(1, 0.5, 0.5, true))).toEqual({ width: 360, height: 640 })
    expect(place(room, wide, 1, at(1, 0.5, 0.5, true))).toEqual({
      width: 640,
      height: 360,
      left: 80,
      top: 45,
    })
  })

  it('fills the room where it is larger, and is in its middle where it is smaller', () => {
    expect(place(room, shape, 1, at(4, 0, 0))).toMatchObject({ left: 0, top: 0 })
    expect(place(room, shape, 1, at(4, 1, 1))).toMatchObject({ left: 800 - 2560, top: 450 - 1440 })
    expect(place(room, shape, 1, at(0.25, 0, 1))).toMatchObject({ left: 320, top: 180 })
    // Wider than the room and not as high.
    expect(place({ ...room, height: 900 }, shape, 1, at(2, 1, 1))).toMatchObject({
      left: 800 - 1280,
      top: 90,
    })
  })
})

describe('zoom', () => {
  it('keeps what is under the pointer where it is', () => {
    for (const zoom of [fit, at(1), at(4, 0.4, 0.6), at(16, 0.2, 0.8)])
      for (const ratio of [1, 1.5]) {
        const pointer = { x: 300, y: 200 }
        const before = place(room, shape, ratio, zoom)
        const next = zoomAt(room, shape, ratio, zoom, 8, pointer)
        const after = place(room, shape, ratio, next)
        const share = (rect: typeof after): number[] => [
          (pointer.x - rect.left) / rect.width,
          (pointer.y - rect.top) / rect.height,
        ]
        const [[x = 0, y = 0], [nextX = 0, nextY = 0]] = [share(before), share(after)]
        // Within a device pixel: the picture lies on whole ones.
        expect(Math.abs(nextX - x) * after.width).toBeLessThanOrEqual(1)
        expect(Math.abs(nextY - y) * after.height).toBeLessThanOrEqual(1)
        expect(scaleOf(after, shownSize(shape, next), ratio)).toBeCloseTo(8, 6)
      }
  })

  it('goes from 25 % to 1600 % and no further, in whole numbers above 100 %', () => {
    const up: number[] = []
    for (let scale = 0.25; scale < 16; scale = nextScale(scale, 1)) up.push(scale)
    expect(up.filter((scale) => scale >= 1)).toEqual([1, 2, 3, 4, 6, 8, 12])
    expect([nextScale(16, 1), nextScale(0.25, -1)]).toEqual([16, 0.25])
    expect([nextScale(1.37, 1), nextScale(1.37, -1), nextScale(0.66667, 1)]).toEqual([2, 1, 1])
    for (const [asked, got] of [
      [100, 16],
      [0.01, 0.25],
    ] as const)
      expect(zoomAt(room, shape, 1, fit, asked, { x: 0, y: 0 })).toMatchObject({ scale: got })
  })

  it('stays square where it was square', () => {
    const next = zoomAt(room, wide, 1, at(1, 0.5, 0.5, true), 4, { x: 400, y: 225 })
    expect(next).toMatchObject({ square: true })
    expect(zoomAt(room, wide, 1, fit, 4, { x: 400, y: 225 })).toMatchObject({ square: false })
  })
})

describe('panning', () => {
  it('moves by as much as the pointer, and ends at the edges', () => {
    const zoom = at(4, 0.5, 0.5)
    const before = place(room, shape, 1, zoom)
    const moved = place(room, shape, 1, panned(room, shape, 1, zoom, { x: 37, y: -20 }))
    expect([moved.left - before.left, moved.top - before.top]).toEqual([37, -20])
    const far = panned(room, shape, 1, zoom, { x: 1e6, y: -1e6 })
    expect(place(room, shape, 1, far)).toMatchObject({ left: 0, top: 450 - 1440 })
    // Back at once: nothing has piled up beyond the edge.
    expect(place(room, shape, 1, panned(room, shape, 1, far, { x: -10, y: 10 }))).toMatchObject({
      ...{ left: -10, top: 460 - 1440 },
    })
    expect(panned(room, shape, 1, fit, { x: 5, y: 5 })).toEqual(fit)
  })

  it('knows which part is seen', () => {
    const rect = place(room, shape, 1, at(4, 0.5, 0.5))
    const seen = seenPart(room, rect)
    expect(seen.width).toBeCloseTo(800 / 2560)
    expect(seen.left + seen.width / 2).toBeCloseTo(0.5)
    expect(centreOf(room, rect)).toEqual({ x: 0.5, y: 0.5 })
    expect(visibleRect(room, rect)).toEqual({ left: 0, top: 0, width: 800, height: 450 })
    const small = place(room, shape, 1, at(0.5))
    expect(seenPart(room, small)).toEqual({ left: 0, top: 0, width: 1, height: 1 })
    expect(visibleRect(room, small)).toEqual({ left: 240, top: 135, width: 320, height: 180 })
  })
})

describe('the same part of another picture', () => {
  const twice: PictureShape = { ...shape, stored: { width: 1280, height: 720 } }

  it('is seen where the other one has more pixels, or is wider', () => {
    const own = at(4, 0.3, 0.6)
    const part = seenPart(room, place(room, shape, 1, own))
    expect(samePart(own, shape, twice)).toEqual(at(2, 0.3, 0.6))
    const seen = seenPart(room, place(room, twice, 1, samePart(own, shape, twice)))
    for (const side of ['left', 'top', 'width', 'height'] as const)
      expect(seen[side]).toBeCloseTo(part[side], 2)
    const widened = seenPart(room, place(room, wide, 1, samePart(own, shape, wide)))
    expect([widened.top, widened.height]).toEqual(
      [part.top, part.height].map((one) => expect.closeTo(one, 2)),
    )
  })

  it('is all of it where all is seen, and as it is where nothing is known of one of them', () => {
    const nothing = { ...shape, stored: { width: 0, height: 0 } }
    expect(samePart(fit, shape, twice)).toEqual(fit)
    expect(samePart(at(4), shape, nothing)).toEqual(at(4))
    expect(samePart(at(4), nothing, shape)).toEqual(at(4))
  })
})
