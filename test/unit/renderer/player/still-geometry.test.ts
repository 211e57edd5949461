// Where objects lie in a still, which has the pixels as they are stored: turned and squeezed from the picture as it is displayed.
import { expect, test } from 'vitest'
import type { PictureShape } from '#contract/picture-shape.ts'
import { placeIn, stillGeometry } from '../../../../renderer/features/player/overlay-still.ts'

const shape = (more: Partial<PictureShape> = {}): PictureShape => ({
  stored: { width: 720, height: 576 },
  pixelAspect: { h: 16, v: 11 },
  rotation: 0,
  ...more,
})

test('lines and letters are made for the picture as it is displayed, and fill the stored one', () => {
  for (const rotation of [0, 90, 180, 270]) {
    const { picture, active, pixelRatio } = stillGeometry(shape({ rotation }))
    const turned = rotation % 180 === 90
    const display = turned ? 576 / ((720 * 16) / 11) : (720 * 16) / 11 / 576
    expect(picture.width / picture.height).toBeCloseTo(display)
    expect(picture.width * pixelRatio.x).toBeCloseTo(turned ? 576 : 720)
    expect(picture.height * pixelRatio.y).toBeCloseTo(turned ? 720 : 576)
    expect(active).toEqual({ x: 0, y: 0, ...picture })
  }
})

test('places refer to the active part', () => {
  const aperture = { width: 360, height: 288, right: 90, down: 0 }
  expect(placeIn(shape({ aperture }), { width: 1000, height: 500 })).toEqual({
    ...{ x: 375, y: 125, width: 500, height: 250 },
  })
  const { picture, active } = stillGeometry(shape({ aperture, rotation: 90 }))
  // A quarter turn clockwise: what lay to the right lies below.
  expect([active.x / picture.width, active.y / picture.height]).toEqual([0.25, 0.375])
  // Where nobody can say which part is meant, the whole picture counts.
  const outside = shape({ aperture: { ...aperture, right: 900 } })
  expect(placeIn(outside, { width: 10, height: 5 })).toEqual({ x: 0, y: 0, width: 10, height: 5 })
})
