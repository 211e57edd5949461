// Boxes that speak of the picture: clean aperture, colours, fields.
import { describe, expect, it } from 'vitest'
import { Cursor, OutOfBounds } from '#engine/base/cursor.ts'
import { apertureOf, readClap, valueOf, writeClap } from '#engine/isobmff/boxes/clap.ts'
import { coloursOf, readColr, writeColr } from '#engine/isobmff/boxes/colr.ts'
import { readFiel, writeFiel } from '#engine/isobmff/boxes/fiel.ts'
import { payloadOf } from './payload.ts'

const cut = (box: Uint8Array, read: (cursor: Cursor) => unknown): void => {
  for (let size = 0; size < box.length - 8; size += 1)
    expect(() => read(new Cursor(box.subarray(8, 8 + size)))).toThrow(OutOfBounds)
}

const bytes = (hex: string): Cursor => new Cursor(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

describe('boxes of the picture', () => {
  it('are read as the standards lay them out', () => {
    // ISO/IEC 14496-12 12.1.4.2: cleanApertureWidth, Height, horizOff, vertOff, each N and D.
    expect(
      readClap(bytes('000002c0 00000001 0000047f 00000002 fffffff8 00000001 00000003 00000002')),
    ).toEqual({
      width: { n: 704, d: 1 },
      height: { n: 1151, d: 2 },
      right: { n: -8, d: 1 },
      down: { n: 3, d: 2 },
    })
    // 12.1.5.2: colour_primaries, transfer_characteristics, matrix_coefficients, full_range_flag and seven reserved bits.
    expect(readColr(bytes('6e636c78 0009 0010 0001 80'))).toEqual({
      ...{ kind: 'nclx', primaries: 9, transfer: 16, matrix: 1, fullRange: true },
    })
    // QuickTime File Format, field handling: count, order.
    expect(readFiel(bytes('02 0e'))).toEqual({ fields: 2, order: 14 })
  })

  it('clap, with offsets to both sides', () => {
    const clap = {
      width: { n: 704, d: 1 },
      height: { n: 1151, d: 2 },
      right: { n: -8, d: 1 },
      down: { n: 3, d: 2 },
    }
    expect(readClap(payloadOf(writeClap(clap)))).toEqual(clap)
    cut(writeClap(clap), readClap)
    expect([valueOf({ n: 3, d: 2 }), valueOf({ n: 3, d: 0 })]).toEqual([1.5, null])
  })

  it('colr: nclx with its range, nclc without, profiles by their length', () => {
    const colours = { primaries: 9, transfer: 16, matrix: 9 }
    for (const colr of [
      { kind: 'nclx', ...colours, fullRange: true },
      { kind: 'nclx', ...colours, fullRange: false },
      { kind: 'nclc', ...colours, fullRange: null },
    ] as const) {
      expect(readColr(payloadOf(writeColr(colr)))).toEqual(colr)
      cut(writeColr(colr), readColr)
    }
    const profile = { kind: 'profile', type: 'prof', size: 4 } as const
    expect(readColr(new Cursor(Buffer.from('prof____')))).toEqual(profile)
    // Of stored values a profile says nothing.
    expect(coloursOf(profile)).toBeNull()
    const open = { kind: 'nclx', primaries: 2, transfer: 2, matrix: 2, fullRange: true } as const
    expect(coloursOf(open)).toEqual({ fullRange: true, matrix: 2 })
  })

  it('fiel', () => {
    expect(readFiel(payloadOf(writeFiel({ fields: 2, order: 9 })))).toEqual({ fields: 2, order: 9 })
    cut(writeFiel({ fields: 2, order: 9 }), readFiel)
  })
})

it('an aperture without a size, or with a fraction without a value, names no part of the picture', () => {
  const of = (n: number, d = 1): { n: number; d: number } => ({ n, d })
  const clap = { width: of(1405, 2), height: of(560), right: of(-3, 2), down: of(4) }
  expect(apertureOf(clap)).toEqual({ width: 702.5, height: 560, right: -1.5, down: 4 })
  expect(apertureOf({ ...clap, width: of(0) })).toBeNull()
  expect(apertureOf({ ...clap, down: of(4, 0) })).toBeNull()
})
