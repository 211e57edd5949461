// `loci`: the place of the view, with the bytes that other programs write (3GPP TS 26.244 8.10, ONVIF EFF 26.06 5.4).
import { describe, expect, it } from 'vitest'
import { readLoci, writeLoci } from '#engine/exportfile/boxes/loci.ts'

const payloadOf = (box: Uint8Array): Uint8Array => box.subarray(8)
const fromHex = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex')

/** 48.8584 N 2.2945 E 35 m, as FFmpeg writes it: longitude first, role 0, no language, no notes. */
const paris = fromHex(
  `00000000 0000 ${Buffer.from('Paris\0').toString('hex')} 00 00024b64 0030dbc0 00230000 ${Buffer.from('earth\0').toString('hex')} 00`,
)

describe('reading', () => {
  it('reads Paris as FFmpeg wrote it', () => {
    const loci = readLoci(paris)
    expect(loci).toMatchObject({ name: 'Paris', role: 0, altitude: 35, astronomicalBody: 'earth', notes: '' })
    expect(loci?.latitude).toBeCloseTo(48.8584, 4)
    expect(loci?.longitude).toBeCloseTo(2.2945, 4)
  })

  it('does without body and notes, and not without coordinates', () => {
    const end = paris.length - 'earth\0'.length - 1
    expect(readLoci(paris.subarray(0, end))).toMatchObject({ name: 'Paris', astronomicalBody: '', notes: '' })
    for (let length = 0; length < end; length += 1) expect(readLoci(paris.subarray(0, length))).toBeNull()
  })
})

describe('writing', () => {
  it('writes role 1, language und, and 16.16 numbers', () => {
    const bytes = Buffer.from(
      writeLoci({ name: 'Paris', latitude: 48.8584, longitude: 2.2945, altitude: 35 }),
    ).toString('hex')
    expect(bytes).toBe(
      `000000286c6f63690000000055c4${Buffer.from('Paris\0').toString('hex')}0100024b640030dbc000230000${Buffer.from('earth\0').toString('hex')}00`,
    )
  })

  it.each([
    ['south and west', -33.8568, -151.2153, -12.5],
    ['the corners of the world', 90, 180, 8_848.86],
    ['the other corners', -90, -180, -430.5],
    ['nowhere', 0, 0, 0],
  ])('reads what it writes to 1/65536: %s', (name, latitude, longitude, altitude) => {
    const read = readLoci(payloadOf(writeLoci({ name, latitude, longitude, altitude })))
    expect(read).toMatchObject({ name, role: 1, language: 'und', astronomicalBody: 'earth' })
    for (const [found, given] of [
      [read?.latitude, latitude],
      [read?.longitude, longitude],
      [read?.altitude, altitude],
    ] as const) {
      expect(Math.abs(found! - given)).toBeLessThanOrEqual(1 / 131_072)
    }
  })

  it('what was read and written again stays the same', () => {
    const first = readLoci(paris)!
    const second = readLoci(payloadOf(writeLoci(first)))!
    expect([second.latitude, second.longitude, second.altitude]).toEqual([
      first.latitude,
      first.longitude,
      first.altitude,
    ])
  })
})
