// Arithmetic on byte ranges: what a seal leaves uncovered is computed with it, so it has to be right.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ByteRange } from '#contract/units.ts'
import { byteCount, subtract, union } from '#engine/exportfile/seal-coverage.ts'

const range = (start: number, end: number): ByteRange => ({ start, end })
const size = 60

/** The slow truth: one flag a byte. */
const bytesOf = (ranges: readonly ByteRange[]): boolean[] =>
  Array.from({ length: size }, (_, at) => ranges.some(({ start, end }) => start <= at && at < end))

const anyRange = fc.tuple(fc.nat(size), fc.nat(size)).map(([a, b]) => range(Math.min(a, b), Math.max(a, b)))
const anyRanges = fc.array(anyRange, { maxLength: 6 })
/** In order and without overlaps, as `subtract` asks for; may touch, may be empty. */
const ordered = fc
  .uniqueArray(fc.nat(size), { maxLength: 12 })
  .map((points) => points.sort((a, b) => a - b))
  .map((points) =>
    Array.from({ length: Math.floor(points.length / 2) }, (_, at) =>
      range(points[2 * at]!, points[2 * at + 1]!),
    ),
  )

const isNormal = (ranges: readonly ByteRange[]): boolean =>
  ranges.every(({ start, end }, at) => start < end && (at === 0 || ranges[at - 1]!.end < start))

describe('subtract', () => {
  it.each([
    [[range(0, 10)], [], [range(0, 10)]],
    [[range(0, 10)], [range(0, 10)], []],
    [[range(0, 10)], [range(3, 5)], [range(0, 3), range(5, 10)]],
    [[range(0, 10)], [range(0, 3), range(8, 10)], [range(3, 8)]],
    [[range(2, 4), range(6, 8)], [range(3, 7)], [range(2, 3), range(7, 8)]],
    [[range(0, 5), range(5, 10)], [], [range(0, 10)]],
    [[range(4, 4)], [], []],
    [[range(5, 10)], [range(0, 6), range(9, 20)], [range(6, 9)]],
  ])('%j without %j', (ranges, holes, left) => {
    expect(subtract(ranges, holes)).toEqual(left)
  })

  it('leaves exactly the bytes that no hole has, joined where they touch', () => {
    fc.assert(
      fc.property(ordered, ordered, (ranges, holes) => {
        const left = subtract(ranges, holes)
        const [whole, taken] = [bytesOf(ranges), bytesOf(holes)]
        expect(bytesOf(left)).toEqual(whole.map((is, at) => is && !taken[at]))
        expect(isNormal(left)).toBe(true)
      }),
      { seed: 7 },
    )
  })

  it('does not change what it was given', () => {
    const ranges = [range(0, 5), range(5, 10)]
    subtract(ranges, [range(2, 3)])
    expect(ranges).toEqual([range(0, 5), range(5, 10)])
  })
})

describe('union', () => {
  it('covers exactly the bytes of all, whatever their order', () => {
    fc.assert(
      fc.property(anyRanges, (ranges) => {
        const nonEmpty = ranges.filter(({ start, end }) => start < end)
        const joined = union(nonEmpty)
        expect(bytesOf(joined)).toEqual(bytesOf(ranges))
        expect(isNormal(joined)).toBe(true)
        expect(byteCount(joined)).toBe(bytesOf(ranges).filter(Boolean).length)
      }),
      { seed: 7 },
    )
  })

  it('what is covered and what is not make the whole', () => {
    fc.assert(
      fc.property(anyRanges, (ranges) => {
        const covered = union(ranges.filter(({ start, end }) => start < end))
        expect(byteCount(covered) + byteCount(subtract([range(0, size)], covered))).toBe(size)
      }),
      { seed: 7 },
    )
  })

  it('counts beyond 32 bits', () => {
    expect(byteCount([range(0, 2 ** 40), range(2 ** 41, 2 ** 41 + 1)])).toBe(2 ** 40 + 1)
  })
})
