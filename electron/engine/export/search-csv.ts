// What a search found as CSV (RFC 4180): UTF-8 with a byte order mark, one record an object or event, times in UTC: as the
// camera's metadata has them, and behind everything else what they are corrected to, by what, and by how much.
import type { ClockOffset } from '#contract/clock.ts'
import type { SearchEntry } from '#contract/search.ts'
import type { ItemSummary } from '#contract/item.ts'
import { byteOrderMark, formatRecords } from '#engine/base/csv.ts'
import type { CsvCell } from '#engine/base/csv.ts'
import { clockCells, clockColumns } from './clock-cells.ts'

const columns = [
  ...(['first', 'last', 'kind', 'camera', 'path', 'item_id', 'item_sha256', 'track', 'sample'] as const),
  ...(['source', 'object', 'class', 'likelihood', 'plate', 'frames', 'topic', 'operation', 'key'] as const),
  'data',
  // New columns go behind the others, for those who read this list by place.
  ...(['corrected_first', 'corrected_last', 'corrected_by', 'added_seconds'] as const),
  ...clockColumns,
] as const
type Column = (typeof columns)[number]

export const searchCsvHead = (): string => `${byteOrderMark}${formatRecords([columns])}`

/** An item, and the entry on its recorder's clock that counts; null where there is none. */
export type Found = { item: ItemSummary; clock: ClockOffset | null }

export const formatSearchCsv = (entries: readonly SearchEntry[], of: (entry: SearchEntry) => Found): string =>
  formatRecords(entries.map((entry) => cellsOf(entry, of(entry))))

function cellsOf(entry: SearchEntry, { item, clock }: Found): CsvCell[] {
  const { event, corrected } = entry
  const cells: Record<Column, CsvCell> = {
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
    corrected_first: corrected && corrected.first,
    corrected_last: corrected && corrected.last,
    corrected_by: corrected && correctedBy(corrected, clock),
    added_seconds: corrected && Number(BigInt(corrected.stated) + BigInt(corrected.clock)) / 1e7,
    ...clockCells(corrected && clock),
  }
  return columns.map((column) => cells[column])
}

/** In the words of the origins of start times: a correction in the file, and an examiner's entry. */
const correctedBy = ({ stated }: NonNullable<SearchEntry['corrected']>, clock: ClockOffset | null): string =>
  [...(stated === '0' ? [] : ['corrected cstb']), ...(clock ? ['recorder clock entry'] : [])].join('; ')

const formatItems = (items: readonly { name: string; value: string }[]): string =>
  items.map(({ name, value }) => `${name}=${value}`).join('; ')
