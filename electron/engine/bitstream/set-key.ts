// Which parameter set a unit holds: of one key the last one that came counts (H.264 7.4.1.2.1, H.265 7.4.2.4.2).
import { BitReader } from './bit-reader.ts'
import { readNalHeader } from './nal-header.ts'
import type { VideoCodec } from './nal-unit.ts'

/** In the order in which they refer to each other: VPS, SPS, PPS. */
export const setTypes: Record<VideoCodec, readonly number[]> = { h264: [7, 8], h265: [32, 33, 34] }

/** Type and number; null where it is none that the pictures shown refer to, or its number cannot be read. */
export function setKey(unit: Uint8Array, codec: VideoCodec): string | null {
  const { type } = readNalHeader(unit, codec)
  if (!setTypes[codec].includes(type) || isOfLayer(unit, codec)) return null
  const id = numberOf(unit, type, codec)
  return id === null ? null : `${type} ${id}`
}

/** Whether it is that of a sequence parameter set. */
export const isSequence = (key: string): boolean => key.startsWith('7 ') || key.startsWith('33 ')

/** Sets of further layers (ITU-T H.265 annex F) are written in another way, and of other pictures. */
export const isOfLayer = (unit: Uint8Array, codec: VideoCodec): boolean =>
  codec === 'h265' && (((unit[0] ?? 0) & 1) << 5) + ((unit[1] ?? 0) >> 3) > 0

function numberOf(unit: Uint8Array, type: number, codec: VideoCodec): number | null {
  // The number of an SPS of H.265 lies behind the profiles of seven layers, at most 91 bytes.
  const head = unit.subarray(0, 128)
  if (codec === 'h264') return new BitReader(head, type === 7 ? 4 : 1).unsigned()
  const bits = new BitReader(head, 2)
  if (type === 32) return bits.bits(4)
  if (type === 33) skipProfile(bits)
  return bits.unsigned()
}

/** Up to sps_seq_parameter_set_id (H.265 7.3.2.2.1). */
function skipProfile(bits: BitReader): void {
  bits.bits(4)
  const subLayers = bits.bits(3) ?? 0
  bits.bits(1 + 96)
  const present = Array.from({ length: subLayers }, () => [bits.bit() === 1, bits.bit() === 1])
  if (subLayers > 0) bits.bits(2 * (8 - subLayers))
  for (const [profile, level] of present) bits.bits((profile ? 88 : 0) + (level ? 8 : 0))
}
