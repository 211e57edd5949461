// Rows of the index for searching: as they are compared with evidence, and as they are shown.
import { z } from 'zod'
import type { MetadataEvent } from '#contract/metadata.ts'
import type { SearchEntry } from '#contract/search.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { filetime, formatUtc } from '#engine/base/time.ts'
import { readStored } from './item-row.ts'
import type { EntryFacts } from './search-facts.ts'
import { foldValues } from './search-index.ts'
import type { SearchField } from './search-index.ts'

/** With all that its values say, and how it is searched; whole numbers are bigints where they come from the database. */
export type EntryRow = {
  first: bigint
  last: bigint
  frames: number | bigint
  likelihood: number | null
  track: number | bigint
  sample: number | bigint
  object: string | null
  idle: number | bigint
  class: string | null
  topic: string | null
  source: string | null
  plate: string | null
  text: string | null
  /** Which event of the item it is, counted from 0 in the order in which they were read. */
  event: bigint | null
}

/** A value whose row is another item's, or not there, does not look like this. */
const saidBy = (column: SearchField): string =>
  `(SELECT v.field || ' ' || (v.item = e.item) || v.value || char(10) || coalesce(t.folded, '')
    FROM search_value v LEFT JOIN search_text t ON t.rowid = v.key WHERE v.key = e.${column}) AS ${column}`

/** Of `search_entry e`; `event` is the key of the event. */
export const comparedColumns = `first, last, frames, likelihood, track, sample, object, idle, event,
  ${(['class', 'topic', 'source', 'plate', 'text'] as const).map(saidBy).join(', ')}`

export function rowFromFacts(facts: EntryFacts, event: bigint | null): EntryRow {
  const { first, last, frames, likelihood, track, sample, object, idle } = facts
  const { classes, topic, sources, plates, text } = facts
  const said = (field: SearchField, values: readonly string[]): string | null => {
    if (values.length === 0) return null
    const value = field === 'text' ? '[]' : JSON.stringify(values)
    return `${field} 1${value}\n${foldValues(field, values)}`
  }
  return {
    ...{ first, last, frames, likelihood, track, sample, object, idle },
    class: said('class', classes),
    topic: said('topic', topic === null ? [] : [topic]),
    source: said('source', sources),
    plate: said('plate', plates),
    text: said('text', text === '' ? [] : [text]),
    event,
  }
}

/** Whole numbers are bigints. `class`, `source` and `plate` are what search_value says. */
export type ShownRow = {
  key: bigint
  itemId: string
  first: bigint
  last: bigint
  frames: bigint
  likelihood: number | null
  track: bigint
  sample: bigint
  object: string | null
  class: string | null
  source: string | null
  plate: string | null
  event: bigint | null
  /** What the file's correction of the start time adds to times of its track, in 100 ns; null where nothing corrects them. */
  stated: bigint | null
  /** All that is added. */
  shift: bigint
}

const valueOf = (column: SearchField): string =>
  `(SELECT value FROM search_value WHERE key = e.${column}) AS ${column}`

export const shownColumns = `e.key, (SELECT id FROM item WHERE item.key = e.item) AS itemId, e.first, e.last, e.frames,
  e.likelihood, e.track, e.sample, e.object, e.event,
  coalesce((SELECT stated FROM metadata_shift s WHERE s.item = e.item AND s.track = e.track),
    (SELECT stated FROM metadata_shift s WHERE s.item = e.item AND s.track = 0)) AS stated,
  ${(['class', 'source', 'plate'] as const).map(valueOf).join(', ')}`

/** Fails with `item-damaged` where the row does not hold what this program writes. */
export function entryFromRow(
  row: ShownRow,
  eventOf: (itemId: ItemId, key: bigint) => MetadataEvent,
): SearchEntry {
  const itemId = row.itemId as ItemId
  return readStored(itemId, () => ({
    at: placeOf(row),
    kind: row.event === null ? ('object' as const) : ('event' as const),
    itemId,
    trackId: Number(row.track),
    sample: Number(row.sample),
    first: readTime(row.first),
    last: readTime(row.last),
    corrected: correctedOf(row),
    frames: Number(row.frames),
    object: row.object,
    classes: readValues(row.class),
    likelihood: row.likelihood,
    plates: readValues(row.plate),
    sources: readValues(row.source),
    event: row.event === null ? null : eventOf(itemId, row.event),
  }))
}

/** Null where nothing corrects it, or the corrected times cannot be written. */
function correctedOf({ first, last, stated, shift }: ShownRow): SearchEntry['corrected'] {
  const [from, to] = [formatUtc(filetime(first + shift)), formatUtc(filetime(last + shift))]
  if (stated === null || from === null || to === null) return null
  return { first: from, last: to, stated: String(stated), clock: String(shift - stated) }
}

/** The cursor of an entry, by its corrected time. */
export const placeOf = ({ first, shift, key }: ShownRow): string => cursorOf({ first: first + shift, key })

export const cursorOf = ({ first, key }: { first: bigint; key: bigint }): string => `${first}.${key}`

export function parseCursor(cursor: string): { first: bigint; key: bigint } {
  const [first = '0', key = '0'] = cursor.split('.')
  return { first: BigInt(first), key: BigInt(key) }
}

const Values = z.array(z.string())

/** Throws where the text is not what the index holds. */
export const readValues = (text: string | null): string[] =>
  text === null ? [] : Values.parse(JSON.parse(text))

/** Throws where it is no time that can be written. */
export function readTime(time: bigint): UtcTime {
  const text = formatUtc(filetime(time))
  if (text === null) throw new RangeError(`${time} is not a time`)
  return text
}
