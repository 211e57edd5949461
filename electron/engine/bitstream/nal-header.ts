// What the first bytes of a NAL unit say of it (H.264 7.3.1 and table 7-1, H.265 7.3.1.2 and table 7-1).
import type { NalRole, VideoCodec } from './nal-unit.ts'

export type NalHeader = {
  /** nal_unit_type. */
  type: number
  role: NalRole
  startsPicture: boolean
  idr: boolean
}

/** Bytes of the header, before the payload. */
export const nalHeaderBytes = (codec: VideoCodec): number => (codec === 'h264' ? 1 : 2)

/** How many bytes `readNalHeader` looks at: the header, and one more with the first bit of a slice header. */
export const nalHeadBytes = (codec: VideoCodec): number => nalHeaderBytes(codec) + 1

/** Reads the head of a unit; bytes that are not there count as 0. */
export const readNalHeader = (unit: Uint8Array, codec: VideoCodec): NalHeader =>
  codec === 'h264' ? readH264(unit) : readH265(unit)

/**
 * Slices that are none of the primary coded picture: auxiliary pictures, and layers or views of H.264 annexes F to H.
 * Most players pass over them, and so does `slice`; some show them.
 */
export const isUnhashedSlice = (type: number, codec: VideoCodec): boolean =>
  codec === 'h264' && type >= 19 && type <= 21

function readH264(unit: Uint8Array): NalHeader {
  const type = (unit[0] ?? 0) & 0x1f
  const role = h264Role(type)
  // first_mb_in_slice is 0 where its Exp-Golomb code is the single bit 1; partitions B and C (types 3, 4) do not have it.
  const first = type !== 3 && type !== 4 && ((unit[1] ?? 0) & 0x80) !== 0
  return { type, role, startsPicture: role === 'slice' && first, idr: type === 5 }
}

function h264Role(type: number): NalRole {
  if (type >= 1 && type <= 5) return 'slice'
  if (type === 6) return 'sei'
  // SPS, PPS, SPS extension, subset SPS.
  if (type === 7 || type === 8 || type === 13 || type === 15) return 'parameter-set'
  return type === 9 ? 'delimiter' : 'other'
}

function readH265(unit: Uint8Array): NalHeader {
  const type = ((unit[0] ?? 0) >> 1) & 0x3f
  const role = unit.length < 2 ? 'other' : h265Role(type)
  const first = ((unit[2] ?? 0) & 0x80) !== 0
  return { type, role, startsPicture: role === 'slice' && first, idr: type === 19 || type === 20 }
}

function h265Role(type: number): NalRole {
  if (type <= 31) return 'slice'
  if (type === 39 || type === 40) return 'sei'
  if (type === 32 || type === 33 || type === 34) return 'parameter-set'
  return type === 35 ? 'delimiter' : 'other'
}
