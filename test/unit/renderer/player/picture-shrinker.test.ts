// Pixels halved a word at a time are what the mean of each two by two of them says.
import { describe, expect, it } from 'vitest'
import { seededRandom } from '#test/support/random.ts'
import { halve, halvingsOf } from '../../../../renderer/features/player/picture-shrinker.ts'

/** Of four bytes a pixel. */
function means(from: Uint8Array, width: number, height: number): Buffer {
  const found = Buffer.alloc(from.length / 4)
  let place = 0
  for (let y = 0; y < height; y += 2)
    for (let x = 0; x < width; x += 2)
      for (let colour = 0; colour < 4; colour += 1) {
        const upper = (y * width + x) * 4 + colour
        const four = [upper, upper + 4, upper + width * 4, upper + width * 4 + 4]
        found[place++] = Math.floor(four.reduce((sum, one) => sum + (from[one] ?? Number.NaN), 0) / 4 + 0.5)
      }
  return found
}

describe('halving', () => {
  for (const [width, height] of [
    [2, 2],
    [6, 4],
    [352, 288],
    [1278, 722],
  ] as const)
    it(`gives the mean of each two by two pixels of ${width} × ${height}, in its own memory too`, () => {
      const random = seededRandom(width)
      const picture = new Uint8Array(width * height * 4)
      // The ends of the range are as frequent as all between.
      for (let at = 0; at < picture.length; at += 1) picture[at] = [0, 255, random(256)][random(3)] ?? 0
      const expected = means(picture, width, height)
      const other = new Uint8Array(expected.length + 8)
      halve(new Uint32Array(picture.buffer), { width, height }, new Uint32Array(other.buffer), 1)
      expect(expected.equals(other.subarray(4, -4))).toBe(true)
      expect([...other.subarray(0, 4), ...other.subarray(-4)]).toEqual(Array(8).fill(0))
      halve(new Uint32Array(picture.buffer), { width, height }, new Uint32Array(picture.buffer))
      expect(expected.equals(picture.subarray(0, expected.length))).toBe(true)
    })

  it('is done as often as leaves at least what is seen, and whole pixels', () => {
    const hd = { width: 1280, height: 720 }
    expect([1, 1.9, 2, 3.9, 4, 8, 16, 400].map((ratio) => halvingsOf(hd, ratio))).toEqual([
      ...[0, 0, 1, 1, 2, 3, 4, 4],
    ])
    expect(halvingsOf({ width: 1276, height: 718 }, 4)).toBe(1)
    expect(halvingsOf({ width: 1275, height: 718 }, 4)).toBe(0)
    expect(halvingsOf(hd, Number.NaN)).toBe(0)
  })
})
