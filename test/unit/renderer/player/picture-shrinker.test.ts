// Planes of values halved a word at a time are what the mean of each two by two values says.
import { describe, expect, it } from 'vitest'
import { seededRandom } from '#test/support/random.ts'
import { halve } from '../../../../renderer/features/player/picture-shrinker.ts'

/** The planes of an I420 picture, rows on whole words: where each begins, bytes from row to row, and how many values are in it. */
function planesOf(width: number, height: number) {
  const stride = (values: number): number => Math.ceil(values / 4) * 4
  const luma = { at: 0, stride: width, columns: width, rows: height }
  const chroma = { stride: stride(width / 2), columns: width / 2, rows: height / 2 }
  const first = width * height
  const second = first + chroma.stride * chroma.rows
  return {
    planes: [luma, { ...chroma, at: first }, { ...chroma, at: second }],
    bytes: second + chroma.stride * chroma.rows,
  }
}

/** Means of two by two, one after the other. */
function means(from: Uint8Array, width: number, height: number): Buffer {
  const found = Buffer.alloc((width * height * 3) / 8)
  let place = 0
  for (const { at, stride, columns, rows } of planesOf(width, height).planes)
    for (let y = 0; y < rows; y += 2)
      for (let x = 0; x < columns; x += 2) {
        const upper = at + y * stride + x
        const four = [upper, upper + 1, upper + stride, upper + stride + 1]
        found[place++] = Math.floor(four.reduce((sum, one) => sum + (from[one] ?? Number.NaN), 0) / 4 + 0.5)
      }
  return found
}

const valuesIn = (from: Uint8Array, width: number, height: number): Buffer =>
  Buffer.concat(
    planesOf(width, height).planes.flatMap(({ at, stride, columns, rows }) =>
      Array.from({ length: rows }, (_, y) => from.subarray(at + y * stride, at + y * stride + columns)),
    ),
  )

describe('halving', () => {
  for (const [width, height] of [
    [8, 4],
    [24, 4],
    [40, 12],
    [352, 288],
    [1288, 720],
  ] as const)
    it(`gives the mean of each two by two values of ${width} × ${height}, in its own memory too`, () => {
      const random = seededRandom(width)
      const { bytes } = planesOf(width, height)
      const picture = new Uint8Array(bytes)
      // The ends of the range are as frequent as all between.
      for (let at = 0; at < bytes; at += 1) picture[at] = [0, 255, random(256)][random(3)] ?? 0
      const expected = means(picture, width, height)
      const other = new Uint8Array(bytes)
      halve(new Uint32Array(picture.buffer), { width, height }, new Uint32Array(other.buffer))
      expect(valuesIn(other, width / 2, height / 2).equals(expected)).toBe(true)
      halve(new Uint32Array(picture.buffer), { width, height }, new Uint32Array(picture.buffer))
      expect(valuesIn(picture, width / 2, height / 2).equals(expected)).toBe(true)
    })
})
