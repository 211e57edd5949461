import { expect, test } from 'vitest'
import type { AspectTransformation, IdleObject } from '#contract/metadata.ts'
import { placeFrames, placeObjects, placePoints } from '../../../../renderer/state/overlay-aspect.ts'
import type { Match } from '../../../../renderer/state/overlay-match.ts'

const aspects: AspectTransformation[] = [
  { ratio: 1.77777778, scale: { x: 1, y: 1.33333333 }, translate: { x: 0, y: 0 } },
]
const object = { id: '1', box: { left: 0, top: 0.6, right: 0.5, bottom: 0 }, centre: null, polygon: null }
const match = (more: object = { aspects }): Match =>
  ({
    at: 0n,
    carried: false,
    frame: { trackId: 2, source: null, objects: [object], ...more },
  }) as unknown as Match
const idle = { object, aspects } as unknown as IdleObject

test('objects of frames, those that stand still, and trajectories lie in the same places', () => {
  const placed = placeObjects({ matches: [match()], idle: [idle] }, 16 / 9)
  const tops = [
    placed.matches[0]?.frame.objects[0]?.box?.top,
    placed.idle[0]?.object.box?.top,
    placeFrames([match()], 16 / 9)[0]?.frame.objects[0]?.box?.top,
    placePoints([{ ...object, aspects }], 16 / 9)[0]?.box.top,
  ]
  for (const top of tops) expect(top).toBeCloseTo(0.8, 6)
  expect(placed.isUnfitting).toBe(false)
})

test('in a picture of the source they are as sent; in one of another shape too, and that is told', () => {
  const source = placeObjects({ matches: [match()], idle: [] }, 4 / 3)
  expect([source.matches[0]?.frame.objects[0], source.isUnfitting]).toEqual([object, false])
  const other = placeObjects({ matches: [match()], idle: [] }, 9 / 16)
  expect([other.matches[0]?.frame.objects[0], other.isUnfitting]).toEqual([object, true])
  expect(placeObjects({ matches: [], idle: [idle] }, 9 / 16).isUnfitting).toBe(true)
  // Of a frame without objects nothing is drawn in the wrong place.
  expect(placeObjects({ matches: [match({ aspects, objects: [] })], idle: [] }, 9 / 16).isUnfitting).toBe(
    false,
  )
  const plain = match({})
  expect(placeObjects({ matches: [plain], idle: [] }, 9 / 16)).toEqual({
    matches: [plain],
    idle: [],
    isUnfitting: false,
  })
})
