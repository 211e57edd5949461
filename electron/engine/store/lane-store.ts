// The lanes of the timeline of all cameras, at the resolution of a screen. What is as long as a column is read as it is; of
// what is shorter only whether a column holds any: one look into an index for each column, however many there are.
import type { Lane, LanePage, LanePart, LaneQuery } from '#contract/lanes.ts'
import type { ItemId, UnixMicros } from '#contract/units.ts'
import type { Connection } from './connection.ts'

/** Parts of a size class are shorter than this, in microseconds; the last class has no limit (migration 90). */
const sizeLimits = [...Array.from({ length: 14 }, (_, at) => 1_000 * 8 ** at), Number.POSITIVE_INFINITY]
/** No lane gives more parts at once; recordings that lie over each other could be that many. */
const partLimit = 8_000
/** Kinds of parts that a lane is asked for: four, with as many topics as there is room to tell apart. */
const kindLimit = 100
/** Earlier than every part. */
const everBefore = -9_000_000_000_000_000

type PartRow = {
  kind: LanePart['kind']
  detail: string
  first: number
  last: number
  id: ItemId
  item: number
}
type CellRow = { first: number; second: number | null }
type Grid = { from: number; to: number; width: number }

export class LaneStore {
  readonly #db: Connection

  constructor(db: Connection) {
    this.#db = db
  }

  /** Half-open: what begins before `to` and does not end before `from`. */
  page(query: LaneQuery): LanePage {
    return this.#db.reading(() => {
      const { from, to } = query
      const grid = { from, to, width: Math.max(1, Math.ceil((to - from) / query.columns)) }
      const lanes = this.#lanes(query).map(({ key, name }): Lane => {
        const parts = this.#parts(key, grid)
        const cut = parts.length > partLimit
        return { key, name, chosen: this.#chosenOf(key, query.chosen), parts: parts.slice(0, partLimit), cut }
      })
      return { total: this.#total(), bounds: this.#bounds(), lanes }
    })
  }

  #total(): number {
    return (
      this.#db.prepare<{ lanes: number }>(`SELECT count(*) AS lanes FROM lane ${inUse}`).get()?.lanes ?? 0
    )
  }

  #bounds(): LanePage['bounds'] {
    const row = this.#db
      .prepare<{ first: UnixMicros | null; last: UnixMicros | null }>(
        `SELECT (SELECT min(first) FROM lane_part WHERE kind = 'recording') AS first,
           (SELECT max(last) FROM lane_part WHERE kind = 'recording') AS last`,
      )
      .get()
    return row && row.first !== null && row.last !== null ? { from: row.first, to: row.last } : null
  }

  #lanes({ first, count, chosen }: LaneQuery): { key: number; name: string }[] {
    return this.#db
      .prepare<{ key: number; name: string }>(
        `SELECT key, name FROM lane ${inUse}
         ORDER BY key NOT IN (SELECT part.lane FROM lane_item AS part JOIN item ON item.key = part.item
           WHERE item.id IN (SELECT value FROM json_each(?))), name LIMIT ? OFFSET ?`,
      )
      .all(JSON.stringify(chosen), count, first)
  }

  #chosenOf(lane: number, chosen: readonly ItemId[]): ItemId[] {
    if (chosen.length === 0) return []
    const found = this.#db
      .prepare<{ id: ItemId }>(
        `SELECT item.id FROM item JOIN lane_item AS part ON part.item = item.key
         WHERE part.lane = ? AND item.id IN (SELECT value FROM json_each(?))`,
      )
      .all(lane, JSON.stringify(chosen))
    return chosen.filter((id) => found.some((row) => row.id === id))
  }

  #parts(lane: number, grid: Grid): LanePart[] {
    const shortest = sizeLimits.findIndex((limit) => limit > grid.width)
    const parts: LanePart[] = []
    for (const { kind, detail } of this.#kinds(lane)) {
      if (shortest > 0) parts.push(...this.#cells(lane, kind, detail, grid, shortest - 1))
    }
    for (let size = shortest; size < sizeLimits.length; size += 1) {
      for (const row of this.#longer(lane, size, grid)) {
        if (parts.length > partLimit) return parts
        if (row.kind === 'event' && row.detail !== '') parts.push(...this.#events(row, grid))
        else parts.push(partOf(row))
      }
    }
    return parts
  }

  /** Which kinds of parts with which details there are, by skipping from one to the next. */
  #kinds(lane: number): Pick<PartRow, 'kind' | 'detail'>[] {
    const next = this.#db.prepare<Pick<PartRow, 'kind' | 'detail'>>(
      'SELECT kind, detail FROM lane_part WHERE lane = ? AND (kind, detail) > (?, ?) ORDER BY kind, detail LIMIT 1',
    )
    const found: Pick<PartRow, 'kind' | 'detail'>[] = []
    // The empty detail is one too.
    const empty = this.#db.prepare<Pick<PartRow, 'kind' | 'detail'>>(
      `SELECT kind, detail FROM lane_part WHERE lane = ? AND kind = ? AND detail = '' LIMIT 1`,
    )
    for (const kind of ['event', 'gap', 'mark', 'recording'] as const) {
      const row = empty.get(lane, kind)
      if (row) found.push(row)
    }
    let [kind, detail] = ['', '']
    while (found.length < kindLimit) {
      const row = next.get(lane, kind, detail)
      if (!row) return found
      if (row.detail !== '') found.push(row)
      ;[kind, detail] = [row.kind, row.detail]
    }
    return found
  }

  #longer(lane: number, size: number, { from, to }: Grid): PartRow[] {
    const limit = sizeLimits[size] ?? Number.POSITIVE_INFINITY
    return this.#db
      .prepare<PartRow>(
        `SELECT part.kind, part.detail, part.first, part.last, item.id, part.item
         FROM lane_part AS part JOIN item ON item.key = part.item
         WHERE part.lane = ? AND part.size = ? AND part.first > ? AND part.first < ? AND part.last >= ?
         ORDER BY part.first LIMIT ${partLimit + 1}`,
      )
      .all(lane, size, Number.isFinite(limit) ? from - limit : everBefore, to, from)
  }

  /** Columns in which parts of at most this size begin, neighbours as one. */
  #cells(lane: number, kind: LanePart['kind'], detail: string, grid: Grid, size: number): LanePart[] {
    const where = 'lane = @lane AND kind = @kind AND detail = @detail AND size <= @size AND first < @to'
    const rows = this.#db
      .prepare<CellRow>(
        skipping({ table: 'lane_part', value: 'first', where, column: 'first', bound: (at) => at }),
      )
      .all({ ...grid, lane, kind, detail, size })
    return joined(rows, grid, { kind, detail, itemId: null })
  }

  /** Events of one topic of one item. */
  #events(row: PartRow, grid: Grid): LanePart[] {
    const shift = this.#db
      .prepare<{ shift: number }>('SELECT shift FROM lane_item WHERE item = ?')
      .get(row.item)?.shift
    const stored = (at: string): string => `(${at} - CAST(@shift AS INTEGER) + ${unixEpoch}) * 10`
    const rows = this.#db
      .prepare<CellRow>(
        skipping({
          table: 'metadata_event',
          value: `(time / 10 - ${unixEpoch} + CAST(@shift AS INTEGER))`,
          where: `item = @item AND topic = @topic AND time < ${stored('CAST(@to AS INTEGER)')}`,
          column: 'time',
          bound: stored,
        }),
      )
      .all({ ...grid, item: row.item, topic: row.detail, shift: shift ?? 0 })
    return rows.map(({ first: at, second }) => ({
      ...{ kind: 'event', detail: row.detail, from: at as UnixMicros, to: at as UnixMicros },
      ...{ several: second !== null, itemId: row.id },
    }))
  }
}

const inUse = 'WHERE EXISTS (SELECT 1 FROM lane_part WHERE lane_part.lane = lane.key)'
/** Microseconds from 1601, from which events count, to 1970. */
const unixEpoch = 11_644_473_600_000_000n

type Skipping = {
  table: string
  /** The time of a row, in microseconds since 1970. */
  value: string
  where: string
  /** What the index is ordered by, and its least value for a time. */
  column: string
  bound: (at: string) => string
}

/**
 * The first row of each column of the grid that has any, and whether there is a second: each found by one look into the index
 * that `where` and the order of `column` name.
 */
function skipping({ table, value, where, column, bound }: Skipping): string {
  const [from, width] = ['CAST(@from AS INTEGER)', 'CAST(@width AS INTEGER)']
  const next = `(${from} + (cell.first + ${width} - ${from}) / ${width} * ${width})`
  const row = (at: string, more = ''): string =>
    `(SELECT ${value} FROM ${table} WHERE ${where} AND ${column} >= ${bound(at)} ${more} ORDER BY ${column} LIMIT 1`
  // What begins a column earlier may reach into the first one.
  return `WITH RECURSIVE cell (first) AS (
      SELECT ${row(`(${from} - ${width})`)})
      UNION ALL SELECT ${row(next)}) FROM cell WHERE cell.first IS NOT NULL)
    SELECT cell.first AS first, ${row('cell.first', `AND ${column} < ${bound(next)}`)} OFFSET 1) AS second
    FROM cell WHERE cell.first IS NOT NULL`
}

/** Columns beside each other are one part. */
function joined(
  rows: readonly CellRow[],
  { from, width }: Grid,
  what: Pick<LanePart, 'kind' | 'detail' | 'itemId'>,
): LanePart[] {
  const parts: LanePart[] = []
  for (const { first } of rows) {
    const left = (from + Math.floor((first - from) / width) * width) as UnixMicros
    const right = (left + width) as UnixMicros
    const last = parts.at(-1)
    if (last && last.to >= left) last.to = right
    else parts.push({ ...what, from: left, to: right, several: true })
  }
  return parts
}

const partOf = ({ kind, detail, first, last, id }: PartRow): LanePart => ({
  ...{ kind, detail, from: first as UnixMicros, to: last as UnixMicros, several: false, itemId: id },
})
