// `vmhd`, VideoMediaHeaderBox (ISO/IEC 14496-12 12.1.2): copy mode, always 0; its flags are 1 by rule.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'

export type Vmhd = { graphicsMode: number; opColor: [number, number, number] }

export function readVmhd(cursor: Cursor): Vmhd {
  readVersionAndFlags(cursor)
  return { graphicsMode: cursor.u16(), opColor: [cursor.u16(), cursor.u16(), cursor.u16()] }
}

export function writeVmhd(vmhd: Vmhd = { graphicsMode: 0, opColor: [0, 0, 0] }): Uint8Array {
  const [red, green, blue] = vmhd.opColor
  return writeFullBox(
    'vmhd',
    0,
    1,
    new ByteSink().u16(vmhd.graphicsMode).u16(red).u16(green).u16(blue).finish(),
  )
}
