// What stands in one box, field by field, as the readers of ISO/IEC 14496-12 and the ONVIF Export File Format give it: for
// whoever wants to see what a verdict rests on. Bounded in bytes, entries and length of text.
import type { BoxContent, BoxField } from '#contract/structure.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Cursor, OutOfBounds } from '#engine/base/cursor.ts'
import { readAuib } from '#engine/exportfile/boxes/auib.ts'
import { readCstb } from '#engine/exportfile/boxes/cstb.ts'
import { readLoci } from '#engine/exportfile/boxes/loci.ts'
import { readSchm } from '#engine/exportfile/boxes/schm.ts'
import { readSuep } from '#engine/exportfile/boxes/suep.ts'
import { readSumi } from '#engine/exportfile/boxes/sumi.ts'
import { pathOf, payloadSize, readPayload } from '#engine/isobmff/box.ts'
import type { Box } from '#engine/isobmff/box.ts'
import { readAvcC } from '#engine/isobmff/boxes/avcC.ts'
import { readBtrt } from '#engine/isobmff/boxes/btrt.ts'
import { readClap } from '#engine/isobmff/boxes/clap.ts'
import { readColr } from '#engine/isobmff/boxes/colr.ts'
import { readDref } from '#engine/isobmff/boxes/dref.ts'
import { readElst } from '#engine/isobmff/boxes/elst.ts'
import { readEsds } from '#engine/isobmff/boxes/esds.ts'
import { readFiel } from '#engine/isobmff/boxes/fiel.ts'
import { readFtyp } from '#engine/isobmff/boxes/ftyp.ts'
import { readHdlr } from '#engine/isobmff/boxes/hdlr.ts'
import { readHvcC } from '#engine/isobmff/boxes/hvcC.ts'
import { readMdhd } from '#engine/isobmff/boxes/mdhd.ts'
import { readMehd } from '#engine/isobmff/boxes/mehd.ts'
import { readMfhd } from '#engine/isobmff/boxes/mfhd.ts'
import { readMfro } from '#engine/isobmff/boxes/mfro.ts'
import { readMvhd } from '#engine/isobmff/boxes/mvhd.ts'
import { readNmhd } from '#engine/isobmff/boxes/nmhd.ts'
import { readSidx } from '#engine/isobmff/boxes/sidx.ts'
import { readSmhd } from '#engine/isobmff/boxes/smhd.ts'
import { readTfdt } from '#engine/isobmff/boxes/tfdt.ts'
import { readTfhd } from '#engine/isobmff/boxes/tfhd.ts'
import { readTfra } from '#engine/isobmff/boxes/tfra.ts'
import { readTkhd } from '#engine/isobmff/boxes/tkhd.ts'
import { readTrackIds } from '#engine/isobmff/boxes/tref.ts'
import { readTrex } from '#engine/isobmff/boxes/trex.ts'
import { readTrunHead } from '#engine/isobmff/boxes/trun.ts'
import { readVmhd } from '#engine/isobmff/boxes/vmhd.ts'
import { handlerOf } from '#engine/isobmff/entry-tree.ts'
import { readEntryFields } from './entry-fields.ts'
import { readTableHead } from './table-fields.ts'

const payloadLimit = 1 << 16
const fieldLimit = 1_000
const entryLimit = 64
const textLimit = 400

type Reader = (payload: Uint8Array, box: Box) => unknown

const byCursor =
  (read: (cursor: Cursor) => unknown): Reader =>
  (payload) =>
    read(new Cursor(payload))

const readers: Readonly<Record<string, Reader>> = {
  ftyp: byCursor(readFtyp),
  styp: byCursor(readFtyp),
  mvhd: byCursor(readMvhd),
  tkhd: byCursor(readTkhd),
  mdhd: byCursor(readMdhd),
  hdlr: byCursor(readHdlr),
  vmhd: byCursor(readVmhd),
  smhd: byCursor(readSmhd),
  nmhd: byCursor(readNmhd),
  dref: byCursor(readDref),
  elst: byCursor(readElst),
  mehd: byCursor(readMehd),
  trex: byCursor(readTrex),
  mfhd: byCursor(readMfhd),
  tfhd: byCursor(readTfhd),
  tfdt: byCursor(readTfdt),
  trun: byCursor(readTrunHead),
  sidx: byCursor(readSidx),
  tfra: byCursor(readTfra),
  mfro: byCursor(readMfro),
  btrt: byCursor(readBtrt),
  avcC: byCursor(readAvcC),
  hvcC: byCursor(readHvcC),
  esds: byCursor(readEsds),
  clap: byCursor(readClap),
  colr: byCursor(readColr),
  fiel: byCursor(readFiel),
  // As it stands there: zeros too, which say nothing.
  pasp: byCursor((cursor) => ({ hSpacing: cursor.u32(), vSpacing: cursor.u32() })),
  frma: byCursor((cursor) => ({ dataFormat: cursor.fourcc() })),
  suep: (payload) => readSuep(payload, new Set()),
  sumi: readSumi,
  cstb: readCstb,
  loci: readLoci,
  schm: readSchm,
  auib: readAuib,
}

/** Boxes of one kind of reader whatever their name: the types of references. */
const byParent: Readonly<Record<string, Reader>> = { tref: byCursor(readTrackIds) }

export async function boxContent(source: ByteSource, box: Box): Promise<BoxContent> {
  const { type, parent, offset } = box
  const told = { offset, path: pathOf(box) }
  const reader =
    parent?.type === 'stsd'
      ? await entryReader(source, box, parent)
      : (own(readers, type) ?? own(byParent, parent?.type ?? '') ?? readTableHead(type))
  if (!reader) return { ...told, fields: [], problem: 'unknown' }
  const payload = await readPayload(source, box, payloadLimit)
  const isWhole = payload.length === payloadSize(box)
  try {
    const fields: BoxField[] = []
    flatten('', reader(payload, box), fields)
    return { ...told, fields: fields.slice(0, fieldLimit), problem: isWhole ? null : 'too-long' }
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error
    return { ...told, fields: [], problem: isWhole ? 'cut' : 'too-long' }
  }
}

async function entryReader(source: ByteSource, { type }: Box, stsd: Box): Promise<Reader> {
  const handler = await handlerOf(source, stsd)
  return (payload) => readEntryFields(payload, type, handler)
}

const own = (table: Readonly<Record<string, Reader>>, key: string): Reader | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

/** `edits[0].mediaTime`; of long lists the first entries, and how many there are. */
function flatten(name: string, value: unknown, fields: BoxField[]): void {
  if (fields.length >= fieldLimit) return
  if (value instanceof Uint8Array) fields.push({ name, value: hexOf(value) })
  else if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const list = Array.from(value as ArrayLike<unknown>)
    if (name !== '') fields.push({ name: `${name}.length`, value: String(list.length) })
    list.slice(0, entryLimit).forEach((entry, index) => flatten(`${name}[${index}]`, entry, fields))
  } else if (typeof value === 'object' && value !== null) {
    const before = name === '' ? '' : `${name}.`
    for (const [key, inner] of Object.entries(value)) flatten(`${before}${key}`, inner, fields)
  } else if (value !== undefined) fields.push({ name: name || 'value', value: textOf(value) })
}

const textOf = (value: unknown): string =>
  `${value as string | number | bigint | boolean | null}`.toWellFormed().slice(0, textLimit)

const hexOf = (bytes: Uint8Array): string =>
  `${Buffer.from(bytes.subarray(0, textLimit / 2)).toString('hex')}${bytes.length > textLimit / 2 ? '…' : ''}`
