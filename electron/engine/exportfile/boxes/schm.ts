// `schm`, SchemeTypeBox: scheme_type 'oeff', scheme_version 0x00010000 (ONVIF EFF 26.06 5.6.3).
import { ByteSink } from '#engine/base/byte-sink.ts'
import { Cursor } from '#engine/base/cursor.ts'
import { writeFullBox } from '#engine/isobmff/box-writer.ts'

export const schemeType = 'oeff'
export const schemeVersion = 0x0001_0000

export type Schm = { type: string; version: number }

/** Reads the payload after the box header; null where it is too short. */
export function readSchm(payload: Uint8Array): Schm | null {
  if (payload.length < 12) return null
  const cursor = new Cursor(payload, 4)
  return { type: cursor.fourcc(), version: cursor.u32() }
}

export const writeSchm = (): Uint8Array =>
  writeFullBox('schm', 0, 0, new ByteSink().fourcc(schemeType).u32(schemeVersion).finish())
