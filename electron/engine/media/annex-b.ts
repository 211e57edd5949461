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

/** Whether it is a slice of a picture (ISO/IEC 14496-10 table 7-1, ISO/IEC 23008-2 table 7-1). */
export function isSlice([first = 0]: Uint8Array, name: UnitFormat['name']): boolean {
  const type = name === 'hevc' ? (first >> 1) & 0x3f : first & 0x1f
  return name === 'hevc' ? type < 32 : type >= 1 && type <= 5
}

/**
 * The units of a sample; null where the lengths in it do not add up, or one is 0. `size`: of the sample, where these are only its first
 * bytes; of the last unit no more is given back then.
 */
export function splitUnits(
  sample: Uint8Array,
  lengthSize: number,
  size = sample.length,
): Uint8Array[] | null {
  const units: Uint8Array[] = []
  for (let at = 0; at < sample.length;) {
    if (size - at < lengthSize) return null
    if (sample.length - at < lengthSize) break
    let length = 0
    for (let byte = 0; byte < lengthSize; byte += 1) length = length * 256 + (sample[at + byte] ?? 0)
    at += lengthSize
    if (length === 0 || length > size - at) return null
    units.push(sample.subarray(at, at + length))
    at += length
  }
  return units.length > 0 ? units : null
}
