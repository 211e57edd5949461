import { describe, expect, it } from 'vitest'
import { PictureCache, pictureLimit } from '../../../../renderer/features/player/picture-cache.ts'

function fill(
  limit: number,
  indexes: number[],
  target: number,
  direction: 1 | -1,
): { kept: number[]; closed: number[] } {
  const cache = new PictureCache(limit)
  const closed: number[] = []
  for (const index of indexes) cache.put(index, { close: () => closed.push(index) }, target, direction)
  return { kept: indexes.filter((index) => cache.has(index)), closed }
}

describe('kept pictures', () => {
  it('are those around the playhead, more of them in the direction of movement', () => {
    const all = Array.from({ length: 30 }, (_, index) => index)
    expect(fill(6, all, 10, 1).kept).toEqual([9, 10, 11, 12, 13, 14])
    expect(fill(6, all, 10, -1).kept).toEqual([7, 8, 9, 10, 11, 12])
  })

  it('are closed once when they go', () => {
    const { kept, closed } = fill(6, [...Array(30).keys()], 10, 1)
    expect([...kept, ...closed].sort((a, b) => a - b)).toEqual([...Array(30).keys()])
    expect(fill(6, [1, 1, 1], 1, 1).closed).toEqual([1, 1])
  })

  it('are counted by memory: 48 of full HD, fewer of more, few of a hardware decoder', () => {
    expect(pictureLimit(1920, 1080, true)).toBe(48)
    expect(pictureLimit(3840, 2160, true)).toBe(12)
    expect(pictureLimit(7680, 4320, true)).toBe(6)
    expect(pictureLimit(320, 180, true)).toBe(64)
    expect(pictureLimit(1920, 1080, false)).toBe(6)
  })

  it('tell the newest within reach', () => {
    const cache = new PictureCache(10)
    for (const index of [3, 5, 9]) cache.put(index, { close: () => undefined }, 5, 1)
    expect([cache.newest(3, 8), cache.newest(5, 8), cache.newest(0, 9)]).toEqual([5, null, 9])
    // And in reverse.
    expect([cache.newest(9, 4), cache.newest(5, 4), cache.newest(9, 0), cache.newest(5, 5)]).toEqual([
      5,
      null,
      3,
      null,
    ])
  })
})
