// One stamp and one time source: layout, status bits, and what is not one of them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatUtc } from '#engine/base/time.ts'
import { readStamp, writeStamp } from '#engine/bitstream/misb-stamp.ts'
import { readSeiMessages } from '#engine/bitstream/sei.ts'
import type { SeiMessage } from '#engine/bitstream/sei.ts'
import { readTimeSource, writeTimeSource } from '#engine/bitstream/time-source.ts'
import { stampPayload, stampUnit, timeSourceUnit } from '#test/support/stamped-video.ts'

const message = (payload: Uint8Array, payloadType = 5): SeiMessage => ({
  payloadType,
  payloadSize: payload.length,
  payload,
  storedOffset: 0,
  storedSize: payload.length,
  cut: false,
})
const utcOf = (payload: Uint8Array): string | null => {
  const reading = readStamp(message(payload))
  return reading && 'stamp' in reading ? formatUtc(reading.stamp.time) : null
}

describe('a stamp', () => {
  it('a public example in nanoseconds', () => {
    expect(utcOf(stampPayload('h265 nanoseconds', 1_700_818_848_602_427_904n))).toBe(
      '2023-11-24T09:40:48.6024279Z',
    )
  })

  it('microseconds, in H.264 and in H.265', () => {
    for (const kind of ['h264 microseconds', 'h265 microseconds'] as const)
      expect(utcOf(stampPayload(kind, 1_700_818_848_602_427n))).toBe('2023-11-24T09:40:48.6024270Z')
  })

  it.each([
    [0x1f, { locked: true, discontinuity: false, reverse: false, reservedBits: true }],
    [0x9f, { locked: false, discontinuity: false, reverse: false, reservedBits: true }],
    [0x5f, { locked: true, discontinuity: true, reverse: false, reservedBits: true }],
    [0xff, { locked: false, discontinuity: true, reverse: true, reservedBits: true }],
    [0x3f, { locked: true, discontinuity: false, reverse: false, reservedBits: true }],
    [0x0f, { locked: true, reservedBits: false }],
  ])('status %i', (status, wanted) => {
    const reading = readStamp(message(stampPayload('h264 microseconds', 1n, status)))
    expect(reading).toMatchObject({ stamp: wanted })
  })

  it('that is malformed says why', () => {
    const good = stampPayload('h264 microseconds', 1_700_000_000_000_000n)
    const marker = Uint8Array.from(good)
    marker[22] = 0xfe
    expect(readStamp(message(marker))).toMatchObject({ malformed: expect.stringContaining('0xFF') as string })
    expect(readStamp(message(good.subarray(0, 27)))).toMatchObject({ malformed: 'it has 27 bytes of 28' })
    const late = stampPayload('h264 microseconds', 2n ** 64n - 1n)
    expect(readStamp(message(late))).toMatchObject({ malformed: expect.stringContaining('9999') as string })
  })

  it('other messages are none', () => {
    const good = stampPayload('h264 microseconds', 1n)
    expect(readStamp(message(good, 4))).toBeNull()
    expect(readStamp(message(new Uint8Array(28)))).toBeNull()
  })

  it('is written as it is read, and survives a unit with emulation prevention', () => {
    const status = fc.constantFrom(0x1f, 0x9f, 0x7f)
    fc.assert(
      fc.property(fc.bigInt(0n, 253_402_300_799_999_999n), status, (count, bits) => {
        const payload = stampPayload('h265 microseconds', count, bits)
        expect(Buffer.from(writeStamp('a8687dd4d7593758a5cef0338b6545f1', bits, count)).equals(payload)).toBe(
          true,
        )
        const [read] = readSeiMessages(stampUnit('h265 microseconds', count, bits), 'h265').messages
        expect(read && Buffer.from(read.payload).equals(payload)).toBe(true)
      }),
      { numRuns: 300, seed: 3 },
    )
  })
})

describe('a time source', () => {
  it.each([
    [0, 'automatic, network'],
    [5, 'manual, unknown'],
    [6, 'not in the table'],
  ])('code %i is %s', (code, name) => {
    expect(readTimeSource(message(writeTimeSource(code)))).toEqual({ code, name })
  })

  it('with the size that NIST’s own example states', () => {
    const [read] = readSeiMessages(timeSourceUnit('h264', 2, 13), 'h264').messages
    expect(read && readTimeSource(read)).toEqual({ code: 2, name: 'automatic, unknown' })
  })

  it('other words are none', () => {
    expect(readTimeSource(message(Buffer.from('timesourcE\u0001')))).toBeNull()
    expect(readTimeSource(message(Buffer.from('timesource')))).toBeNull()
  })
})
