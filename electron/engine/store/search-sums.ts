// What a search comes to as a whole: how often which value, and how many at which time.
import type { SearchCounts, SearchFacet, SearchFacets } from '#contract/search.ts'
import type { ItemId } from '#contract/units.ts'
import { lastFiletime } from '#engine/base/time.ts'
import type { Connection } from './connection.ts'
import { readTime, readValues } from './search-row.ts'
import type { Search, Turn } from './search.ts'

const mostFacets = 200
const columns = ['class', 'topic', 'source', 'plate', 'item'] as const
type Column = (typeof columns)[number]

/** Counts by key. */
export type Sums = Record<Column, Map<bigint, number>> & { objects: number; events: number }

export async function sumUp(search: Search, turn: Turn): Promise<Sums> {
  const sums: Sums = {
    ...{ class: new Map(), topic: new Map(), source: new Map(), plate: new Map(), item: new Map() },
    ...{ objects: 0, events: 0 },
  }
  type Row = Record<Column, bigint | null> & { object: bigint; count: bigint }
  const select = `${columns.map((column) => `e.${column}`).join(', ')}, e.event IS NULL AS object, count(*) AS count`
  for await (const row of search.grouped<Row>(select, '1, 2, 3, 4, 5, 6', {}, turn)) {
    const count = Number(row.count)
    if (row.object === 1n) sums.objects += count
    else sums.events += count
    for (const column of columns) {
      const key = row[column]
      if (key !== null) sums[column].set(key, (sums[column].get(key) ?? 0) + count)
    }
  }
  return sums
}

/** Of a value that stands beside others in one row of the index each has the count of the row. */
export function facetsOf(db: Connection, sums: Map<bigint, number>): SearchFacet[] {
  const value = db.prepare<{ value: string }>('SELECT value FROM search_value WHERE key = ?')
  const counts = new Map<string, number>()
  for (const [key, count] of sums)
    for (const one of readValues(value.get(key)?.value ?? '[]'))
      counts.set(one, (counts.get(one) ?? 0) + count)
  return [...counts]
    .map(([name, count]) => ({ value: name, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, mostFacets)
}

export function itemFacets(db: Connection, sums: Map<bigint, number>): SearchFacets['items'] {
  const id = db.prepare<{ id: ItemId }>('SELECT id FROM item WHERE key = ?')
  return [...sums]
    .flatMap(([key, count]) => {
      const itemId = id.get(key)?.id
      return itemId === undefined ? [] : [{ itemId, count }]
    })
    .sort((a, b) => b.count - a.count)
}

const perSecond = 10_000_000n
const hour = 3_600
const lengths = [
  1,
  2,
  5,
  10,
  15,
  30,
  60,
  120,
  300,
  600,
  900,
  1_800,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
]
const day = 24 * hour

/** The shortest length of which no more than `most` are needed. */
export function stretchLength(span: bigint, most: number): number {
  const needed = Number(span / perSecond) / most
  return lengths.find((length) => length >= needed) ?? Math.ceil(needed / day) * day
}

/** What a correction moves out of the years that can be written lies at their border. */
const within = (time: bigint): bigint => (time < 0n ? 0n : time < lastFiletime ? time : lastFiletime)

export async function countUp(search: Search, most: number, turn: Turn): Promise<SearchCounts> {
  const bounds = search.bounds()
  if (!bounds) return { span: null, seconds: 60, buckets: [] }
  const earliest = search.plan.values['earliest']
  const from = within(typeof earliest === 'bigint' && earliest > bounds.from ? earliest : bounds.from)
  const to = within(bounds.to < search.plan.to ? bounds.to + 1n : search.plan.to)
  const seconds = stretchLength(to - from, most)
  const length = BigInt(seconds) * perSecond
  const [low, high] = [from / length, (to - 1n) / length]
  type Row = { begins: bigint; ends: bigint; object: bigint; count: bigint }
  const buckets = new Map<bigint, { objects: number; events: number }>()
  const [first, last] = [search.plan.corrected('e.first'), search.plan.corrected('e.last')]
  const select = `${first} / @length AS begins, ${last} / @length AS ends, e.event IS NULL AS object, count(*) AS count`
  for await (const row of search.grouped<Row>(select, '1, 2, 3', { length }, turn)) {
    const begins = row.begins < low ? low : row.begins
    const ends = row.ends > high ? high : row.ends
    for (let at = begins; at <= ends; at += 1n) {
      const bucket = buckets.get(at) ?? { objects: 0, events: 0 }
      bucket[row.object === 1n ? 'objects' : 'events'] += Number(row.count)
      buckets.set(at, bucket)
    }
  }
  return {
    span: { from: readTime(from), to: readTime(to) },
    seconds,
    buckets: [...buckets]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([at, counts]) => ({ from: readTime(at * length), ...counts })),
  }
}
