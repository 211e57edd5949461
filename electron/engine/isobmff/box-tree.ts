// Reads the box structure of a file (ISO/IEC 14496-12 4.2) without touching media. Never throws for malformed input.
import { windowed } from '../base/byte-source.ts'
import type { ByteSource } from '../base/byte-source.ts'
import { Findings, quote } from '../base/findings.ts'
import { endOf, pathOf } from './box.ts'
import type { Box } from './box.ts'

const depthLimit = 16
const boxLimit = 1_000_000
/** Box headers lie scattered between media: a larger window would read media for nothing. */
const windowBytes = 8_192

/** Containers and the number of payload bytes before their first child. `meta` and `ipro` are told apart below. */
const containers = new Map<string, number>([
  ...['moov', 'trak', 'edts', 'mdia', 'minf', 'dinf', 'stbl', 'mvex', 'moof', 'traf', 'mfra', 'udta'].map(
    (type) => [type, 0] as const,
  ),
  ['tref', 0],
  ['meta', 4],
  ['ipro', 6],
  ['sinf', 0],
  ['schi', 0],
])

export type BoxTree = {
  /** Top-level boxes in file order. */
  boxes: Box[]
  /** Bytes at the end of the file that form no box; empty range where there are none. */
  trailing: { start: number; end: number }
  /** False where there were more boxes than are read (a finding says so): then nothing can be said of the rest. */
  complete: boolean
}

/** The tree of all containers that Exhibit knows; everything malformed is in `findings`, with its offset. */
export async function readBoxTree(
  source: ByteSource,
  findings: Findings,
  signal?: AbortSignal,
): Promise<BoxTree> {
  const walk = new Walk(windowed(source, windowBytes), findings, signal)
  const { boxes, end } = await walk.level(null, 0, source.size, 0)
  return { boxes, trailing: { start: end, end: source.size }, complete: walk.complete }
}

class Walk {
  readonly #source: ByteSource
  readonly #findings: Findings
  readonly #signal: AbortSignal | undefined
  #count = 0

  constructor(source: ByteSource, findings: Findings, signal: AbortSignal | undefined) {
    this.#source = source
    this.#findings = findings
    this.#signal = signal
  }

  get complete(): boolean {
    return this.#count <= boxLimit
  }

  /** Boxes in [start, end); `end` of the answer is where the last well-formed box ends. */
  async level(
    parent: Box | null,
    start: number,
    end: number,
    depth: number,
  ): Promise<{ boxes: Box[]; end: number }> {
    const boxes = parent ? parent.children : []
    const seen = new Map<string, number>()
    let at = start
    while (at < end) {
      if (this.#count >= boxLimit) {
        if (this.#count === boxLimit) this.#note('too-many-boxes', parent, at, `more than ${boxLimit} boxes`)
        this.#count += 1
        break
      }
      this.#signal?.throwIfAborted()
      const box = await this.#box(parent, at, end, seen)
      if (!box) break
      seen.set(box.type, box.index + 1)
      this.#count += 1
      boxes.push(box)
      if (containers.has(box.type) && box.childrenOffset <= endOf(box)) {
        if (depth + 1 < depthLimit) await this.level(box, box.childrenOffset, endOf(box), depth + 1)
        else this.#note('box-too-deep', box, box.offset, `more than ${depthLimit} levels of boxes`)
      }
      at = endOf(box)
    }
    return { boxes, end: at }
  }

  async #box(
    parent: Box | null,
    at: number,
    limit: number,
    seen: ReadonlyMap<string, number>,
  ): Promise<Box | null> {
    const room = limit - at
    const head = Buffer.from(await this.#source.read(at, Math.min(room, 32)))
    if (head.length < 8) {
      // A `udta` may end in a 32-bit zero (QuickTime); that is no finding.
      const harmless = parent?.type === 'udta' && head.length === 4 && head.readUInt32BE(0) === 0
      if (!harmless) this.#note('trailing-bytes', parent, at, `${room} bytes that form no box`)
      return null
    }
    const size32 = head.readUInt32BE(0)
    const type = head.toString('latin1', 4, 8)
    const wide = size32 === 1
    const uuid = type === 'uuid'
    const headerSize = 8 + (wide ? 8 : 0) + (uuid ? 16 : 0)
    if (head.length < headerSize) {
      this.#note(
        'box-header-cut',
        parent,
        at,
        `header of ${quote(type)} needs ${headerSize} bytes, ${room} are there`,
      )
      return null
    }
    let declared = wide ? head.readBigUInt64BE(8) : BigInt(size32)
    if (size32 === 0) {
      if (parent)
        this.#note('box-size-zero-inside', parent, at, `${quote(type)} has size 0 inside another box`)
      declared = BigInt(room)
    }
    if (declared < BigInt(headerSize)) {
      this.#note(
        'box-size-too-small',
        parent,
        at,
        `${quote(type)} says ${declared} bytes, its header has ${headerSize}`,
      )
      return null
    }
    const size = declared > BigInt(room) ? room : Number(declared)
    const box: Box = {
      type,
      userType: uuid ? head.toString('hex', headerSize - 16, headerSize) : null,
      parent,
      offset: at,
      headerSize,
      size,
      declaredSize: declared,
      sizeField: wide ? 64 : size32 === 0 ? 'to-end' : 32,
      childrenOffset: at + headerSize + (await this.#fieldsBeforeChildren(type, at + headerSize)),
      index: seen.get(type) ?? 0,
      children: [],
    }
    if (declared > BigInt(room)) {
      this.#note('box-size-past-end', parent, at, `${quote(type)} says ${declared} bytes, ${room} are there`)
    }
    return box
  }

  /** QuickTime writes `meta` without version and flags; then `hdlr` stands where the first child's type would. */
  async #fieldsBeforeChildren(type: string, payload: number): Promise<number> {
    const fields = containers.get(type) ?? 0
    if (type !== 'meta') return fields
    const head = Buffer.from(await this.#source.read(payload, 8))
    return head.toString('latin1', 4, 8) === 'hdlr' ? 0 : fields
  }

  #note(code: string, parent: Box | null, offset: number, what: string): void {
    const severity = code === 'too-many-boxes' || code === 'box-too-deep' ? 'warning' : 'error'
    const path = parent ? pathOf(parent) : null
    this.#findings.add(code, severity, `At byte ${offset}: ${what}.`, {
      offset,
      path,
      clause: 'ISO/IEC 14496-12 4.2',
    })
  }
}
