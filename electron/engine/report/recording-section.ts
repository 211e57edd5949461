// Recordings that came in several files: their parts in order, and the parts that are missing.
import { describeRecording } from '#contract/messages/recordings.ts'
import { t } from '#contract/messages/format.ts'
import type { ItemId } from '#contract/units.ts'
import { groupRecordings } from '#engine/ingest/recordings.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { Section } from './report-document.ts'

/** Those of which an item is among `itemIds`, as the whole case knows them. None where there are none. */
export function recordingSections({ items }: CaseDatabase, itemIds: readonly ItemId[]): Section[] {
  const pieces = items.pieces()
  const names = new Map(pieces.map(({ id, name }) => [id, name]))
  const wanted = new Set(itemIds)
  const recordings = groupRecordings(pieces).filter(({ parts, unordered = [] }) =>
    [...parts.map(({ itemId }) => itemId), ...unordered].some((id) => wanted.has(id)),
  )
  if (recordings.length === 0) return []
  return [
    { heading: t('recording.heading'), level: 1, blocks: [] },
    ...recordings.map((recording): Section => {
      const [heading = '', ...items] = describeRecording(recording, (id) => names.get(id) ?? id)
      return { heading, level: 2, blocks: [{ kind: 'list', items }] }
    }),
  ]
}
