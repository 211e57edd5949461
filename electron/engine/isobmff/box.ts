// One box of ISO/IEC 14496-12 4.2 as it lies in a file: type, place, true size. Payloads are read on demand.
import type { ByteSource } from '../base/byte-source.ts'

export type Box = {
  /** Four-character code as Latin-1; `uuid` for extended types. */
  readonly type: string
  /** Extended type of `uuid` boxes as 32 hex digits; null otherwise. */
  readonly userType: string | null
  readonly parent: Box | null
  /** Offset of the size field in the file. */
  readonly offset: number
  /** 8, 16 (64-bit size), or 16 more for `uuid`. */
  readonly headerSize: number
  /** What is really there: clamped to the parent and to the end of the file. */
  readonly size: number
  /** What the size field says (0 resolved to the end of the file); may exceed `size`. */
  readonly declaredSize: bigint
  /** Where the size stands: 32 bits at +0, 64 bits at +8, or nowhere (0: to the end of the file). */
  readonly sizeField: 32 | 64 | 'to-end'
  /** Where children begin in the file; equals `offset + headerSize` plus the fields before the children. */
  readonly childrenOffset: number
  /** Place among the siblings of the same type, from 0; at the top level among all boxes of the file. */
  readonly index: number
  readonly children: Box[]
}

export const endOf = (box: Box): number => box.offset + box.size
export const payloadOffset = (box: Box): number => box.offset + box.headerSize
export const payloadSize = (box: Box): number => box.size - box.headerSize

/**
 * Path such as `moov/trak[1]/mdia` or `moof[7]/traf`; the number counts boxes of the same type from 0 and is left
 * out for the first. Costs the depth of the box only: a file may well have a hundred thousand siblings.
 */
export function pathOf(box: Box): string {
  const name = box.index > 0 ? `${box.type}[${box.index}]` : box.type
  return box.parent ? `${pathOf(box.parent)}/${name}` : name
}

export const childOf = (box: Box, type: string): Box | undefined =>
  box.children.find((child) => child.type === type)

export const childrenOf = (box: Box, type: string): Box[] =>
  box.children.filter((child) => child.type === type)

/** First descendant along a path of types, e.g. `descend(trak, 'mdia', 'minf', 'stbl')`. */
export function descend(box: Box, ...types: string[]): Box | undefined {
  let at: Box | undefined = box
  for (const type of types) at = at && childOf(at, type)
  return at
}

/** Payload bytes, at most `limit`; the caller checks `payloadSize` first where a longer one would be wrong. */
export function readPayload(source: ByteSource, box: Box, limit: number): Promise<Uint8Array> {
  return source.read(payloadOffset(box), Math.min(payloadSize(box), limit))
}
