// `avcC`, AVCDecoderConfigurationRecord (ISO/IEC 14496-15 5.3.3): profile, level, and the parameter sets of H.264.
import type { Cursor } from '../../base/cursor.ts'
import { writeBox } from '../box-writer.ts'

export type AvcC = {
  profile: number
  compatibility: number
  level: number
  /** Bytes of the length before each NAL unit in a sample: 1, 2 or 4. */
  lengthSize: number
  sequenceParameterSets: Uint8Array[]
  pictureParameterSets: Uint8Array[]
  /** What follows: chroma format and bit depth of the high profiles. */
  extension: Uint8Array
}

export function readAvcC(cursor: Cursor): AvcC {
  cursor.skip(1)
  const [profile, compatibility, level] = [cursor.u8(), cursor.u8(), cursor.u8()]
  const lengthSize = (cursor.u8() & 3) + 1
  const sets = (count: number): Uint8Array[] => Array.from({ length: count }, () => cursor.take(cursor.u16()))
  const sequenceParameterSets = sets(cursor.u8() & 0x1f)
  const pictureParameterSets = sets(cursor.u8())
  const extension = cursor.rest()
  return { profile, compatibility, level, lengthSize, sequenceParameterSets, pictureParameterSets, extension }
}

export function writeAvcC(avcC: AvcC): Uint8Array {
  const { sequenceParameterSets, pictureParameterSets } = avcC
  return writeBox(
    'avcC',
    Uint8Array.of(1, avcC.profile, avcC.compatibility, avcC.level, 0xfc | (avcC.lengthSize - 1)),
    Uint8Array.of(0xe0 | sequenceParameterSets.length),
    ...sequenceParameterSets.flatMap(withLength),
    Uint8Array.of(pictureParameterSets.length),
    ...pictureParameterSets.flatMap(withLength),
    avcC.extension,
  )
}

const withLength = (set: Uint8Array): Uint8Array[] => [Uint8Array.of(set.length >> 8, set.length & 0xff), set]

/** RFC 6381 3.3, e.g. `avc1.64000b`. */
export function formatAvcCodec(
  type: string,
  avcC: Pick<AvcC, 'profile' | 'compatibility' | 'level'>,
): string {
  const bytes = [avcC.profile, avcC.compatibility, avcC.level]
  return `${type}.${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
