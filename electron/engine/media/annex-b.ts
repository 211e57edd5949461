// Stored samples as a byte stream (ISO/IEC 14496-10 Annex B, ISO/IEC 23008-2 Annex B): what ffmpeg decodes without a container.
import { Cursor, OutOfBounds } from '../base/cursor.ts'
import { readAvcC } from '../isobmff/boxes/avcC.ts'
import { readHvcC } from '../isobmff/boxes/hvcC.ts'
import type { SampleEntry } from '../isobmff/sample-entry.ts'

export type UnitFormat = {
  /** ffmpeg's name of the format. */
  name: 'h264' | 'hevc'
  lengthSize: number
  parameterSets: Uint8Array[]
}

const startCode = Uint8Array.of(0, 0, 0, 1)

/** How the samples of this entry are to be read; null where they are no NAL units, or the entry does not say. */
export function unitFormat(entry: Pick<SampleEntry, 'decoderConfig'> | undefined): UnitFormat | null {
  try {
    return readFormat(entry)
  } catch (error) {
    // A configuration that ends too early: a finding of its own.
    if (error instanceof OutOfBounds) return null
    throw error
  }
}

function readFormat(entry: Pick<SampleEntry, 'decoderConfig'> | undefined): UnitFormat | null {
  const { type, bytes } = entry?.decoderConfig ?? { type: '', bytes: new Uint8Array(0) }
  if (type === 'avcC') {
    const { lengthSize, sequenceParameterSets, pictureParameterSets } = readAvcC(new Cursor(bytes))
    return { name: 'h264', lengthSize, parameterSets: [...sequenceParameterSets, ...pictureParameterSets] }
  }
  if (type === 'hvcC') {
    const { lengthSize, arrays } = readHvcC(new Cursor(bytes))
    return { name: 'hevc', lengthSize, parameterSets: arrays.flatMap(({ units }) => units) }
  }
  return null
}

/** Units with start codes before them. */
export const joinUnits = (units: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(units.flatMap((unit) => [startCode, unit]))

/** The units of a sample; null where the lengths in it do not add up, or one is 0. */
export function splitUnits(sample: Uint8Array, lengthSize: number): Uint8Array[] | null {
  const units: Uint8Array[] = []
  for (let at = 0; at < sample.length;) {
    if (sample.length - at < lengthSize) return null
    let length = 0
    for (let byte = 0; byte < lengthSize; byte += 1) length = length * 256 + (sample[at + byte] ?? 0)
    at += lengthSize
    if (length === 0 || length > sample.length - at) return null
    units.push(sample.subarray(at, at + length))
    at += length
  }
  return units.length > 0 ? units : null
}

/**
 * Whether a picture needs none before it, by its first slice: IDR or intra of H.264 (table 7-1, 7.3.3, table 7-6), IRAP of H.265
 * (table 7-1). Tables of samples say it of others, too.
 */
export function beginsAnew(units: readonly Uint8Array[], name: UnitFormat['name']): boolean {
  for (const unit of units) {
    const [first = 0] = unit
    if (name === 'hevc') {
      const type = (first >> 1) & 0x3f
      if (type < 32) return type >= 16 && type <= 23
    } else {
      const type = first & 0x1f
      if (type === 5) return true
      if (type >= 1 && type <= 4) return isIntra(firstCodes(unit.subarray(1, 16), 2)[1] ?? -1)
    }
  }
  return false
}

/** I and SI, of this slice or of all of its picture. */
const isIntra = (sliceType: number): boolean => [2, 4, 7, 9].includes(sliceType)

/** The first Exp-Golomb codes (ISO/IEC 14496-10 9.1); fewer where there are not so many. */
function firstCodes(bytes: Uint8Array, count: number): number[] {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const codes: number[] = []
  for (let at = 0; codes.length < count;) {
    const zeros = bits.indexOf('1', at) - at
    const end = at + 2 * zeros + 1
    if (zeros < 0 || end > bits.length) return codes
    codes.push(Number.parseInt(bits.slice(at + zeros, end), 2) - 1)
    at = end
  }
  return codes
}
