// When objects of an item were seen, at the resolution of a screen: for each class and column the first object that begins there,
// whether there is another, and when the last of them ends. Of what is between, nothing is read but an index.
import { z } from 'zod'
import type { ObjectBar, ObjectBarQuery, ObjectBars } from '#contract/object-bars.ts'
import type { ItemId, UnixMicros } from '#contract/units.ts'
import { filetime, filetimeFromUnixMicros, unixMicrosFromFiletime } from '#engine/base/time.ts'
import { readStored } from './item-row.ts'
import type { Connection } from './connection.ts'
import type { ItemStore } from './item-store.ts'
import { longestBreak, longestStretch } from './sighting.ts'

/** More classes than there is room for lanes. */
const mostLanes = 12
/** Objects of a class that were seen before and are still seen: more are not told apart. */
const mostOpen = 256

/** Nulls: objects without a class. */
type ClassRow = { key: bigint | null; value: string | null }
/** Stored times, and of the first object what tells it from others; `source` is what search_value says. */
type StretchRow = { first: bigint; last: bigint; object: string | null; track: bigint; source: string | null }
/** `second`: whether another object begins in the same column. */
type CellRow = StretchRow & {
  second: bigint
  /** `first` of the column, for those that were read one by one out of it. */
  column?: bigint
}
type Grid = { item: bigint; sql: Statements; from: bigint; to: bigint; width: bigint }

export class ObjectBarStore {
  readonly #db: Connection
  readonly #items: ItemStore

  constructor(db: Connection, items: ItemStore) {
    this.#db = db
    this.#items = items
  }

  /** What begins before `to` and does not end before `from`. Fails with `item-not-found`. */
  of({ itemId, trackIds, from, to, columns }: ObjectBarQuery): ObjectBars {
    return this.#db.reading(() => {
      const item = BigInt(this.#items.keyOf(itemId))
      const length = BigInt(to - from) * 10n
      const width = (length + BigInt(columns) - 1n) / BigInt(columns)
      const sql = statementsFor(trackIds)
      const grid = {
        item,
        sql,
        from: filetimeFromUnixMicros(from),
        to: filetimeFromUnixMicros(to),
        width: width > 0n ? width : 1n,
      }
      const classes = this.#classes(item)
      const lanes = classes.slice(0, mostLanes).map(({ key, value }) => ({
        classes: value === null ? [] : texts(itemId, value),
        bars: continued([...this.#open(key, grid), ...this.#beginning(key, grid)]).map((row) =>
          barOf(row, itemId),
        ),
      }))
      return { lanes, more: classes.length - lanes.length, indexed: this.#isIndexed(item) }
    })
  }

  /** Of which there are objects, in the order of their names; what has no class comes last. */
  #classes(item: bigint): ClassRow[] {
    const named = this.#db
      .prepare<ClassRow>(
        `SELECT key, value FROM search_value AS said WHERE item = ? AND field = 'class' AND EXISTS (
           SELECT 1 FROM search_entry WHERE item = said.item AND class = said.key AND event IS NULL)
         ORDER BY value`,
        'bigint',
      )
      .all(item)
    const unnamed = this.#db
      .prepare<{ found: bigint }>(
        'SELECT 1 AS found FROM search_entry WHERE item = ? AND class IS NULL AND event IS NULL LIMIT 1',
        'bigint',
      )
      .get(item)
    return unnamed ? [...named, { key: null, value: null }] : named
  }

  /** Began before `from`: no stretch is longer than one can look back. */
  #open(key: bigint | null, { item, sql, from }: Grid): CellRow[] {
    const wanted = { item, class: key, from }
    const rows = this.#db.prepare<StretchRow>(sql.open, 'bigint').all(wanted)
    if (rows.length <= mostOpen) return rows.map((row) => ({ ...row, second: 0n }))
    const [begun] = rows
    const ended = this.#db.prepare<{ last: bigint }>(sql.openEnd, 'bigint').get(wanted)
    return begun && ended ? [{ ...begun, last: ended.last, second: 1n }] : []
  }

  #beginning(key: bigint | null, { item, sql, from, to, width }: Grid): CellRow[] {
    const rows = this.#db.prepare<CellRow>(sql.cells, 'bigint').all({ item, class: key, from, to, width })
    if (width >= longestBreak) return rows
    return rows.flatMap((row) => {
      const end = min(to, from + ((row.first - from) / width + 1n) * width)
      if (row.second === 0n || !hasWholeMinute(row.first, end)) return [row]
      // What begins in a column: at a whole minute, objects that go on begin together.
      const apart = this.#db
        .prepare<StretchRow>(sql.column, 'bigint')
        .all({ item, class: key, first: row.first, end })
      return apart.length > mostOpen ? [row] : apart.map((one) => ({ ...one, second: 0n, column: row.first }))
    })
  }

  #isIndexed(item: bigint): boolean {
    const row = this.#db
      .prepare<{ indexed: bigint }>('SELECT metadata_indexed AS indexed FROM item WHERE key = ?', 'bigint')
      .get(item)
    return row?.indexed === 1n
  }
}

type Statements = Record<'open' | 'openEnd' | 'column' | 'cells', string>

/** The index does not know tracks: they are only looked at where not all are wanted. */
function statementsFor(trackIds: readonly number[] | null): Statements {
  const ofTracks = trackIds === null ? '' : `AND track IN (${trackIds.join(', ')})`
  const wanted = `search_entry.item = @item AND class IS @class AND event IS NULL ${ofTracks}`
  const before = `${wanted} AND first >= @from - ${longestStretch} AND first < @from`
  const stretches = `SELECT first, last, object, track, said.value AS source
    FROM search_entry LEFT JOIN search_value AS said ON said.key = search_entry.source`
  const limited = `ORDER BY first LIMIT ${mostOpen + 1}`
  // Where the column of a row ends.
  const columnEnd = '@from + ((cell.first - @from) / @width + 1) * @width'
  const inColumn = `FROM search_entry WHERE ${wanted} AND first >= cell.first AND first < min(@to, ${columnEnd})`
  const nextFrom = (start: string): string =>
    `(SELECT first FROM search_entry WHERE ${wanted} AND first >= ${start} AND first < @to ORDER BY first LIMIT 1)`
  return {
    open: `${stretches} WHERE ${before} AND last >= @from ${limited}`,
    openEnd: `SELECT max(last) AS last FROM search_entry WHERE ${before}`,
    column: `${stretches} WHERE ${wanted} AND first >= @first AND first < @end ${limited}`,
    cells: `WITH RECURSIVE cell (first) AS (
        SELECT ${nextFrom('@from')}
        UNION ALL SELECT ${nextFrom(columnEnd)} FROM cell WHERE cell.first IS NOT NULL),
      picked AS (
        SELECT cell.first, (SELECT max(last) ${inColumn}) AS last,
          EXISTS (SELECT 1 ${inColumn} ORDER BY first LIMIT 1 OFFSET 1) AS second,
          (SELECT key ${inColumn} ORDER BY first LIMIT 1) AS key
        FROM cell WHERE cell.first IS NOT NULL)
      SELECT picked.first, picked.last, picked.second, one.object, one.track, said.value AS source
      FROM picked JOIN search_entry AS one ON one.key = picked.key
        LEFT JOIN search_value AS said ON said.key = one.source
      ORDER BY picked.first`,
  }
}

const hasWholeMinute = (first: bigint, end: bigint): boolean =>
  (end - 1n) / longestStretch > (first - 1n) / longestStretch

/** Stretches end at whole minutes: what goes on there is one bar. What begins in one column stays several. */
function continued(rows: readonly CellRow[]): CellRow[] {
  const found: CellRow[] = []
  const open = new Map<string, CellRow>()
  for (const row of rows) {
    const before = open.get(nameOf(row) ?? '')
    if (before && row.first - before.last <= longestBreak) {
      before.last = max(before.last, row.last)
      continue
    }
    const beside = found.at(-1)
    if (beside?.column !== undefined && beside.column === row.column) {
      open.delete(nameOf(beside) ?? '')
      Object.assign(beside, { last: max(beside.last, row.last), second: 1n })
      continue
    }
    const bar = { ...row }
    found.push(bar)
    const name = nameOf(row)
    if (name !== null) open.set(name, bar)
  }
  return found
}

/** What tells an object from others; null for several, and where it has no number. */
const nameOf = ({ second, object, track, source }: CellRow): string | null =>
  second === 1n || object === null ? null : `${track} ${object} ${source ?? ''}`

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)

const microsOf = (stored: bigint): UnixMicros => unixMicrosFromFiletime(filetime(stored))

function barOf(row: CellRow, itemId: ItemId): ObjectBar {
  const { first, last, second, object, track, source } = row
  const isNamed = second === 0n && object !== null
  return {
    ...{ from: microsOf(first), to: microsOf(last), several: second === 1n },
    object: isNamed
      ? {
          id: object,
          trackId: Number(track),
          source: source === null ? null : (texts(itemId, source)[0] ?? null),
        }
      : null,
  }
}

const texts = (itemId: ItemId, value: string): string[] =>
  readStored(itemId, () => z.array(z.string()).parse(JSON.parse(value)))
