// When objects of an item were seen, at the resolution of a screen: for each class and column the first object that begins there,
// whether there is another, and when the last of them ends. Of what is between, nothing is read but an index.
import { z } from 'zod'
import type { ObjectBar, ObjectBarQuery, ObjectBars } from '#contract/object-bars.ts'
import type { UnixMicros } from '#contract/units.ts'
import { readStored } from './item-row.ts'
import type { Connection } from './connection.ts'
import type { ItemStore } from './item-store.ts'
import { longestBreak, longestStretch } from './sighting.ts'

/** More classes than there is room for lanes. */
const mostLanes = 12
/** Objects of a class that were seen before and are still seen: more are not told apart. */
const mostOpen = 256
/** Microseconds from 1601, from which stored times count, to 1970. */
const unixEpoch = 11_644_473_600_000_000n

/** Nulls: objects without a class. */
type ClassRow = { key: bigint | null; value: string | null }
/** Stored times; `second`: whether another object begins in the same column. */
type CellRow = {
  first: bigint
  last: bigint
  second: bigint
  object: string | null
  /** The same for those that were read one by one out of one column. */
  column?: bigint
}
type OpenRow = Pick<CellRow, 'first' | 'last' | 'object'>
type Grid = { item: bigint; from: bigint; to: bigint; width: bigint }

export class ObjectBarStore {
  readonly #db: Connection
  readonly #items: ItemStore

  constructor(db: Connection, items: ItemStore) {
    this.#db = db
    this.#items = items
  }

  /** What begins before `to` and does not end before `from`. Fails with `item-not-found`. */
  of({ itemId, from, to, columns }: ObjectBarQuery): ObjectBars {
    return this.#db.reading(() => {
      const item = BigInt(this.#items.keyOf(itemId))
      const length = BigInt(to - from) * 10n
      const width = (length + BigInt(columns) - 1n) / BigInt(columns)
      const grid = { item, from: storedOf(from), to: storedOf(to), width: width > 0n ? width : 1n }
      const classes = this.#classes(item)
      const lanes = classes.slice(0, mostLanes).map(({ key, value }) => ({
        classes: value === null ? [] : readStored(itemId, () => z.array(z.string()).parse(JSON.parse(value))),
        bars: continued([...this.#open(key, grid), ...this.#beginning(key, grid)]).map(barOf),
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
  #open(key: bigint | null, { item, from }: Grid): CellRow[] {
    const rows = this.#db
      .prepare<OpenRow>(
        `SELECT first, last, object FROM search_entry WHERE ${ofClass}
         AND first >= @from - ${longestStretch} AND first < @from AND last >= @from ORDER BY first LIMIT ${mostOpen + 1}`,
        'bigint',
      )
      .all({ item, class: key, from })
    if (rows.length <= mostOpen) return rows.map((row) => ({ ...row, second: 0n }))
    const [begun] = rows
    const ended = this.#db
      .prepare<{ last: bigint }>(
        `SELECT max(last) AS last FROM search_entry WHERE ${ofClass}
         AND first >= @from - ${longestStretch} AND first < @from`,
        'bigint',
      )
      .get({ item, class: key, from })
    return begun && ended ? [{ first: begun.first, last: ended.last, second: 1n, object: null }] : []
  }

  #beginning(key: bigint | null, { item, from, to, width }: Grid): CellRow[] {
    const rows = this.#db.prepare<CellRow>(cells, 'bigint').all({ item, class: key, from, to, width })
    if (width >= longestBreak) return rows
    return rows.flatMap((row) => {
      const end = min(to, from + ((row.first - from) / width + 1n) * width)
      return row.second === 1n && hasWholeMinute(row.first, end) ? this.#apart(key, item, row, end) : [row]
    })
  }

  /** What begins in a column: at a whole minute, objects that go on begin together. */
  #apart(key: bigint | null, item: bigint, row: CellRow, end: bigint): CellRow[] {
    const rows = this.#db
      .prepare<OpenRow>(
        `SELECT first, last, object FROM search_entry WHERE ${ofClass}
         AND first >= @first AND first < @end ORDER BY first LIMIT ${mostOpen + 1}`,
        'bigint',
      )
      .all({ item, class: key, first: row.first, end })
    return rows.length > mostOpen ? [row] : rows.map((one) => ({ ...one, second: 0n, column: row.first }))
  }

  #isIndexed(item: bigint): boolean {
    const row = this.#db
      .prepare<{ indexed: bigint }>('SELECT metadata_indexed AS indexed FROM item WHERE key = ?', 'bigint')
      .get(item)
    return row?.indexed === 1n
  }
}

const ofClass = 'item = @item AND class IS @class AND event IS NULL'
/** Where the column of a row ends. */
const columnEnd = '@from + ((cell.first - @from) / @width + 1) * @width'
const inColumn = `FROM search_entry WHERE ${ofClass} AND first >= cell.first AND first < min(@to, ${columnEnd})`
const nextFrom = (start: string): string =>
  `(SELECT first FROM search_entry WHERE ${ofClass} AND first >= ${start} AND first < @to ORDER BY first LIMIT 1)`
const cells = `WITH RECURSIVE cell (first) AS (
    SELECT ${nextFrom('@from')}
    UNION ALL SELECT ${nextFrom(columnEnd)} FROM cell WHERE cell.first IS NOT NULL)
  SELECT cell.first AS first, (SELECT max(last) ${inColumn}) AS last,
    EXISTS (SELECT 1 ${inColumn} ORDER BY first LIMIT 1 OFFSET 1) AS second,
    (SELECT object ${inColumn} ORDER BY first LIMIT 1) AS object
  FROM cell WHERE cell.first IS NOT NULL`

const hasWholeMinute = (first: bigint, end: bigint): boolean =>
  (end - 1n) / longestStretch > (first - 1n) / longestStretch

/** Stretches end at whole minutes: what goes on there is one bar. What begins in one column stays several. */
function continued(rows: readonly CellRow[]): CellRow[] {
  const found: CellRow[] = []
  const open = new Map<string, CellRow>()
  for (const row of rows) {
    const before = row.second === 0n && row.object !== null ? open.get(row.object) : undefined
    if (before && row.first - before.last <= longestBreak) {
      before.last = max(before.last, row.last)
      continue
    }
    const beside = found.at(-1)
    if (beside?.column !== undefined && beside.column === row.column) {
      if (beside.object !== null) open.delete(beside.object)
      Object.assign(beside, { last: max(beside.last, row.last), second: 1n, object: null })
      continue
    }
    const bar = { ...row }
    found.push(bar)
    if (row.second === 0n && row.object !== null) open.set(row.object, bar)
  }
  return found
}

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)

const storedOf = (micros: UnixMicros): bigint => (BigInt(micros) + unixEpoch) * 10n
const microsOf = (stored: bigint): UnixMicros => Number(stored / 10n - unixEpoch) as UnixMicros

const barOf = ({ first, last, second, object }: CellRow): ObjectBar => ({
  ...{ from: microsOf(first), to: microsOf(last), several: second === 1n },
  object: second === 1n ? null : object,
})
