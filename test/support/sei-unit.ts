// SEI units written by hand, as the standards have them: apart from the product's reader, so that the two can disagree.
import type { VideoCodec } from '#engine/bitstream/nal-unit.ts'

const ffCoded = (value: number): number[] => [
  ...new Array<number>(Math.floor(value / 255)).fill(255),
  value % 255,
]

/** One message: type, size, payload; `statedSize` where the size is to be a lie. */
export const seiMessage = (type: number, payload: Uint8Array, statedSize = payload.length): Uint8Array =>
  Buffer.concat([Buffer.from(ffCoded(type)), Buffer.from(ffCoded(statedSize)), payload])

/** A whole unit without emulation prevention. */
export const seiUnit = (codec: VideoCodec, messages: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat([codec === 'h264' ? Buffer.of(6) : Buffer.of(0x4e, 1), ...messages, Buffer.of(0x80)])

/** With emulation prevention: 03 before a byte of 0 to 3 behind two zeros, and behind zeros at the very end. */
export function escaped(unit: Uint8Array): Uint8Array {
  const bytes: number[] = []
  let zeros = 0
  for (const byte of unit) {
    if (zeros >= 2 && byte <= 3) {
      bytes.push(3)
      zeros = 0
    }
    bytes.push(byte)
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return Uint8Array.from(bytes)
}
