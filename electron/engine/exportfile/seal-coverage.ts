// What a seal speaks of. The signed bytes are the file as it stood when that seal was made: later `sinf` removed, sizes of
// `ipro` and `meta` put back, the signature itself zero (ONVIF EFF 26.06 5.6.1, 5.7.1 and its informative example).
// The specification leaves room for doubt at the end of the file, so there are five readings, tried in this order:
//   A1 the whole file · A2 without top-level `mfra` behind `meta` · A3 up to the end of this `sinf`
//   A4 up to the end of `meta` · A5 the whole file with the sizes of `ipro` and `meta` left as they are.
// A2, A3 and A4 leave bytes outside the seal; `uncovered` names them and `tail.ts` says which may be there.
import type { ByteRange } from '#contract/units.ts'
import { endOf, payloadOffset } from '#engine/isobmff/box.ts'
import type { Box } from '#engine/isobmff/box.ts'
import type { SealStructure, StoredSeal } from './seal-structure.ts'

export const readings = ['A1', 'A2', 'A3', 'A4', 'A5'] as const
export type Reading = (typeof readings)[number]

/** `meta` is a few KiB in life; a sealing one larger than this is not checked rather than buffered. */
export const metaLimit = 4 * 1024 * 1024
/** More random access tables than this behind `meta` are no reading of the specification any more. */
const mfraLimit = 16

export type Coverage = {
  seal: StoredSeal
  reading: Reading
  /** What stands in the place of `meta` in the signed bytes, piece by piece; the bytes before it are taken as they are. */
  metaParts: readonly Uint8Array[]
  /** Where each of these pieces lies in the file; null where it stands in the place of other bytes. */
  metaOffsets: readonly (number | null)[]
  /** Which bytes behind `meta` follow: whole ranges of the file, in order. */
  tail: ByteRange[]
  /** Bytes of the file that this reading leaves outside, later seals excepted. */
  uncovered: ByteRange[]
  /** Bytes of the file that this reading covers. */
  covered: ByteRange[]
  /** Where `meta` lies, and which later `sinf` of it are left out. */
  meta: ByteRange
  removed: ByteRange[]
  /** Equal for readings with equal signed bytes. */
  key: string
}

/** All distinct readings of every seal that can be checked. `stored`: the bytes of `meta`; `topLevel` in file order. */
export function listCoverages(
  size: number,
  structure: SealStructure,
  stored: Uint8Array,
  topLevel: readonly Box[],
): Coverage[] {
  const { meta, seals } = structure
  const behind = { start: endOf(meta), end: size }
  const mfras = topLevel.filter((box) => box.type === 'mfra' && box.offset >= behind.start)
  const coverages: Coverage[] = []
  for (const seal of seals.filter(
    ({ malformed, unsupported }) => malformed === null && unsupported === null,
  )) {
    const seen = new Set<string>()
    for (const variant of variantsOf(structure, seal, mfras.length > 0 && mfras.length <= mfraLimit)) {
      const coverage = cover(size, structure, seal, variant, stored, behind, mfras)
      if (!coverage) continue
      if (!seen.has(coverage.key)) coverages.push(coverage)
      seen.add(coverage.key)
    }
  }
  return coverages
}

/** How the sizes of `ipro` and `meta` stand in the signed bytes. */
type Sizes = 'stored' | 'less what was removed' | 'as the boxes really are'
type Variant = { reading: Reading; sizes: Sizes }

/**
 * The last seal was made over the sizes as they stand, whatever they say: were they computed here, a changed size field
 * would go unnoticed. For earlier seals they have to be put back; a later seal covers the fields themselves.
 */
function variantsOf(structure: SealStructure, seal: StoredSeal, hasMfra: boolean): Variant[] {
  const isLast = seal.index === structure.seals.length - 1
  const whole = hasMfra ? (['A1', 'A2'] as const) : (['A1'] as const)
  if (isLast) return [...whole, 'A3' as const, 'A4' as const].map((reading) => ({ reading, sizes: 'stored' }))
  const both = (reading: Reading): Variant[] => [
    { reading, sizes: 'less what was removed' },
    { reading, sizes: 'as the boxes really are' },
  ]
  return [
    ...whole.flatMap(both),
    { reading: 'A3', sizes: 'as the boxes really are' },
    ...both('A4'),
    { reading: 'A5', sizes: 'stored' },
  ]
}

function cover(
  size: number,
  structure: SealStructure,
  seal: StoredSeal,
  variant: Variant,
  stored: Uint8Array,
  behind: ByteRange,
  mfras: readonly Box[],
): Coverage | null {
  const { meta } = structure
  const { reading } = variant
  const reduced = reduceMeta(structure, seal, variant, stored)
  if (!reduced) return null
  const later = structure.seals.filter(({ index }) => index > seal.index).map(({ sinf }) => rangeOf(sinf))
  const tail = tailOf(reading, behind, mfras)
  const stop = reading === 'A3' ? endOf(seal.sinf) : endOf(meta)
  const covered = subtract([{ start: 0, end: stop }, ...tail], later)
  return {
    seal,
    reading,
    metaParts: reduced.parts.map(({ bytes }) => bytes),
    metaOffsets: reduced.parts.map(({ offset }) => offset),
    meta: rangeOf(meta),
    removed: later,
    tail,
    covered,
    uncovered: subtract(subtract([{ start: 0, end: size }], covered), later),
    key: `${reduced.key}|${JSON.stringify(tail)}`,
  }
}

function tailOf(reading: Reading, behind: ByteRange, mfras: readonly Box[]): ByteRange[] {
  if (reading === 'A3' || reading === 'A4') return []
  const whole = behind.start < behind.end ? [behind] : []
  return reading === 'A2' ? subtract(whole, mfras.map(rangeOf)) : whole
}

/**
 * The bytes of `meta` as they were when `seal` was made, its own signature zero; null where that cannot have been. Pieces
 * of `stored` and a few bytes in between: many seals must not mean many copies.
 */
function reduceMeta(
  structure: SealStructure,
  seal: StoredSeal,
  { reading, sizes }: Variant,
  stored: Uint8Array,
): { parts: MetaPart[]; key: string } | null {
  const { meta, ipro, seals } = structure
  const later = seals.filter(({ index }) => index > seal.index).map(({ sinf }) => sinf)
  const removed = later.reduce((sum, { size }) => sum + size, 0)
  const patches: Patch[] = []
  for (const box of sizes === 'stored' ? [] : [meta, ipro]) {
    const end = reading === 'A3' ? endOf(seal.sinf) : endOf(box) - removed
    const size =
      sizes === 'less what was removed' ? box.declaredSize - BigInt(removed) : BigInt(end - box.offset)
    const patch = sizePatch(box, size)
    if (patch === 'impossible') return null
    if (patch) patches.push(patch)
  }
  if (seal.sibo) {
    const start = payloadOffset(seal.sibo)
    patches.push({ start, bytes: new Uint8Array(endOf(seal.sibo) - start) })
  }
  const stop = reading === 'A3' ? endOf(seal.sinf) : endOf(meta)
  const kept = subtract([{ start: meta.offset, end: stop }], later.map(rangeOf))
  const parts = kept.flatMap((range) => patched(range, patches, stored, meta.offset))
  const sizesKey = patches
    .map(({ start, bytes }) => `${start}:${Buffer.from(bytes.subarray(0, 16)).toString('hex')}`)
    .join()
  return { parts, key: `${sizesKey}|${JSON.stringify(kept)}` }
}

/** Bytes that stand in the place of others; `start` is an offset in the file. In file order, free of overlaps. */
type Patch = { start: number; bytes: Uint8Array }
/** A piece of `meta` as it was signed; `offset` in the file, null where it is a patch. */
type MetaPart = { bytes: Uint8Array; offset: number | null }

function patched(
  range: ByteRange,
  patches: readonly Patch[],
  stored: Uint8Array,
  origin: number,
): MetaPart[] {
  const parts: MetaPart[] = []
  let at = range.start
  for (const { start, bytes } of patches) {
    const end = start + bytes.length
    if (start < at || end > range.end) continue
    parts.push({ bytes: stored.subarray(at - origin, start - origin), offset: at }, { bytes, offset: null })
    at = end
  }
  return [...parts, { bytes: stored.subarray(at - origin, range.end - origin), offset: at }]
}

/** A size in the width in use: 32 bits at +0, or 64 bits at +8 where the 32-bit field is 1; null where none is stored. */
function sizePatch(box: Box, size: bigint): Patch | null | 'impossible' {
  if (box.sizeField === 'to-end') return null
  if (size < 8n || size > (box.sizeField === 64 ? 0xffff_ffff_ffff_ffffn : 0xffff_ffffn)) return 'impossible'
  const bytes = Buffer.alloc(box.sizeField / 8)
  if (box.sizeField === 64) bytes.writeBigUInt64BE(size)
  else bytes.writeUInt32BE(Number(size))
  return { start: box.offset + (box.sizeField === 64 ? 8 : 0), bytes }
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
