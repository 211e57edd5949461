// Sequence parameter sets, written by hand from the syntax tables: sizes, cropping, fields, shape of the pixels, colours.
import { describe, expect, it } from 'vitest'
import { readH264Set } from '#engine/bitstream/sps-h264.ts'
import { readH265Set } from '#engine/bitstream/sps-h265.ts'
import { BitWriter } from '#test/support/bit-writer.ts'

type H264 = { framesOnly?: boolean; crop?: number[]; vui?: (bits: BitWriter) => void; high?: boolean }

/** 40 macroblocks across; 23 rows of them, or 12 rows of pairs. */
function h264({ framesOnly = true, crop, vui, high = false }: H264 = {}): Uint8Array {
  const bits = new BitWriter()
    .u(8, high ? 100 : 77)
    .u(8, 0)
    .u(8, 30)
    .ue(0)
  if (high) {
    bits.ue(1, 0, 0).u(1, 0).u(1, 1)
    // Of eight scaling lists one is given, and ends at once.
    bits.u(1, 1).se(-8).u(7, 0)
  }
  bits.ue(4, 1).u(1, 0).se(-3).se(5).ue(2).se(1).se(-1)
  bits
    .ue(4)
    .u(1, 0)
    .ue(39, framesOnly ? 22 : 11)
    .u(1, framesOnly ? 1 : 0)
  if (!framesOnly) bits.u(1, 1)
  bits.u(1, 1).u(1, crop ? 1 : 0)
  if (crop) bits.ue(...crop)
  bits.u(1, vui ? 1 : 0)
  vui?.(bits)
  return bits.unit(0x67)
}

/** Overscan, then signal type, as both standards have it. */
const colours = (bits: BitWriter): BitWriter =>
  bits
    .u(1, 1)
    .u(8, 255)
    .u(16, 64)
    .u(16, 45)
    .u(1, 1)
    .u(1, 0)
    .u(1, 1)
    .u(3, 5)
    .u(1, 1)
    .u(1, 1)
    .u(8, 1)
    .u(8, 13)
    .u(8, 6)

describe('a sequence parameter set of H.264', () => {
  it('has a coded size, and one that cropping leaves', () => {
    expect(readH264Set(h264({ crop: [0, 0, 0, 4] }))).toEqual({
      coded: { width: 640, height: 368 },
      cropped: { width: 640, height: 360 },
      scan: 'frames',
      vui: null,
    })
    // Nothing would be left.
    expect(readH264Set(h264({ crop: [400, 400, 0, 0] }))?.cropped).toEqual({ width: 640, height: 368 })
  })

  it('may be stored as fields: rows come in pairs and are cropped in fours', () => {
    const set = readH264Set(h264({ framesOnly: false, crop: [1, 2, 3, 3] }))
    expect(set).toMatchObject({ coded: { width: 640, height: 384 }, scan: 'fields' })
    expect(set?.cropped).toEqual({ width: 634, height: 360 })
  })

  it('says the shape of its pixels by a number or in full, its range and its colours', () => {
    expect(readH264Set(h264({ high: true, vui: colours }))?.vui).toEqual({
      pixelAspect: { h: 64, v: 45 },
      fullRange: true,
      colour: { primaries: 1, transfer: 13, matrix: 6 },
    })
    const short = (code: number): unknown =>
      readH264Set(h264({ vui: (bits) => bits.u(1, 1).u(8, code).u(2, 0) }))?.vui?.pixelAspect
    expect([short(1), short(4), short(16), short(17), short(0)]).toEqual([
      { h: 1, v: 1 },
      { h: 16, v: 11 },
      { h: 2, v: 1 },
      null,
      null,
    ])
  })

  it('is unreadable where it is cut or out of bounds, however it is cut', () => {
    const whole = h264({ high: true, crop: [0, 0, 0, 4], vui: colours })
    for (let end = 0; end < whole.length - 1; end += 1) expect(readH264Set(whole.subarray(0, end))).toBeNull()
    expect(
      readH264Set(
        new BitWriter()
          .u(24, 77 << 16)
          .ue(0, 0, 0, 3)
          .unit(0x67),
      ),
    ).toBeNull()
    expect(readH264Set(new Uint8Array(40))).toBeNull()
  })
})

type H265 = { flags?: [progressive: number, interlaced: number]; fieldSequence?: number; vui?: boolean }

/** Two temporal layers, a conformance window, own and predicted reference sets, long-term pictures: all that lies in between. */
function h265({ flags = [1, 0], fieldSequence = 0, vui = true }: H265 = {}): Uint8Array {
  const bits = new BitWriter().u(4, 0).u(3, 1).u(1, 1)
  bits.u(8, 1).u(32, 0x6000_0000).u(1, flags[0]).u(1, flags[1]).u(23, 0).u(23, 0).u(8, 93)
  bits.u(1, 1).u(1, 1).u(14, 0).u(22, 0).u(22, 0).u(22, 0).u(22, 0).u(8, 90)
  bits.ue(0, 1, 1920, 1088).u(1, 1).ue(2, 3, 0, 4).ue(0, 0, 4).u(1, 1).ue(4, 2, 0).ue(4, 2, 0)
  bits.ue(0, 3, 0, 3, 1, 1).u(1, 1).u(1, 1)
  for (let size = 0; size < 4; size += 1) {
    for (let matrix = 0; matrix < (size === 3 ? 2 : 6); matrix += 1) {
      const isGiven = matrix === 0
      bits.u(1, isGiven ? 1 : 0)
      if (!isGiven) bits.ue(0)
      else {
        if (size > 1) bits.se(4)
        for (let left = Math.min(64, 1 << (4 + 2 * size)); left > 0; left -= 1) bits.se(left % 3)
      }
    }
  }
  bits.u(2, 3).u(1, 1).u(8, 0x77).ue(0, 0).u(1, 0)
  // Three sets: one of −1 −3 +2; one moved on by −1, in which one is left out; one more that depends on how many are left.
  bits.ue(3).ue(2, 1).ue(0).u(1, 1).ue(1).u(1, 1).ue(1).u(1, 0)
  bits.u(1, 1).u(1, 1).ue(0).u(1, 1).u(2, 0).u(1, 1).u(1, 1)
  // Of −1 −3 +2 and −1 itself there are now −2, −1 and +1: four flags.
  bits.u(1, 1).u(1, 0).ue(0).u(4, 15)
  bits.u(1, 1).ue(2).u(8, 0).u(1, 1).u(8, 9).u(1, 0).u(2, 3)
  bits.u(1, vui ? 1 : 0)
  if (vui) colours(bits).u(1, 1).ue(0, 0).u(1, 0).u(1, fieldSequence).u(8, 0)
  return bits.unit(0x42, 1)
}

describe('a sequence parameter set of H.265', () => {
  it('is read to its usability information, whatever stands before it', () => {
    expect(readH265Set(h265())).toEqual({
      coded: { width: 1920, height: 1088 },
      cropped: { width: 1910, height: 1080 },
      scan: 'frames',
      vui: {
        pixelAspect: { h: 64, v: 45 },
        fullRange: true,
        colour: { primaries: 1, transfer: 13, matrix: 6 },
      },
    })
  })

  it('says whether it comes from fields, or leaves it open', () => {
    expect(readH265Set(h265({ flags: [0, 1] }))?.scan).toBe('fields')
    expect(readH265Set(h265({ flags: [0, 0] }))?.scan).toBeNull()
    expect(readH265Set(h265({ flags: [1, 1], vui: false }))).toMatchObject({ scan: null, vui: null })
    expect(readH265Set(h265({ fieldSequence: 1 }))?.scan).toBe('fields')
  })

  it('is unreadable where it is cut', () => {
    const whole = h265()
    for (let end = 0; end < whole.length - 2; end += 1) expect(readH265Set(whole.subarray(0, end))).toBeNull()
    expect(readH265Set(new BitWriter().u(8, 1).u(96, 0).ue(0, 1, 100_000).unit(0x42, 1))).toBeNull()
  })
})
