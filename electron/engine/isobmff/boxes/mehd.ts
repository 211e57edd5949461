// `mehd`, MovieExtendsHeaderBox (ISO/IEC 14496-12 8.8.2): duration of the movie with all its fragments.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags, readWide } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'

/** Ticks of the movie timescale. */
export type Mehd = { fragmentDuration: bigint }

export function readMehd(cursor: Cursor): Mehd {
  const { version } = readVersionAndFlags(cursor)
  return { fragmentDuration: readWide(cursor, version) }
}

export const writeMehd = (mehd: Mehd): Uint8Array =>
  writeFullBox('mehd', 1, 0, new ByteSink().u64(mehd.fragmentDuration).finish())
