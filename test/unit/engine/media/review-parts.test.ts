// The parts of review copies that need no ffmpeg: the plan of what to decode, FLV in pieces, peaks.
import { describe, expect, it } from 'vitest'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'
import { FlvPictures } from '#engine/media/flv-pictures.ts'
import { PeakMeter } from '#engine/media/peak-meter.ts'
import { isDoubtful } from '#engine/media/review-doubt.ts'
import {
  decodeFrom,
  groupEnd,
  isStored,
  planReview,
  portionEnd,
  stretchOf,
} from '#engine/media/review-plan.ts'

/** Samples with their places in the order of showing, ten ticks apart; `sync`: where decoding can begin. */
const entries = [0, 1, 0].map((byte) => ({ size: 1, bytes: Uint8Array.of(byte) }))

function plan(
  shown: number[],
  sync: number[],
  missing: { start: number; end: number }[] = [],
  entry: number[] = [],
) {
  const length = shown.length
  const samples: SampleTable = {
    ...{
      length,
      unitSize: 0,
      entry: Uint8Array.from(shown, (_, at) => entry[at] ?? 0),
      duration: new Uint32Array(length).fill(10),
    },
    offset: Float64Array.from(shown, (_, at) => at * 100),
    size: new Uint32Array(length).fill(100),
    decodeTime: Float64Array.from(shown, (_, at) => at * 10),
    compositionOffset: Int32Array.from(shown, (place, at) => (place - at) * 10),
    sync: Uint8Array.from(shown, (_, at) => (sync.includes(at) ? 1 : 0)),
  }
  return planReview({ samples, entries }, length * 100, missing)
}

const counting = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

// Two groups; in the second, pictures 4 and 5 are shown before the sample 4 that they follow.
const open = plan([0, 1, 2, 3, 6, 4, 5, 7, 8], [0, 4])

describe('what to decode', () => {
  it('leading pictures of an open group need the group before', () => {
    expect([0, 3, 4, 5, 6, 7].map((picture) => decodeFrom(open, picture))).toEqual([0, 0, 0, 0, 4, 4])
    expect(stretchOf(open, 6, 9)).toEqual({ first: 6, end: 9, from: 4, to: 9 })
    expect(stretchOf(open, 4, 6)).toEqual({ first: 4, end: 6, from: 0, to: 7 })
    expect(stretchOf(open, 6, 9, 1)).toMatchObject({ from: 0 })
    expect(groupEnd(open, 1, 9)).toBe(6)
  })

  it('without any sync sample the beginning is one; before the first there is nothing', () => {
    expect(decodeFrom(plan([0, 1, 2], []), 2)).toBe(0)
    expect(decodeFrom(plan([0, 1, 2], [1]), 0)).toBeNull()
    expect(stretchOf(plan([0, 1, 2], [2]), 0, 2)).toBeNull()
  })

  it('nothing is decoded by what another sample entry says', () => {
    // The third entry is the first once more; the fourth is not there.
    const changing = plan([0, 1, 2, 3, 4, 5, 6, 7, 8], [0, 4, 6], [], [0, 0, 2, 1, 1, 1, 0, 3, 3])
    expect(counting(9).map((picture) => decodeFrom(changing, picture))).toEqual([
      ...[0, 0, 0, null, 4, 4, 6, null, null],
    ])
    expect([0, 3, 6, 7].map((picture) => portionEnd(changing, picture, 9))).toEqual([3, 6, 7, 9])
    expect(stretchOf(changing, 6, 7, 2)).toMatchObject({ from: 6 })
    expect(isStored(changing, 7)).toBe(false)
    // Without any mark each beginning is as good a place as any.
    const unmarked = plan([0, 1, 2, 3], [], [], [0, 0, 1, 1])
    expect(counting(4).map((picture) => decodeFrom(unmarked, picture))).toEqual([0, 0, 2, 2])
  })

  it('samples that are not whole are not given to a decoder', () => {
    const holed = plan([0, 1, 2], [0], [{ start: 199, end: 200 }])
    expect([0, 1, 2].map((sample) => isStored(holed, sample))).toEqual([true, false, true])
    const cut = { ...open, fileSize: 850 }
    expect([7, 8].map((sample) => isStored(cut, sample))).toEqual([true, false])
  })

  it('what depends on a missing picture is doubtful, what does not is not', () => {
    const state = Uint8Array.of(1, 2, 3, 2, 1, 2, 2, 2, 2)
    const doubtful = (damaged: number[] = []): number[] =>
      [0, 1, 3, 4, 5, 6, 7, 8].filter((picture) =>
        isDoubtful(
          open,
          { state, damaged: Uint8Array.from({ length: 9 }, (_, at) => (damaged.includes(at) ? 1 : 0)) },
          picture,
        ),
      )
    // The leading pictures 4 and 5 come after picture 2; from the second group's own first picture on all is sound.
    expect(doubtful()).toEqual([3, 4, 5])
    expect(doubtful([5])).toEqual([3, 4, 5])
    expect(doubtful([6])).toEqual([3, 4, 5, 6, 7, 8])
  })
})

describe('FLV', () => {
  const tag = (type: number, time: number, body: number[]): number[] => [
    ...[type, 0, 0, body.length],
    ...[(time >>> 16) & 0xff, (time >>> 8) & 0xff, time & 0xff, time >>> 24],
    ...[0, 0, 0, ...body, 0, 0, 0, 11 + body.length],
  ]
  const header = [...Buffer.from('FLV'), 1, 1, 0, 0, 0, 9, 0, 0, 0, 0]
  const file = [
    ...header,
    ...tag(9, 0, [0x17, 0, 0, 0, 0, 1, 0x64]),
    ...tag(8, 5, [1, 2, 3]),
    ...tag(9, 0x0123_4567, [0x17, 1, 0, 0, 40, 0xaa]),
    ...tag(9, 80, [0x27, 1, 0xff, 0xff, 0xd8, 0xbb, 0xcc]),
  ]

  it.each([1, 7, 1_000])('gives pictures with their times, in chunks of %i bytes', (size) => {
    const flv = new FlvPictures()
    const parts = []
    for (let at = 0; at < file.length; at += size)
      parts.push(...flv.take(Uint8Array.from(file.slice(at, at + size))))
    expect(parts).toEqual([
      { kind: 'config', bytes: Uint8Array.of(1, 0x64) },
      { kind: 'picture', bytes: Uint8Array.of(0xaa), key: true, time: 0x0123_4567 + 40 },
      { kind: 'picture', bytes: Uint8Array.of(0xbb, 0xcc), key: false, time: 40 },
    ])
    expect(flv.unfinished).toBe(0)
  })

  it('is refused where it is none, and tells what is cut off', () => {
    expect(() => new FlvPictures().take(new Uint8Array(20))).toThrow(/cannot be read/)
    expect(() =>
      new FlvPictures().take(Uint8Array.from([...header, ...tag(9, 0, [0x12, 1, 0, 0, 0])])),
    ).toThrow(/H\.264/)
    const flv = new FlvPictures()
    flv.take(Uint8Array.from(file.slice(0, -3)))
    expect(flv.unfinished).toBeGreaterThan(0)
  })
})

describe('peaks', () => {
  it('are the greatest value of each fiftieth of a second, however the bytes come', () => {
    const samples = Buffer.alloc(2 * 2 * 250)
    samples.writeInt16LE(-32_768, 4 * 99 + 2)
    samples.writeInt16LE(8_192, 4 * 240)
    for (const size of [3, 64, 1_000]) {
      const meter = new PeakMeter(5_000, 2)
      for (let at = 0; at < samples.length; at += size) meter.take(samples.subarray(at, at + size))
      expect([...meter.peaks()]).toEqual([255, 0, 64])
      expect(meter.frames).toBe(250)
    }
  })
})
