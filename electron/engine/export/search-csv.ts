// What a search found as CSV (RFC 4180): UTF-8 with a byte order mark, one record an object or event, times in UTC as recorded.
import type { SearchEntry } from '#contract/search.ts'
import type { ItemSummary } from '#contract/item.ts'
import { byteOrderMark, formatRecords } from '#engine/base/csv.ts'

const columns = [
  ...(['first', 'last', 'kind', 'camera', 'path', 'item_id', 'item_sha256', 'track', 'sample'] as const),
  ...(['source', 'object', 'class', 'likelihood', 'plate', 'frames', 'topic', 'operation', 'key'] as const),
  'data',
] as const
type Column = (typeof columns)[number]

export const searchCsvHead = (): string => `${byteOrderMark}${formatRecords([columns])}`

export const formatSearchCsv = (
  entries: readonly SearchEntry[],
  itemOf: (entry: SearchEntry) => ItemSummary,
): string => formatRecords(entries.map((entry) => cellsOf(entry, itemOf(entry))))

function cellsOf(entry: SearchEntry, item: ItemSummary): string[] {
  const { event } = entry
  const cells: Record<Column, string> = {
    first: entry.first,
    last: entry.last,
    kind: entry.kind,
    camera: item.cameras.join('; '),
    path: item.path,
    item_id: item.id,
    item_sha256: item.sha256,
    track: String(entry.trackId),
    sample: String(entry.sample),
    source: event ? formatItems(event.source) : entry.sources.join('; '),
    object: entry.object ?? '',
    class: entry.classes.join('; '),
    likelihood: entry.likelihood === null ? '' : String(entry.likelihood),
    plate: entry.plates.join('; '),
    frames: event ? '' : String(entry.frames),
    topic: event?.topic ?? '',
    operation: event?.operation ?? '',
    key: formatItems(event?.key ?? []),
    data: formatItems(event?.data ?? []),
  }
  return columns.map((column) => cells[column])
}

const formatItems = (items: readonly { name: string; value: string }[]): string =>
  items.map(({ name, value }) => `${name}=${value}`).join('; ')
