// Are two files the same outside certain gaps: every byte is compared, none is believed.
import type { ByteRange } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'

/** Offset of the first byte outside `gaps` in which they differ, or of the first that only one has; null where none does. */
export async function compareOutside(
  one: ByteSource,
  other: ByteSource,
  gaps: readonly ByteRange[],
  signal: AbortSignal,
): Promise<number | null> {
  for (const { start, end } of between(gaps, Math.min(one.size, other.size))) {
    let at = start
    for await (const chunk of one.stream(start, end, signal)) {
      const beside = await other.read(at, chunk.length)
      const differs = firstDifference(chunk, beside)
      if (differs !== null) return at + differs
      at += chunk.length
    }
  }
  return one.size === other.size ? null : Math.min(one.size, other.size)
}

/** Null where they are the same. */
export function firstDifference(one: Uint8Array, other: Uint8Array): number | null {
  if (Buffer.compare(one, other) === 0) return null
  const length = Math.min(one.length, other.length)
  for (let at = 0; at < length; at += 1) if (one[at] !== other[at]) return at
  return length
}

/** What of a file of `size` bytes lies outside `gaps`, which are in order. */
export function between(gaps: readonly ByteRange[], size: number): ByteRange[] {
  const parts: ByteRange[] = []
  let at = 0
  for (const { start, end } of gaps) {
    if (start > at) parts.push({ start: at, end: Math.min(start, size) })
    at = Math.max(at, end)
  }
  if (at < size) parts.push({ start: at, end: size })
  return parts.filter(({ start, end }) => start < end)
}
