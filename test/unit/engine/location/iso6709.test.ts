import { describe, expect, it } from 'vitest'
import { parseIso6709 } from '#engine/location/iso6709.ts'

describe('parseIso6709', () => {
  it.each([
    ['+48.8584+002.2945+035.0/', 48.8584, 2.2945, 35],
    ['+48.8584+002.2945/', 48.8584, 2.2945, null],
    ['-33.8568+151.2153-002.5CRSWGS_84/', -33.8568, 151.2153, -2.5],
    ['+4851.504+00217.67+35/', 48 + 51.504 / 60, 2 + 17.67 / 60, 35],
    ['+485130.24-0021740.2/', 48 + 51 / 60 + 30.24 / 3600, -(2 + 17 / 60 + 40.2 / 3600), null],
    ['+48-002', 48, -2, null],
    ['-00.5-000.25/', -0.5, -0.25, null],
    ['+48,8584+002,2945+35,5/', 48.8584, 2.2945, 35.5],
    ['  +48.8584+002.2945+035.0/\0', 48.8584, 2.2945, 35],
    ['+00.0000+000.0000/', 0, 0, null],
  ])('reads %j', (text, latitude, longitude, elevation) => {
    const parsed = parseIso6709(text)
    expect(parsed?.latitude).toBeCloseTo(latitude, 9)
    expect(parsed?.longitude).toBeCloseTo(longitude, 9)
    expect(parsed?.elevation).toBe(elevation)
  })

  it.each([
    '',
    'Paris',
    '48.8584,2.2945',
    '+48.8584',
    '+4.5+002.5/',
    '+488.5+002.5/',
    '+4860.0+00217.0/',
    '+485160+0021740/',
    '+48.8584+02.2945/',
    '+48.8584+002.2945+/',
    '+48.8584+002.2945/ and more',
    `+${'4'.repeat(100_000)}`,
  ])('does not read %j', (text) => {
    expect(parseIso6709(text)).toBeNull()
  })
})
