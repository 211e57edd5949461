// `btrt`, BitRateBox (ISO/IEC 14496-12 8.5.2.2): buffer size in bytes, greatest and average bits a second.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { writeBox } from '../box-writer.ts'

export type Btrt = { bufferSize: number; maxBitrate: number; averageBitrate: number }

export const readBtrt = (cursor: Cursor): Btrt => ({
  bufferSize: cursor.u32(),
  maxBitrate: cursor.u32(),
  averageBitrate: cursor.u32(),
})

export const writeBtrt = (btrt: Btrt): Uint8Array =>
  writeBox('btrt', new ByteSink().u32(btrt.bufferSize).u32(btrt.maxBitrate).u32(btrt.averageBitrate).finish())
