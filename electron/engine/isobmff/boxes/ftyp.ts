// `ftyp`, FileTypeBox (ISO/IEC 14496-12 4.3): which brands a file follows.
import { ByteSink } from '../../base/byte-sink.ts'
import type { Cursor } from '../../base/cursor.ts'
import { writeBox } from '../box-writer.ts'

export type Ftyp = { majorBrand: string; minorVersion: number; compatibleBrands: string[] }

/** Payload after the box header; at most 256 brands are kept. */
export function readFtyp(cursor: Cursor): Ftyp {
  const ftyp: Ftyp = { majorBrand: cursor.fourcc(), minorVersion: cursor.u32(), compatibleBrands: [] }
  while (cursor.remaining >= 4 && ftyp.compatibleBrands.length < 256)
    ftyp.compatibleBrands.push(cursor.fourcc())
  return ftyp
}

export function writeFtyp(ftyp: Ftyp): Uint8Array {
  const head = new ByteSink().fourcc(ftyp.majorBrand).u32(ftyp.minorVersion).finish()
  return writeBox(
    'ftyp',
    head,
    ...ftyp.compatibleBrands.map((brand) => new ByteSink().fourcc(brand).finish()),
  )
}
