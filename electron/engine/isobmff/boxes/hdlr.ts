// `hdlr`, HandlerBox (ISO/IEC 14496-12 8.4.3): what kind of media a track (or a `meta`) holds.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'

export type Hdlr = {
  /** `vide`, `soun`, `meta`, `null` … */
  handlerType: string
  /** For people; empty where there is none. */
  name: string
}

/** A name without NUL is read to the end of the box; QuickTime's counted strings are told by their component type. */
export function readHdlr(cursor: Cursor): Hdlr {
  readVersionAndFlags(cursor)
  const componentType = cursor.u32()
  const handlerType = cursor.fourcc()
  cursor.skip(Math.min(12, cursor.remaining))
  let name = cursor.rest()
  if (componentType !== 0 && name[0] === name.length - 1) name = name.subarray(1)
  const end = name.indexOf(0)
  return { handlerType, name: new TextDecoder().decode(end < 0 ? name : name.subarray(0, end)) }
}

export function writeHdlr(hdlr: Hdlr): Uint8Array {
  const head = new ByteSink().u32(0).fourcc(hdlr.handlerType).zeros(12).finish()
  const name = new TextEncoder().encode(hdlr.name.replaceAll('\0', ''))
  return writeFullBox('hdlr', 0, 0, head, name, new Uint8Array(1))
}
