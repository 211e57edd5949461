// `nmhd`, NullMediaHeaderBox (ISO/IEC 14496-12 8.4.5.2): for media without a header of its own, such as timed metadata.
import type { Cursor } from '../../base/cursor.ts'
import { readVersionAndFlags } from '../box-reading.ts'
import { writeFullBox } from '../box-writer.ts'

export type Nmhd = { flags: number }

export const readNmhd = (cursor: Cursor): Nmhd => ({ flags: readVersionAndFlags(cursor).flags })

export const writeNmhd = (nmhd: Nmhd = { flags: 0 }): Uint8Array => writeFullBox('nmhd', 0, nmhd.flags)
