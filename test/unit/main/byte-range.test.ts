import { describe, expect, test } from 'vitest'
import { parseByteRange } from '../../../electron/main/byte-range.ts'

const beyond4GiB = 2 ** 40

describe('parseByteRange', () => {
  test.each([
    ['bytes=0-0', 10, 0, 0],
    ['bytes=2-5', 10, 2, 5],
    ['bytes=2-', 10, 2, 9],
    ['bytes=2-99999', 10, 2, 9],
    ['bytes=-3', 10, 7, 9],
    ['bytes=-99999', 10, 0, 9],
    ['BYTES= 2-5 ', 10, 2, 5],
    [`bytes=${2 ** 32 + 1}-`, beyond4GiB, 2 ** 32 + 1, beyond4GiB - 1],
    ['bytes=5-99999999999999999999999', 10, 5, 9],
  ])('%s of %i bytes is %i to %i', (header, size, first, last) => {
    expect(parseByteRange(header, size)).toEqual({ kind: 'part', first, last })
  })

  test.each([
    ['bytes=10-', 10],
    ['bytes=10-11', 10],
    ['bytes=99999999999999999999999-', 10],
    ['bytes=-0', 10],
    ['bytes=0-', 0],
    ['bytes=-1', 0],
  ])('%s of %i bytes cannot be had', (header, size) => {
    expect(parseByteRange(header, size)).toEqual({ kind: 'unsatisfiable' })
  })

  test.each([
    null,
    '',
    'bytes=',
    'bytes=-',
    'bytes=5-2',
    'bytes=0-1,4-5',
    'bytes=a-b',
    'bytes=+1-2',
    'bytes=0x1-2',
    'items=0-1',
    'bytes 0-1',
  ])('%s asks for nothing that is understood, so the whole is sent', (header) =>
    expect(parseByteRange(header, 10)).toEqual({ kind: 'whole' }),
  )
})
