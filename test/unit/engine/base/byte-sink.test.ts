// The writing twin of the cursor: what goes in comes out, also where the buffer has to grow in the middle of a value.
import { describe, expect, it } from 'vitest'
import { ByteSink } from '#engine/base/byte-sink.ts'
import { Cursor } from '#engine/base/cursor.ts'

describe('ByteSink', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('grows under any value, %i bytes before the border', (before) => {
    const lead = 256 - before
    const bytes = new ByteSink()
      .zeros(lead)
      .u64(0x0102030405060708n)
      .u8(9)
      .u16(0x0a0b)
      .u24(0x0c0d0e)
      .s32(-2)
      .finish()
    const cursor = new Cursor(bytes, lead)
    expect([cursor.u64(), cursor.u8(), cursor.u16(), cursor.u24(), cursor.s32()]).toEqual([
      0x0102030405060708n,
      9,
      0x0a0b,
      0x0c0d0e,
      -2,
    ])
    expect(cursor.remaining).toBe(0)
  })

  it('takes texts and bytes longer than everything before', () => {
    const text = 'ü'.repeat(5_000)
    const bytes = new ByteSink()
      .u16(1)
      .cString(text)
      .bytes(new Uint8Array(9_999).fill(7))
      .fourcc('mdat')
      .finish()
    const cursor = new Cursor(bytes, 2)
    expect(cursor.cString()).toBe(text)
    expect(cursor.take(9_999).every((byte) => byte === 7)).toBe(true)
    expect(cursor.fourcc()).toBe('mdat')
  })
})
