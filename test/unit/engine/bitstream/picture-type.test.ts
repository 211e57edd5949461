import { describe, expect, it } from 'vitest'
import { BitReader } from '#engine/bitstream/bit-reader.ts'
import { PictureTypes } from '#engine/bitstream/picture-type.ts'

/** Length-prefixed units. */
const sampleOf = (...units: number[][]): Uint8Array =>
  Uint8Array.from(units.flatMap((unit) => [0, 0, 0, unit.length, ...unit]))

/** Bits, filled up to whole bytes. */
const bytesOf = (bits: string): number[] =>
  (bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2))
const ue = (value: number): string => {
  const code = (value + 1).toString(2)
  return '0'.repeat(code.length - 1) + code
}

describe('Exp-Golomb codes', () => {
  it.each([0, 1, 2, 3, 7, 8, 254, 255, 65_534, 2 ** 31])('%i', (value) => {
    expect(new BitReader(Uint8Array.from(bytesOf(ue(value))), 0).unsigned()).toBe(value)
  })

  it('that are cut off, or longer than any, are none', () => {
    expect(new BitReader(Uint8Array.of(0, 1), 0).unsigned()).toBeNull()
    expect(new BitReader(new Uint8Array(0), 0).unsigned()).toBeNull()
    expect(new BitReader(new Uint8Array(64), 0).unsigned()).toBeNull()
  })
})

describe('pictures of H.264', () => {
  const types = new PictureTypes('h264', [], [4])
  const slice = (sliceType: number, nal = 1, first = 0): number[] => [
    0x60 | nal,
    ...bytesOf(`${ue(first)}${ue(sliceType)}1`),
  ]
  it.each([
    [[slice(7, 5)], 'D'],
    [[slice(2)], 'I'],
    [[slice(5)], 'P'],
    [[slice(1)], 'B'],
    [[slice(4)], 'I'],
    [[slice(7), slice(5, 1, 9)], 'P'],
    [[slice(5), slice(6, 1, 9)], 'B'],
    [[[0x67, 1, 2], [0x68, 3], [0x06, 5, 1, 0x80], slice(7, 5)], 'D'],
    [[slice(99)], '?'],
    [[[0x61]], '?'],
    [[], '?'],
  ])('%j is %s', (units, type) => expect(types.typeOf(sampleOf(...units), 0)).toBe(type))

  it('of a unit that claims to be longer than the sample, or of another entry, are judged by what is there', () => {
    expect(types.typeOf(Uint8Array.of(0xff, 0xff, 0xff, 0xff, ...slice(1)), 0)).toBe('B')
    expect(types.typeOf(sampleOf(slice(1)), 3)).toBe('?')
    expect(types.typeOf(Uint8Array.of(0, 0), 0)).toBe('?')
  })
})

describe('pictures of H.265', () => {
  const types = new PictureTypes('h265', [], [4])
  const pps = (id: number, extra: number): number[] => [
    34 << 1,
    1,
    ...bytesOf(`${ue(id)}${ue(0)}00${extra.toString(2).padStart(3, '0')}1`),
  ]
  const slice = (type: number, nal: number, id = 0, extra = ''): number[] => [
    nal << 1,
    1,
    ...bytesOf(`1${nal >= 16 && nal <= 23 ? '0' : ''}${ue(id)}${extra}${ue(type)}1`),
  ]

  it('are not read before their parameter set is known, and then with its extra bits', () => {
    expect(types.typeOf(sampleOf(slice(0, 1)), 0)).toBe('?')
    expect(types.typeOf(sampleOf(pps(0, 0), slice(2, 19)), 0)).toBe('D')
    expect(types.typeOf(sampleOf(slice(2, 21)), 0)).toBe('I')
    expect(types.typeOf(sampleOf(slice(0, 1)), 0)).toBe('B')
    expect(types.typeOf(sampleOf(slice(1, 1)), 0)).toBe('P')
    expect(types.typeOf(sampleOf(pps(3, 2), slice(1, 1, 3, '11')), 0)).toBe('P')
  })
})
