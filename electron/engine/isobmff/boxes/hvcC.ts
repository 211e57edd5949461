// `hvcC`, HEVCDecoderConfigurationRecord (ISO/IEC 14496-15 8.3.3): profile, tier, level, and the parameter sets of H.265.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { writeBox } from '../box-writer.ts'

export type HvcC = {
  profileSpace: number
  tier: number
  profile: number
  compatibility: number
  /** 48 constraint bits. */
  constraints: Uint8Array
  level: number
  /** Bytes 13 to 20 of the record: segmentation, parallelism, chroma, bit depths, frame rate. */
  middle: Uint8Array
  /** The byte that holds temporal layers and, in its last two bits, the length size minus 1. */
  layers: number
  lengthSize: number
  /** NAL units by type (32 VPS, 33 SPS, 34 PPS, 39 SEI). `complete`: no others of this type in the samples. */
  arrays: { complete: boolean; nalType: number; units: Uint8Array[] }[]
}

export function readHvcC(cursor: Cursor): HvcC {
  cursor.skip(1)
  const head = cursor.u8()
  const compatibility = cursor.u32()
  const constraints = cursor.take(6)
  const level = cursor.u8()
  const middle = cursor.take(8)
  const layers = cursor.u8()
  const arrays = Array.from({ length: cursor.u8() }, () => {
    const kind = cursor.u8()
    const units = Array.from({ length: cursor.u16() }, () => cursor.take(cursor.u16()))
    return { complete: (kind & 0x80) !== 0, nalType: kind & 0x3f, units }
  })
  return {
    profileSpace: head >> 6,
    tier: (head >> 5) & 1,
    profile: head & 0x1f,
    compatibility,
    constraints,
    level,
    middle,
    layers,
    lengthSize: (layers & 3) + 1,
    arrays,
  }
}

export function writeHvcC(hvcC: HvcC): Uint8Array {
  const head = new ByteSink().u8(1).u8((hvcC.profileSpace << 6) | (hvcC.tier << 5) | hvcC.profile)
  head.u32(hvcC.compatibility).bytes(hvcC.constraints).u8(hvcC.level).bytes(hvcC.middle)
  head.u8(hvcC.layers).u8(hvcC.arrays.length)
  const arrays = hvcC.arrays.flatMap(({ complete, nalType, units }) => [
    new ByteSink()
      .u8((complete ? 0x80 : 0) | nalType)
      .u16(units.length)
      .finish(),
    ...units.flatMap((unit) => [new ByteSink().u16(unit.length).finish(), unit]),
  ])
  return writeBox('hvcC', head.finish(), ...arrays)
}

/** ISO/IEC 14496-15 E.3, e.g. `hvc1.1.6.L93.B0`. */
export function formatHevcCodec(type: string, hvcC: HvcC): string {
  const space = ['', 'A', 'B', 'C'][hvcC.profileSpace] ?? ''
  let reversed = 0
  for (let bit = 0; bit < 32; bit += 1) if ((hvcC.compatibility >>> bit) & 1) reversed |= 1 << (31 - bit)
  const constraints = [...hvcC.constraints]
  while (constraints.at(-1) === 0) constraints.pop()
  const parts = [type, `${space}${hvcC.profile}`, (reversed >>> 0).toString(16).toUpperCase()]
  parts.push(`${hvcC.tier === 1 ? 'H' : 'L'}${hvcC.level}`)
  return [...parts, ...constraints.map((byte) => byte.toString(16).toUpperCase())].join('.')
}
