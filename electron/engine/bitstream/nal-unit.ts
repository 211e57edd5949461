// One NAL unit as it lies in a sample (ISO/IEC 14496-15: length before each unit; H.264 7.3.1, H.265 7.3.1): what media
// signing, time stamps and the structure of a picture are read from.

export type VideoCodec = 'h264' | 'h265'

/** `slice`: a VCL unit · `sei`: prefix or suffix SEI · `parameter-set`: SPS, PPS, VPS · `delimiter`: access unit delimiter. */
export type NalRole = 'slice' | 'sei' | 'parameter-set' | 'delimiter' | 'other'

export type NalUnit = {
  /** Index of the stored sample in decode order, from 0. */
  sample: number
  /** Offset in the file of the unit's first byte, its header; the length field lies before it. */
  offset: number
  /** Bytes as stored, header included, length field not. */
  size: number
  /** nal_unit_type. */
  type: number
  role: NalRole
  /** The slice with which a picture begins: first_mb_in_slice 0, first_slice_segment_in_pic_flag 1. */
  startsPicture: boolean
  /** A slice of an IDR picture: H.264 type 5; H.265 types 19 and 20. */
  idr: boolean
  /**
   * Digest from the header to the last byte that is not zero (trailing zeros are no part of a unit, H.264 7.4.1), with
   * emulation prevention bytes as stored. Slices only, and only where the scan was asked to hash.
   */
  digest: Uint8Array | null
  /** The unit as stored; SEI and parameter sets only, and null where it is longer than the scan keeps. */
  bytes: Uint8Array | null
}

/** Takes the units of one track in decode order. */
export type NalSink = { unit(nal: NalUnit): void }
