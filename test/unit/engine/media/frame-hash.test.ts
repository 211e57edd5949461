import { expect, test } from 'vitest'
import { parseFrameHash } from '#engine/media/frame-hash.ts'

test('a line of framemd5 is read', () => {
  expect(
    parseFrameHash('0,        512,       1024,      512,   115200, 9f6d8e4c1d2b3a4f5e6d7c8b9a0f1e2d'),
  ).toEqual([
    { stream: 0, dts: 512, pts: 1024, duration: 512, size: 115_200, md5: '9f6d8e4c1d2b3a4f5e6d7c8b9a0f1e2d' },
  ])
  expect(parseFrameHash('1,      -1024, NOPTS,      0,   7, 9f6d8e4c1d2b3a4f5e6d7c8b9a0f1e2d')).toEqual([
    { stream: 1, dts: -1024, pts: null, duration: 0, size: 7, md5: '9f6d8e4c1d2b3a4f5e6d7c8b9a0f1e2d' },
  ])
})

test.each(['', '#format: frame checksums', '#stream#, dts, pts', '0, 1, 2', '0, 1, 2, 3, 4, nothex'])(
  'other lines give nothing: %j',
  (line) => {
    expect(parseFrameHash(line)).toEqual([])
  },
)
