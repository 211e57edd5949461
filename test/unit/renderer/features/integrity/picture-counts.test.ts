import { expect, it } from 'vitest'
import { fakeMediaReport } from '#test/support/fake-media-signing.ts'
import { deviceText, pictureCounts } from '../../../../../renderer/features/integrity/picture-counts.ts'

it('counts what is confirmed and what is not, and leaves out what is not there', () => {
  const ok = { verdict: 'ok', pictures: 62 } as const
  expect(pictureCounts(fakeMediaReport([ok, ok]))).toBe('124 confirmed')
  expect(
    pictureCounts(
      fakeMediaReport([
        { verdict: 'cut', pictures: 5 },
        ok,
        { verdict: 'bad', pictures: 10, changed: [1, 2] },
        { verdict: 'bad', pictures: 7 },
        { verdict: 'missing', pictures: 60, missing: 2 },
        { verdict: 'pending', pictures: 3 },
      ]),
    ),
  ).toBe(
    '130 confirmed, 2 changed, 7 in changed groups, 3 after the last signature, 5 before the first signature, 2 signed but not there',
  )
})

it('says what the camera says of itself, and nothing where it is silent', () => {
  const report = fakeMediaReport([])
  expect(deviceText(report)).toBe('Example Cameras, serial number 00408c123456, firmware 11.9.61')
  const silent = { manufacturer: '', serialNumber: 'X1', firmware: '' }
  expect(deviceText({ ...report, device: silent })).toBe('serial number X1')
  expect(deviceText({ ...report, device: null })).toBe('')
})
