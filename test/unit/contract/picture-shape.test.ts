import { expect, test } from 'vitest'
import { activeArea, activeAspect, activeSize, type PictureShape } from '#contract/picture-shape.ts'

const shape = (more: Partial<PictureShape> = {}): PictureShape => ({
  stored: { width: 720, height: 576 },
  pixelAspect: { h: 16, v: 11 },
  rotation: 0,
  ...more,
})
/** 702 × 560 of 720 × 576, two pixels to the right and four down from the middle. */
const aperture = { width: 702, height: 560, right: 2, down: 4 }
const numbers = (rotation: number): number[] => {
  const area = activeArea(shape({ aperture, rotation }))
  return area
    ? [area.x * 720, area.y * 576, area.width * 720, area.height * 576].map((one) => Math.round(one))
    : []
}

test('without an aperture the whole picture is active', () => {
  expect(activeArea(shape())).toEqual({ x: 0, y: 0, width: 1, height: 1 })
  expect(activeAspect(shape())).toBeCloseTo((720 * 16) / 11 / 576)
  expect(activeAspect(shape({ rotation: 90 }))).toBeCloseTo(576 / ((720 * 16) / 11))
  expect(activeAspect(shape({ stored: { width: 0, height: 0 } }))).toBeNull()
})

test('an aperture is part of the stored picture, and turns with it', () => {
  expect(numbers(0)).toEqual([11, 12, 702, 560])
  expect(numbers(180)).toEqual([7, 4, 702, 560])
  const [right, left] = [90, 270].map((rotation) => activeArea(shape({ aperture, rotation }))!)
  // Clockwise, the left edge becomes the upper one, and the lower edge the left one.
  expect([right!.x * 576, right!.y * 720].map((one) => Math.round(one))).toEqual([4, 11])
  expect([left!.x * 576, left!.y * 720].map((one) => Math.round(one))).toEqual([12, 7])
  expect(activeSize(shape({ aperture })).width).toBeCloseTo((702 * 16) / 11)
  expect(activeSize(shape({ aperture, rotation: 90 })).height).toBeCloseTo((702 * 16) / 11)
})

test('one that lies outside of the picture names no part of it; a fraction of a pixel is none', () => {
  const wider = { ...aperture, width: 760 }
  expect(activeArea(shape({ aperture: wider }))).toBeNull()
  expect(activeSize(shape({ aperture: wider }))).toEqual(activeSize(shape()))
  expect(activeArea(shape({ aperture: { ...aperture, down: 60 } }))).toBeNull()
  const rounded = activeArea(shape({ aperture: { width: 720.5, height: 576, right: 0, down: 0 } }))
  expect(rounded).toEqual({ x: 0, y: 0, width: 1, height: 1 })
})
