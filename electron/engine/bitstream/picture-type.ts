// The type of a picture from the headers of its slices: slice_type of H.264 7.3.3 and table 7-6, of H.265 7.3.6.1 and table
// 7-7. Of several slices the one that needs most counts, as everywhere.
import type { SampleEntry } from '#engine/isobmff/sample-entry.ts'
import { Cursor, OutOfBounds } from '#engine/base/cursor.ts'
import { readHvcC } from '#engine/isobmff/boxes/hvcC.ts'
import { BitReader } from './bit-reader.ts'
import { nalHeaderBytes, readNalHeader } from './nal-header.ts'
import type { VideoCodec } from './nal-unit.ts'

/** `D` IDR, `I`, `P`, `B`, `?` not read. */
export type PictureType = 'D' | 'I' | 'P' | 'B' | '?'

/** So much of a unit is looked at: a slice header begins with few short codes. */
export const sliceHeadBytes = 48

const rank: Record<PictureType, number> = { '?': 0, D: 1, I: 1, P: 2, B: 3 }

/** Of one track: H.265 needs to know its picture parameter sets, from the sample entries and from the samples. */
export class PictureTypes {
  readonly #codec: VideoCodec
  readonly #lengthSizes: readonly number[]
  /** num_extra_slice_header_bits by pps_pic_parameter_set_id. */
  readonly #extraBits = new Map<number, number>()

  constructor(codec: VideoCodec, entries: readonly SampleEntry[], lengthSizes: readonly number[]) {
    this.#codec = codec
    this.#lengthSizes = lengthSizes
    for (const { decoderConfig } of entries)
      if (decoderConfig?.type === 'hvcC') this.#readConfiguration(decoderConfig.bytes)
  }

  /** `sample`: all its bytes, or as many as there are at hand; `entry`: which sample entry it has. */
  typeOf(sample: Uint8Array, entry: number): PictureType {
    const lengthSize = this.#lengthSizes[entry] ?? 0
    if (lengthSize === 0) return '?'
    let type: PictureType = '?'
    for (let at = 0; at + lengthSize < sample.length;) {
      let size = 0
      for (let byte = 0; byte < lengthSize; byte += 1) size = size * 256 + (sample[at + byte] ?? 0)
      at += lengthSize
      const unit = sample.subarray(at, Math.min(at + size, at + sliceHeadBytes))
      const found = this.#typeOfUnit(unit)
      if (rank[found] > rank[type]) type = found
      at += size
    }
    return type
  }

  #typeOfUnit(unit: Uint8Array): PictureType {
    const { role, type, idr } = readNalHeader(unit, this.#codec)
    if (this.#codec === 'h265' && type === 34) this.#readPps(unit)
    if (role !== 'slice') return '?'
    const slice = this.#codec === 'h264' ? h264Slice(unit, type) : this.#h265Slice(unit, type)
    return slice === 'I' && idr ? 'D' : slice
  }

  /** Only the first segment of a picture: the others are the same picture, and need more of the parameter sets. */
  #h265Slice(unit: Uint8Array, type: number): PictureType {
    const bits = new BitReader(unit, nalHeaderBytes('h265'))
    if (bits.bit() !== 1) return '?'
    // no_output_of_prior_pics_flag of pictures that can be decoded by themselves.
    if (type >= 16 && type <= 23) bits.bit()
    const pps = bits.unsigned()
    const extra = pps === null ? undefined : this.#extraBits.get(pps)
    if (extra === undefined) return '?'
    bits.bits(extra)
    return sliceTypes265[bits.unsigned() ?? -1] ?? '?'
  }

  #readConfiguration(bytes: Uint8Array): void {
    try {
      const units = readHvcC(new Cursor(bytes)).arrays.flatMap((array) => array.units)
      for (const unit of units) if (readNalHeader(unit, 'h265').type === 34) this.#readPps(unit)
    } catch (error) {
      // Told where the sample entry was read; the samples may bring their own.
      if (!(error instanceof OutOfBounds)) throw error
    }
  }

  /** H.265 7.3.2.3.1, as far as the bits that slice headers have more. */
  #readPps(unit: Uint8Array): void {
    const bits = new BitReader(unit.subarray(0, sliceHeadBytes), nalHeaderBytes('h265'))
    const id = bits.unsigned()
    bits.unsigned()
    bits.bits(2)
    const extra = bits.bits(3)
    if (id !== null && extra !== null && id < 64) this.#extraBits.set(id, extra)
  }
}

const sliceTypes265: Readonly<Record<number, PictureType>> = { 0: 'B', 1: 'P', 2: 'I' }
const sliceTypes264: Readonly<Record<number, PictureType>> = { 0: 'P', 1: 'B', 2: 'I', 3: 'P', 4: 'I' }

/** By slice_type alone: never `D`. */
export function h264Slice(unit: Uint8Array, type: number): PictureType {
  // Partitions B and C have no slice_type.
  if (type === 3 || type === 4) return '?'
  const bits = new BitReader(unit, nalHeaderBytes('h264'))
  bits.unsigned()
  const slice = bits.unsigned()
  return slice === null || slice > 9 ? '?' : (sliceTypes264[slice % 5] ?? '?')
}
