// What a seal speaks of. The signed bytes are the file as it stood when that seal was made: later `sinf` removed, sizes of
// `ipro` and `meta` put back, the signature itself zero (ONVIF EFF 26.06 5.6.1, 5.7.1 and its informative example).
// The specification leaves room for doubt at the end of the file, so there are five readings, tried in this order:
//   A1 the whole file · A2 without top-level `mfra` behind `meta` · A3 up to the end of this `sinf`
//   A4 up to the end of `meta` · A5 the whole file with the sizes of `ipro` and `meta` left as they are.
// A2, A3 and A4 leave bytes outside the seal; `uncovered` names them and `tail.ts` says which may be there.
import type { ByteRange } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { endOf, payloadOffset } from '#engine/isobmff/box.ts'
import type { Box } from '#engine/isobmff/box.ts'
import type { SealStructure, StoredSeal } from './seal-structure.ts'

export const readings = ['A1', 'A2', 'A3', 'A4', 'A5'] as const
export type Reading = (typeof readings)[number]

/** `meta` is a few KiB in life; one larger than this is refused rather than buffered. */
export const metaLimit = 64 * 1024 * 1024

export type Coverage = {
  seal: StoredSeal
  reading: Reading
  /** What stands in the place of `meta` in the signed bytes; the bytes before it are taken as they are. */
  reducedMeta: Uint8Array
  /** Which bytes behind `meta` follow: whole ranges of the file, in order. */
  tail: ByteRange[]
  /** Bytes of the file that this reading leaves outside, later seals excepted. */
  uncovered: ByteRange[]
  /** Bytes of the file that this reading covers. */
  covered: ByteRange[]
}

/** All distinct readings of every seal that can be checked. `tree` order is file order. */
export async function listCoverages(
  source: ByteSource,
  structure: SealStructure,
  topLevel: readonly Box[],
): Promise<Coverage[]> {
  const { meta, seals } = structure
  const stored = await source.read(meta.offset, meta.size)
  const behind = { start: endOf(meta), end: source.size }
  const mfras = topLevel.filter((box) => box.type === 'mfra' && box.offset >= behind.start)
  const coverages: Coverage[] = []
  for (const seal of seals.filter(({ malformed }) => malformed === null)) {
    const seen = new Map<string, true>()
    for (const reading of readings) {
      const coverage = cover(source.size, structure, seal, reading, stored, behind, mfras)
      if (!coverage) continue
      const key = `${Buffer.from(coverage.reducedMeta).toString('latin1')}|${JSON.stringify(coverage.tail)}`
      if (seen.has(key)) continue
      seen.set(key, true)
      coverages.push(coverage)
    }
  }
  return coverages
}

function cover(
  size: number,
  structure: SealStructure,
  seal: StoredSeal,
  reading: Reading,
  stored: Uint8Array,
  behind: ByteRange,
  mfras: readonly Box[],
): Coverage | null {
  const { meta } = structure
  if (reading === 'A2' && mfras.length === 0) return null
  const later = structure.seals.filter(({ index }) => index > seal.index).map(({ sinf }) => rangeOf(sinf))
  const tail = tailOf(reading, behind, mfras)
  const stop = reading === 'A3' ? endOf(seal.sinf) : endOf(meta)
  const covered = subtract([{ start: 0, end: stop }, ...tail], later)
  return {
    seal,
    reading,
    reducedMeta: reduceMeta(structure, seal, reading, stored),
    tail,
    covered,
    uncovered: subtract(subtract([{ start: 0, end: size }], covered), later),
  }
}

function tailOf(reading: Reading, behind: ByteRange, mfras: readonly Box[]): ByteRange[] {
  if (reading === 'A3' || reading === 'A4') return []
  const whole = behind.start < behind.end ? [behind] : []
  return reading === 'A2' ? subtract(whole, mfras.map(rangeOf)) : whole
}

/** The bytes of `meta` as they were when `seal` was made, with its own signature zero. */
function reduceMeta(structure: SealStructure, seal: StoredSeal, reading: Reading, stored: Uint8Array): Uint8Array {
  const { meta, ipro, seals } = structure
  const bytes = Buffer.from(stored)
  const at = (offset: number): number => offset - meta.offset
  if (seal.sibo) bytes.fill(0, at(payloadOffset(seal.sibo)), at(endOf(seal.sibo)))
  const later = seals.filter(({ index }) => index > seal.index).map(({ sinf }) => sinf)
  const removed = later.reduce((sum, { size }) => sum + size, 0)
  if (reading === 'A3') {
    setSize(bytes, at(ipro.offset), ipro, endOf(seal.sinf) - ipro.offset)
    setSize(bytes, 0, meta, endOf(seal.sinf) - meta.offset)
    return bytes.subarray(0, at(endOf(seal.sinf)))
  }
  if (reading !== 'A5') {
    setSize(bytes, at(ipro.offset), ipro, ipro.size - removed)
    setSize(bytes, 0, meta, meta.size - removed)
  }
  const kept = subtract([{ start: meta.offset, end: endOf(meta) }], later.map(rangeOf))
  return Buffer.concat(kept.map(({ start, end }) => bytes.subarray(at(start), at(end))))
}

/** Writes a size in the width in use: 32 bits at +0, or 64 bits at +8 where the 32-bit field is 1. */
function setSize(bytes: Buffer, at: number, box: Box, size: number): void {
  if (box.sizeField === 64) bytes.writeBigUInt64BE(BigInt(size), at + 8)
  else if (box.sizeField === 32) bytes.writeUInt32BE(size, at)
}

const rangeOf = (box: Box): ByteRange => ({ start: box.offset, end: endOf(box) })

/** `ranges` without `holes`; both in file order and free of overlaps; adjoining ranges are joined. */
export function subtract(ranges: readonly ByteRange[], holes: readonly ByteRange[]): ByteRange[] {
  const result: ByteRange[] = []
  const push = (start: number, end: number): void => {
    const last = result.at(-1)
    if (start >= end) return
    if (last?.end === start) last.end = end
    else result.push({ start, end })
  }
  for (const range of ranges) {
    let start = range.start
    for (const hole of holes) {
      if (hole.end <= start || hole.start >= range.end) continue
      push(start, Math.min(hole.start, range.end))
      start = Math.max(start, hole.end)
    }
    push(start, range.end)
  }
  return result
}

/** Union of ranges in any order. */
export function union(ranges: readonly ByteRange[]): ByteRange[] {
  const sorted = [...ranges].sort((a, b) => a.start - b.start)
  const result: ByteRange[] = []
  for (const { start, end } of sorted) {
    const last = result.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else result.push({ start, end })
  }
  return result
}

export const byteCount = (ranges: readonly ByteRange[]): number =>
  ranges.reduce((sum, { start, end }) => sum + end - start, 0)
