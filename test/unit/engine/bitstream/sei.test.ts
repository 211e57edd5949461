// SEI messages: sizes with bytes of 0xff, emulation prevention where it is and where it is not, and units cut anywhere.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { removeEmulationPrevention, storedPlace } from '#engine/bitstream/emulation-prevention.ts'
import { findUserDataUuid, readSeiMessages, userDataUuid } from '#engine/bitstream/sei.ts'
import { escaped, seiMessage, seiUnit } from '#test/support/sei-unit.ts'
import { processorMillis } from '#test/support/processor-time.ts'

const uuid = '005bc93f2d715e95ada4796f90877a6f'
const idBytes = Buffer.from(uuid, 'hex')
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe('messages', () => {
  it.each([0, 1, 16, 254, 255, 256, 510, 511, 70_000])('a payload of %i bytes', (size) => {
    const payload = new Uint8Array(size).fill(0x41)
    const unit = seiUnit('h264', [seiMessage(5, payload)])
    const { messages, escaped: found, complete } = readSeiMessages(unit, 'h264')
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatchObject({ payloadType: 5, payloadSize: size, cut: false, storedSize: size })
    expect(hex(messages[0]?.payload ?? new Uint8Array(0))).toBe(hex(payload))
    expect([found, complete]).toEqual([false, true])
  })

  it('several in one unit, in H.265 too, with zeros behind', () => {
    const unit = Buffer.concat([
      seiUnit('h265', [
        seiMessage(1, Uint8Array.of(7)),
        seiMessage(300, Uint8Array.of(1, 2)),
        seiMessage(5, idBytes),
      ]),
      new Uint8Array(3),
    ])
    const { messages, complete } = readSeiMessages(unit, 'h265')
    expect(messages.map(({ payloadType }) => payloadType)).toEqual([1, 300, 5])
    expect(messages.map(userDataUuid)).toEqual([null, null, uuid])
    expect(complete).toBe(true)
  })

  it('a start code stored raw in a payload stays what it is', () => {
    const payload = Uint8Array.of(...idBytes, 0, 0, 1, 0, 0, 3, 1, 0, 0, 3)
    const { messages, escaped: found } = readSeiMessages(seiUnit('h264', [seiMessage(5, payload)]), 'h264')
    expect(found).toBe(false)
    expect(hex(messages[0]?.payload ?? new Uint8Array(0))).toBe(hex(payload))
  })

  it('emulation prevention is taken out where the lengths say that it is there', () => {
    const payload = Uint8Array.of(...idBytes, 0, 0, 1, 9, 0, 0, 0, 0, 0, 3)
    const unit = escaped(seiUnit('h264', [seiMessage(5, payload), seiMessage(6, Uint8Array.of(4))]))
    const { messages, escaped: found } = readSeiMessages(unit, 'h264')
    expect(found).toBe(true)
    expect(hex(messages[0]?.payload ?? new Uint8Array(0))).toBe(hex(payload))
    expect(messages[0]?.storedOffset).toBe(3)
    expect(messages[0]?.storedSize).toBeGreaterThan(payload.length)
    const second = messages[1]
    expect(unit[second?.storedOffset ?? 0]).toBe(4)
  })

  it('a stated size beyond the unit is told as cut', () => {
    const { messages, complete } = readSeiMessages(Uint8Array.of(6, 5, 13, 1, 2, 3, 0x80), 'h264')
    expect(messages[0]).toMatchObject({ payloadSize: 13, cut: true })
    expect(messages[0]?.payload).toHaveLength(3)
    expect(complete).toBe(false)
  })
})

describe('the identifier from the first bytes', () => {
  it('is found where the user data begins in them', () => {
    const unit = seiUnit('h264', [
      seiMessage(1, Uint8Array.of(3)),
      seiMessage(5, Uint8Array.of(...idBytes, 1, 2)),
    ])
    expect(findUserDataUuid(unit.subarray(0, 30), 'h264')).toBe(uuid)
    expect(findUserDataUuid(unit.subarray(0, 12), 'h264')).toBeNull()
    expect(findUserDataUuid(seiUnit('h265', [seiMessage(5, idBytes)]), 'h265')).toBe(uuid)
    expect(findUserDataUuid(new Uint8Array(0), 'h264')).toBeNull()
  })
})

describe('any bytes', () => {
  it('nothing throws, and messages lie in their unit', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 600 }),
        fc.constantFrom('h264' as const, 'h265' as const),
        (unit, codec) => {
          findUserDataUuid(unit, codec)
          for (const message of readSeiMessages(unit, codec).messages) {
            userDataUuid(message)
            expect(message.storedOffset + message.storedSize).toBeLessThanOrEqual(unit.length)
          }
        },
      ),
      { numRuns: 2_000, seed: 11 },
    )
  })

  it('what was escaped comes back', () => {
    const zeros = fc
      .array(fc.constantFrom(0, 0, 0, 1, 2, 3, 4), { maxLength: 60 })
      .map((list) => Uint8Array.from(list))
    fc.assert(
      fc.property(zeros, (bytes) => {
        const plain = Uint8Array.of(6, ...bytes, 0x80)
        const stored = escaped(plain)
        const back = removeEmulationPrevention(stored)
        expect(hex(back.bytes)).toBe(hex(plain))
        for (const [place, byte] of back.bytes.entries())
          expect(stored[storedPlace(place, back.removed)]).toBe(byte)
      }),
      { numRuns: 500, seed: 12 },
    )
  })

  it('is linear: a mebibyte that is all emulation prevention', () => {
    const unit = Buffer.alloc(1 << 20, Buffer.from('000003', 'hex'))
    unit[0] = 6
    const started = processorMillis()
    readSeiMessages(unit, 'h264')
    expect(processorMillis() - started).toBeLessThan(2_000)
  })
})
