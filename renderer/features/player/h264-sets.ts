// What a slice header needs of the parameter sets of H.264 (ISO/IEC 14496-10 7.3.2.1, 7.3.2.2), out of `avcC` (14496-15 5.3.3).
import type { SaidColours } from './frame-colours.ts'
import { BitReader, BitsEnded, unescaped } from './h264-bits.ts'

export type SequenceSet = {
  id: number
  /** 1 is 4:2:0, 2 is 4:2:2. */
  chromaFormat: number
  frameNumberBits: number
  /** 0, 1 or 2 (8.2.1). */
  orderType: number
  orderBits: number
  deltaOrderAlwaysZero: boolean
  macroblocks: number
  framesOnly: boolean
  adaptiveFields: boolean
  /** Steps of the cropping rectangle on the left (7.4.2.1.1). */
  cropLeft: number
  colours: SaidColours
}

export type ParameterSets = {
  lengthSize: number
  sequences: SequenceSet[]
  /** Number of a picture parameter set → number of its sequence parameter set. */
  sequenceOf: Map<number, number>
}

/** Profiles that state their chroma format. */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])

/** Throws `BitsEnded` where the configuration is too short. */
export function readParameterSets(avcC: Uint8Array): ParameterSets {
  const reader = new BitReader(avcC, 4)
  const lengthSize = (reader.bits(8) & 3) + 1
  let at = 6
  const take = (count: number): Uint8Array[] =>
    Array.from({ length: count }, () => {
      const length = new BitReader(avcC, at).bits(16)
      at += 2 + length
      return avcC.subarray(at - length, at)
    })
  const sequences = take(reader.bits(8) & 0x1f).map(readSequenceSet)
  at += 1
  const pictures = take(new BitReader(avcC, at - 1).bits(8))
  const sequenceOf = new Map(
    pictures.map((unit) => {
      const bits = new BitReader(unescaped(unit), 1)
      return [bits.ue(), bits.ue()]
    }),
  )
  return { lengthSize, sequences, sequenceOf }
}

function readSequenceSet(unit: Uint8Array): SequenceSet {
  const bits = new BitReader(unescaped(unit), 1)
  const profile = bits.bits(8)
  bits.bits(16)
  const id = bits.ue()
  const chromaFormat = highProfiles.has(profile) ? readHighFormat(bits) : 1
  const frameNumberBits = bits.ue() + 4
  const orderType = bits.ue()
  const orderBits = orderType === 0 ? bits.ue() + 4 : 0
  const deltaOrderAlwaysZero = orderType === 1 && readOrderCycle(bits)
  bits.ue()
  bits.flag()
  const width = bits.ue() + 1
  const heightUnits = bits.ue() + 1
  const framesOnly = bits.flag()
  const adaptiveFields = !framesOnly && bits.flag()
  // direct_8x8_inference_flag
  bits.flag()
  const isCropped = bits.flag()
  const cropLeft = isCropped ? bits.ue() : 0
  const macroblocks = width * heightUnits * (framesOnly ? 1 : 2)
  return {
    id,
    chromaFormat,
    frameNumberBits,
    orderType,
    orderBits,
    deltaOrderAlwaysZero,
    macroblocks,
    framesOnly,
    adaptiveFields,
    cropLeft,
    colours: readColours(bits, isCropped),
  }
}

/** SAR_Width and SAR_Height follow (table E-1). */
const extendedAspect = 255

/** What follows the left of the cropping rectangle; of a set that ends before, nothing is said of colours. */
function readColours(bits: BitReader, isCropped: boolean): SaidColours {
  try {
    if (isCropped) for (const _ of ['right', 'top', 'bottom']) bits.ue()
    if (bits.flag()) return readVui(bits)
  } catch (error) {
    if (!(error instanceof BitsEnded)) throw error
  }
  return { fullRange: null, matrix: null }
}

/** The first fields of `vui_parameters()` (E.1.1). */
function readVui(bits: BitReader): SaidColours {
  if (bits.flag() && bits.bits(8) === extendedAspect) bits.bits(32)
  // overscan_info_present_flag, overscan_appropriate_flag
  if (bits.flag()) bits.flag()
  if (!bits.flag()) return { fullRange: null, matrix: null }
  bits.bits(3)
  const fullRange = bits.flag()
  if (!bits.flag()) return { fullRange, matrix: null }
  bits.bits(16)
  return { fullRange, matrix: bits.bits(8) }
}

function readHighFormat(bits: BitReader): number {
  const chromaFormat = bits.ue()
  if (chromaFormat === 3) bits.flag()
  bits.ue()
  bits.ue()
  bits.flag()
  if (bits.flag()) {
    for (let list = 0; list < (chromaFormat === 3 ? 12 : 8); list += 1) {
      if (bits.flag()) skipScalingList(bits, list < 6 ? 16 : 64)
    }
  }
  return chromaFormat
}

/** 7.3.2.1.1.1. */
function skipScalingList(bits: BitReader, size: number): void {
  let [last, next] = [8, 8]
  for (let at = 0; at < size; at += 1) {
    if (next !== 0) next = (last + bits.se() + 256) % 256
    last = next === 0 ? last : next
  }
}

/** Of order type 1; answers `delta_pic_order_always_zero_flag`. */
function readOrderCycle(bits: BitReader): boolean {
  const alwaysZero = bits.flag()
  bits.se()
  bits.se()
  const count = bits.ue()
  for (let at = 0; at < count; at += 1) bits.se()
  return alwaysZero
}
