import { describe, expect, it } from 'vitest'
import { octetsOf, outerSequenceLength, parseAsn1, smallIntegerOf } from '#engine/seal/asn1.ts'

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex')

describe('outerSequenceLength', () => {
  it('counts header and content, in short and long form, whatever follows', () => {
    expect(outerSequenceLength(bytes('3000'))).toBe(2)
    expect(outerSequenceLength(bytes('30 03 020101 ffff'))).toBe(5)
    expect(outerSequenceLength(Buffer.concat([bytes('30 81 80'), Buffer.alloc(200)]))).toBe(131)
    expect(outerSequenceLength(Buffer.concat([bytes('30 84 00000100'), Buffer.alloc(300)]))).toBe(262)
  })

  it.each([
    '',
    '30',
    '31 00',
    '30 80 0000',
    '30 03 0201',
    '30 82 01',
    '30 85 0000000001 00',
    '30 84 ffffffff 00',
  ])('is null for “%s”', (hex) => {
    expect(outerSequenceLength(bytes(hex))).toBeNull()
  })
})

describe('values', () => {
  it('reads integers only within the limit', () => {
    const read = (hex: string, limit = 1_000): number | null =>
      smallIntegerOf(parseAsn1(bytes(hex)) ?? undefined, limit)
    expect(read('020114')).toBe(20)
    expect(read('020203e8')).toBe(1_000)
    for (const other of ['020203e9', '0201ff', '0209010000000000000014', '040114', '0200']) {
      expect(read(other), other).toBeNull()
    }
  })

  it('puts octet strings in pieces together (BER)', () => {
    const read = (hex: string): string =>
      Buffer.from(octetsOf(parseAsn1(bytes(hex)) ?? undefined) ?? []).toString('hex')
    expect(read('0402aabb')).toBe('aabb')
    expect(read('2480 0401aa 0402bbcc 0000')).toBe('aabbcc')
    expect(read('8002aabb')).toBe('aabb')
    expect(read('a080 0401aa 0402bbcc 0000')).toBe('aabbcc')
  })

  it('stops at a depth and a number of values', () => {
    expect(parseAsn1(Buffer.alloc(200, bytes('3080')))).toBeNull()
    const wide = Buffer.concat([bytes('30 82 4e20'), Buffer.alloc(20_000, bytes('0500'))])
    expect(parseAsn1(wide)).toBeNull()
  })
})
