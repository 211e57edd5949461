// The list of boxes as a tree that can be folded: which rows are shown, what lies where, and the findings at their boxes.
import type { Finding } from '#contract/finding.ts'
import type { BoxRow } from '#contract/structure.ts'

/** Number of the row after the last box inside row `index`. */
export function endOfBranch(boxes: readonly BoxRow[], index: number): number {
  const depth = boxes[index]?.depth ?? 0
  let end = index + 1
  while (end < boxes.length && (boxes[end]?.depth ?? 0) > depth) end += 1
  return end
}

export const hasChildren = (boxes: readonly BoxRow[], index: number): boolean =>
  (boxes[index + 1]?.depth ?? 0) > (boxes[index]?.depth ?? 0)

/** Numbers of the rows that are shown: what lies in a box only where the box is open. */
export function shownRows(boxes: readonly BoxRow[], isOpen: (offset: number) => boolean): number[] {
  const rows: number[] = []
  /** Boxes deeper than this are in a closed one. */
  let shownDepth = 0
  for (const [index, { depth, offset }] of boxes.entries()) {
    if (depth > shownDepth) continue
    rows.push(index)
    shownDepth = isOpen(offset) ? depth + 1 : depth
  }
  return rows
}

/** The row of the box around; −1 at the top level. */
export function parentOf(boxes: readonly BoxRow[], index: number): number {
  const depth = boxes[index]?.depth ?? 0
  for (let at = index - 1; at >= 0; at -= 1) if ((boxes[at]?.depth ?? 0) < depth) return at
  return -1
}

/** The innermost box that holds this byte; −1 where none does. */
export function boxAround(boxes: readonly BoxRow[], offset: number): number {
  let [low, high] = [0, boxes.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((boxes[middle]?.offset ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  let at = low - 1
  while (at >= 0) {
    const box = boxes[at]
    if (box && offset < box.offset + box.size) return at
    at = parentOf(boxes, at)
  }
  return -1
}

/** By row: the findings that lie in that box and in none inside it. */
export function findingsByRow(
  boxes: readonly BoxRow[],
  findings: readonly Finding[],
): Map<number, Finding[]> {
  const byRow = new Map<number, Finding[]>()
  for (const finding of findings) {
    const row = finding.offset === null ? -1 : boxAround(boxes, finding.offset)
    if (row >= 0) byRow.set(row, [...(byRow.get(row) ?? []), finding])
  }
  return byRow
}

/** Lines of 8 or 16 bytes: offset, hex in groups of eight, and what is text of it. */
export function hexLines(
  offset: number,
  hex: string,
  perLine: 8 | 16,
): { at: string; hex: string; text: string }[] {
  const lines: { at: string; hex: string; text: string }[] = []
  for (let start = 0; start < hex.length; start += 2 * perLine) {
    const pairs = hex.slice(start, start + 2 * perLine).match(/../g) ?? []
    const text = pairs.map((pair) => {
      const code = Number.parseInt(pair, 16)
      return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '·'
    })
    lines.push({
      at: (offset + start / 2).toString(16).padStart(8, '0'),
      hex: `${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}`.trimEnd(),
      text: text.join(''),
    })
  }
  return lines
}

const secondsFrom1904To1970 = 2_082_844_800

/**
 * `2026-05-02 08:15:00 UTC` of a field of `mvhd`, `tkhd` or `mdhd` that counts seconds since 1904 (ISO/IEC 14496-12 8.2.2).
 * Null for other fields, for 0, which says that nobody set it, and behind the year 9999.
 */
export function dateOf(name: string, value: string): string | null {
  if (!/^(creation|modification)Time$/.test(name) || !/^\d{1,15}$/.test(value) || Number(value) === 0)
    return null
  const date = new Date((Number(value) - secondsFrom1904To1970) * 1_000)
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9_999) return null
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
