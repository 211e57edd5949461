// Records without a place at the beginning of a file that was cut out of a longer one: those about pictures before its
// beginning, those of the group that the cut runs through, and those whose pictures ought to be here (ONVIF Media Signing
// 26.06 5.2, 5.11.1).
import type { CheckedRecord } from './group-draft.ts'

export type HeadRecords = {
  /** About pictures before the file, or of a group whose beginning is. */
  before: CheckedRecord[]
  /** Their pictures are gone though those around are here. */
  lost: CheckedRecord[]
  /** The pictures of the head that such records can be about, [from, to); empty where there are none. */
  explained: { from: number; to: number }
}

/**
 * `records`: sound, in their order. `head`: the pictures whose group began before the file; empty where there are none.
 * `delay`: units by which the next record that found its place came after its group; null where there is none.
 *
 * The groups are laid one before the other, the last to end where the head ends. Only where that explains the place of a
 * record, and the counters leave none out, are its pictures taken to lie before the cut.
 */
export function sortHeadRecords(
  records: readonly CheckedRecord[],
  head: { from: number; to: number },
  delay: number | null,
): HeadRecords {
  // A record is never about pictures that came after it.
  let end = Math.max(head.from, Math.min(head.to, records[records.length - 1]?.at ?? head.from))
  const sorted: HeadRecords = { before: [], lost: [], explained: { from: end, to: end } }
  let usual = Math.max(0, delay ?? 0)
  let next: CheckedRecord | null = null
  for (const source of records.toReversed()) {
    const late = source.at - end
    const ownsHead = next === null && end > head.from
    const inTime = ownsHead || late <= 2 * usual || (next !== null && source.at < end + countOf(next))
    // Only a group that is signed in parts goes on without a picture that decoding can begin with.
    const joined = next === null || end <= head.from || (source.record.group?.partial ?? false)
    const beforeAll = source.at <= head.from
    const known = beforeAll || source.firstOfFile || (inTime && joined)
    ;(known ? sorted.before : sorted.lost).unshift(source)
    if (next !== null && !isNext(source, next) && !sorted.lost.includes(next)) {
      sorted.before.splice(sorted.before.indexOf(next), 1)
      sorted.lost.unshift(next)
    }
    if (ownsHead) usual = Math.max(usual, late)
    end -= countOf(source)
    if (known && !beforeAll) sorted.explained.from = Math.max(head.from, Math.min(sorted.explained.from, end))
    next = source
  }
  return sorted
}

/** A record that states no number speaks of all pictures before it. */
const countOf = ({ record }: CheckedRecord): number =>
  Math.max(0, ...(record.group?.counts ?? [])) || Infinity

const isNext = (one: CheckedRecord, other: CheckedRecord): boolean =>
  ((other.record.group?.counter ?? 0) - (one.record.group?.counter ?? 0)) >>> 0 === 1
