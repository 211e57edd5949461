// `loci`, location of the camera's view (3GPP TS 26.244 8.10, used by ONVIF EFF 26.06 5.4). In `udta`.
import { ByteSink } from '#engine/base/byte-sink.ts'
import { Cursor, OutOfBounds } from '#engine/base/cursor.ts'
import { writeFullBox } from '#engine/isobmff/box-writer.ts'

export type Loci = {
  /** ISO 639-2, three letters. */
  language: string
  name: string
  /** 1 is "real location". */
  role: number
  /** Degrees, resolution 1/65536. */
  longitude: number
  latitude: number
  /** Metres, read as 16.16. */
  altitude: number
  astronomicalBody: string
  notes: string
}

const fixed = (value: number): number => value / 65_536

/** Reads the payload after the box header; null where the coordinates are not there. */
export function readLoci(payload: Uint8Array): Loci | null {
  const cursor = new Cursor(payload)
  try {
    cursor.skip(4)
    const language = readLanguage(cursor.u16())
    const name = cursor.cString()
    const role = cursor.u8()
    const longitude = fixed(cursor.s32())
    const latitude = fixed(cursor.s32())
    const altitude = fixed(cursor.s32())
    return {
      language,
      name,
      role,
      longitude,
      latitude,
      altitude,
      astronomicalBody: optional(cursor),
      notes: optional(cursor),
    }
  } catch (error) {
    if (error instanceof OutOfBounds) return null
    throw error
  }
}

const optional = (cursor: Cursor): string => {
  try {
    return cursor.cString()
  } catch (error) {
    if (error instanceof OutOfBounds) return ''
    throw error
  }
}

const readLanguage = (packed: number): string =>
  String.fromCharCode(...[10, 5, 0].map((shift) => ((packed >> shift) & 31) + 0x60))

const packLanguage = (language: string): number =>
  [...language.slice(0, 3)].reduce(
    (packed, letter) => (packed << 5) | ((letter.charCodeAt(0) - 0x60) & 31),
    0,
  )

/** Writes role 1 and body "earth", signed 16.16. */
export function writeLoci(loci: Pick<Loci, 'name' | 'longitude' | 'latitude' | 'altitude'>): Uint8Array {
  const toFixed = (value: number): number => Math.round(value * 65_536)
  const sink = new ByteSink()
    .u16(packLanguage('und'))
    .cString(loci.name)
    .u8(1)
    .s32(toFixed(loci.longitude))
    .s32(toFixed(loci.latitude))
    .s32(toFixed(loci.altitude))
    .cString('earth')
    .cString('')
  return writeFullBox('loci', 0, 0, sink.finish())
}
