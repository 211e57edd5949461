// The parts of a recording and what is missing between them, in the order of the recording. Pure.
import type { MissingPart, Recording, RecordingPart } from '#contract/recording.ts'

export type RecordingRow =
  | { kind: 'part'; part: RecordingPart }
  /** `key` is unique within the recording. */
  | { kind: 'missing'; missing: MissingPart; key: string }

/**
 * Each missing part stands after or before the part that tells of it; what fits nowhere comes last. Missing parts have a
 * number too: the same as in `describePart`.
 */
export function orderRecording({ parts, missing }: Recording): RecordingRow[] {
  const left = missing.map(
    (one, index) => ({ kind: 'missing', missing: one, key: `missing-${index}` }) as const,
  )
  const take = (wanted: (one: MissingPart) => boolean): RecordingRow[] => {
    const taken = left.filter((row) => wanted(row.missing))
    for (const row of taken) left.splice(left.indexOf(row), 1)
    return taken
  }
  const rows: RecordingRow[] = []
  for (const part of [...parts].sort((a, b) => a.number - b.number)) {
    rows.push(...take(({ before, after }) => before === part.itemId && after === null))
    rows.push({ kind: 'part', part })
    rows.push(...take(({ after }) => after === part.itemId))
  }
  return [...rows, ...left]
}
