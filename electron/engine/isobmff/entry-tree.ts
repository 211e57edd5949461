// The sample entries of `stsd` (ISO/IEC 14496-12 8.5.2) and the boxes in them as nodes of a tree, for whoever looks at the
// file. What is decoded is read elsewhere (`boxes/stsd.ts`), and rests on nothing here.
import type { ByteSource } from '../base/byte-source.ts'
import { Cursor, OutOfBounds } from '../base/cursor.ts'
import { childOf, endOf, payloadOffset, readPayload } from './box.ts'
import type { Box } from './box.ts'
import { readHdlr } from './boxes/hdlr.ts'

/** Bytes read of one entry: boxes that begin later are not seen. */
const entryBytes = 65_536
const depthLimit = 8
/** Boxes that hold nothing but boxes, where they stand in a sample entry. */
const containers = new Set(['sinf', 'schi', 'rinf', 'wave'])

/** Names of the strings with which entries of text and metadata begin (12.3.3, 12.5.3, 12.6.3). */
const strings: Readonly<Record<string, readonly string[]>> = {
  metx: ['contentEncoding', 'namespace', 'schemaLocation'],
  mett: ['contentEncoding', 'mimeFormat'],
  sbtt: ['contentEncoding', 'mimeFormat'],
  stxt: ['contentEncoding', 'mimeFormat'],
  stpp: ['namespace', 'schemaLocation', 'auxiliaryMimeTypes'],
}
export const stringsOf = (type: string): readonly string[] | null =>
  Object.hasOwn(strings, type) ? (strings[type] ?? null) : null

/** How many boxes may still be listed, over all tracks of a file. */
export type BoxBudget = { left: number }

/** The entries in file order with what is inside; at most `budget`. A size beyond its surroundings is told and cut there. */
export async function readEntryTree(source: ByteSource, stsd: Box, budget: BoxBudget): Promise<Box[]> {
  const handler = await handlerOf(source, stsd)
  const [version = 0] = await source.read(payloadOffset(stsd), 1)
  const entries: Box[] = []
  const seen = new Map<string, number>()
  for (let at = payloadOffset(stsd) + 8; at + 8 <= endOf(stsd);) {
    const bytes = await source.read(at, Math.min(endOf(stsd) - at, entryBytes))
    const walk = new EntryWalk(bytes, at, budget)
    const entry = walk.box(stsd, at, endOf(stsd), seen)
    if (!entry) break
    entries.push(entry)
    const start = boxesAt(entry.type, handler, version, bytes.subarray(0, entry.size))
    if (start !== null) walk.level(entry, at + start, endOf(entry), 1)
    at = endOf(entry)
  }
  return entries
}

/** What the track holds, by the handler beside its tables; empty where that cannot be read. */
export async function handlerOf(source: ByteSource, stsd: Box): Promise<string> {
  const mdia = stsd.parent?.parent?.parent
  const hdlr = mdia && childOf(mdia, 'hdlr')
  if (!hdlr) return ''
  try {
    return readHdlr(new Cursor(await readPayload(source, hdlr, 1_024))).handlerType
  } catch (error) {
    // Told where the track was read.
    if (!(error instanceof OutOfBounds)) throw error
    return ''
  }
}

export const isVisual = (handler: string): boolean => ['vide', 'pict', 'auxv'].includes(handler)

/** Where the boxes of an entry begin, from its size field on; null where its fields are not known. */
function boxesAt(type: string, handler: string, version: number, entry: Uint8Array): number | null {
  if (isVisual(handler)) return 86
  const names = stringsOf(type)
  try {
    const cursor = new Cursor(entry, 16)
    if (handler === 'soun') {
      // QuickTime's own versions of the entry are longer.
      const own = cursor.u16()
      return 36 + (version === 0 && own === 1 ? 16 : version === 0 && own === 2 ? 36 : 0)
    }
    for (let at = 0; names && at < names.length; at += 1) cursor.cString()
    return names || type === 'urim' ? cursor.position : null
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error
    return null
  }
}

/** Reads headers out of the bytes of one entry, which begin at `#from` of the file. */
class EntryWalk {
  readonly #bytes: Uint8Array
  readonly #from: number
  readonly #budget: BoxBudget

  constructor(bytes: Uint8Array, from: number, budget: BoxBudget) {
    this.#bytes = bytes
    this.#from = from
    this.#budget = budget
  }

  level(parent: Box, start: number, end: number, depth: number): void {
    const seen = new Map<string, number>()
    for (let at = start; at + 8 <= end;) {
      const box = this.box(parent, at, end, seen)
      if (!box) return
      parent.children.push(box)
      if (containers.has(box.type) && depth < depthLimit)
        this.level(box, box.childrenOffset, endOf(box), depth + 1)
      at = endOf(box)
    }
  }

  /** Null where no box begins there: entries are often padded, and what ends them is no damage. */
  box(parent: Box, at: number, end: number, seen: Map<string, number>): Box | null {
    const place = at - this.#from
    if (this.#budget.left <= 0 || place + 8 > this.#bytes.length) return null
    const cursor = new Cursor(this.#bytes, place)
    const declared = cursor.u32()
    const type = cursor.fourcc()
    const room = end - at
    if (declared < 8 || (declared > room && !/^[\x20-\x7e]{4}$/.test(type))) return null
    this.#budget.left -= 1
    const index = seen.get(type) ?? 0
    seen.set(type, index + 1)
    return {
      ...{ type, userType: null, parent, offset: at, headerSize: 8, size: Math.min(declared, room) },
      ...{ declaredSize: BigInt(declared), sizeField: 32, childrenOffset: at + 8, index, children: [] },
    }
  }
}
