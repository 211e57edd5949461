// The lanes of the timeline of all cameras, at the resolution of a screen. What is as long as a column is read as it is; of
// what is shorter only whether a column holds any: one look into an index for each column, however many there are.
import type { KnownCamera, Lane, LanePage, LanePart, LaneQuery } from '#contract/lanes.ts'
import type { Gap } from '#contract/track.ts'
import type { ItemId, UnixMicros } from '#contract/units.ts'
import { assert } from '#engine/base/assert.ts'
import { filetimeAtUnixEpoch } from '#engine/base/time.ts'
import type { Connection } from './connection.ts'

/** Parts of a size class are shorter than this, in microseconds; the last class has no limit (migration 90). */
const sizeLimits = [...Array.from({ length: 14 }, (_, at) => 1_000 * 8 ** at), Number.POSITIVE_INFINITY]
/** No lane gives more events at once. Of everything else nothing is left out: a place left empty would say that nothing is there. */
const eventLimit = 8_000
/** Of one kind a lane gives so many parts for each column; where there are more, those that nearly touch become one. */
const partsPerColumn = 2
/** Topics that there is room to tell apart; fewer verdicts and colours exist. */
const detailLimit = 100
/** Recorders that are named of one lane. */
const recorderLimit = 2
const kinds = ['recording', 'gap', 'mark', 'event'] as const
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
type LaneRow = { key: number; name: string; source: string; shared: number }
type CameraRow = Omit<LaneRow, 'shared'> & { recorder: string; items: string; named: number }
type CellRow = { first: number; second: number | null }
type Grid = { from: number; to: number; width: number; columns: number }

export class LaneStore {
  readonly #db: Connection
  /** Items with more than one track of pictures, by their key; of those up to `#countedUpTo`. */
  readonly #severalTracks = new Map<number, number>()
  #countedUpTo = 0

  constructor(db: Connection) {
    this.#db = db
  }

  /** Half-open: what begins before `to` and does not end before `from`. */
  page(query: LaneQuery): LanePage {
    return this.#db.reading(() => {
      const { from, to } = query
      const { columns } = query
      const grid = { from, to, columns, width: Math.max(1, Math.ceil((to - from) / columns)) }
      const several = this.#withSeveralTracks()
      const lanes = this.#lanes(query).map((lane): Lane => {
        const { key, name } = lane
        const source = lane.shared === 0 ? null : this.#sourceOf(lane)
        const pictureTracks = several.get(key) ?? 1
        return {
          key,
          name,
          source,
          pictureTracks,
          chosen: this.#chosenOf(key, query.chosen),
          ...this.#parts(key, grid),
        }
      })
      return { total: this.#total(), bounds: this.#bounds(), lanes }
    })
  }

  /** Which items are of one camera, and by which recorder, in the order of names. */
  cameras(): KnownCamera[] {
    return this.#db.reading(() => {
      const rows = this.#db
        .prepare<CameraRow>(
          `SELECT lane.key, lane.name, lane.source, part.recorder, json_group_array(item.id) AS items,
             min(json_array_length(item.cameras)) > 0 AS named
           FROM lane_item AS part JOIN lane ON lane.key = part.lane JOIN item ON item.key = part.item
           GROUP BY lane.key, part.recorder ORDER BY lane.name, lane.source, lane.key, part.recorder`,
        )
        .all()
      return rows.map(({ key, name, source, recorder, items, named }) => ({
        ...{ key, name, recorder, source: this.#sourceOf({ key, source }) },
        isSure: named === 1 && source !== '',
        itemIds: JSON.parse(items) as ItemId[],
      }))
    })
  }

  /** Items whose gaps have still to be read from the original: of an earlier version, or interrupted. */
  withoutGaps(): ItemId[] {
    return this.#db
      .prepare<{ id: ItemId }>(
        'SELECT item.id FROM lane_gap_open AS open CROSS JOIN item ON item.key = open.item ORDER BY open.item',
      )
      .all()
      .map(({ id }) => id)
  }

  /** The gaps of an item in ticks at which pictures are shown, in the place of those by times of decoding. */
  placeGaps(itemId: ItemId, gaps: readonly Gap[]): void {
    this.#db.transaction(() => {
      const item = this.#db.prepare<{ key: number }>('SELECT key FROM item WHERE id = ?').get(itemId)?.key
      assert(item !== undefined, 'gaps are those of an item')
      this.#db.prepare('DELETE FROM lane_gap WHERE item = ?').run(item)
      const insert = this.#db.prepare('INSERT INTO lane_gap VALUES (?, ?, ?, ?)')
      for (const { trackId, fromTicks, toTicks } of gaps) insert.run(item, trackId, fromTicks, toTicks)
      this.#db.prepare('DELETE FROM lane_gap_open WHERE item = ?').run(item)
      this.#db.prepare('INSERT INTO lane_stale VALUES (?)').run(item)
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

  #lanes({ first, count, chosen }: LaneQuery): LaneRow[] {
    return this.#db
      .prepare<LaneRow>(
        `SELECT key, name, source, EXISTS (SELECT 1 FROM lane AS other WHERE other.name = lane.name
           AND other.key <> lane.key AND EXISTS (SELECT 1 FROM lane_part WHERE lane_part.lane = other.key)) AS shared
         FROM lane ${inUse}
         ORDER BY key NOT IN (SELECT part.lane FROM lane_item AS part JOIN item ON item.key = part.item
           WHERE item.id IN (SELECT value FROM json_each(?))), name, source LIMIT ? OFFSET ?`,
      )
      .all(JSON.stringify(chosen), count, first)
  }

  /** Recorders that exported it, some of them, and the device. */
  #sourceOf({ key, source }: Pick<LaneRow, 'key' | 'source'>): string {
    const recorders = this.#db
      .prepare<{ recorder: string }>(
        `SELECT DISTINCT recorder FROM lane_item WHERE lane = ? AND recorder <> '' LIMIT ${recorderLimit + 1}`,
      )
      .all(key)
      .map(({ recorder }) => recorder)
    const named = recorders.slice(0, recorderLimit).join(', ')
    const all = recorders.length > recorderLimit ? `${named}, …` : named
    if (all === '' || source.startsWith(all)) return source
    return source === '' ? all : `${all} · ${source}`
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

  /** Lanes on which items with more than one track of pictures lie, and the most that one of them has. */
  #withSeveralTracks(): Map<number, number> {
    this.#countTracks()
    const lanes = new Map<number, number>()
    const laneOf = this.#db.prepare<{ lane: number }>('SELECT lane FROM lane_item WHERE item = ?')
    for (const [item, tracks] of this.#severalTracks) {
      const lane = laneOf.get(item)?.lane
      if (lane !== undefined) lanes.set(lane, Math.max(tracks, lanes.get(lane) ?? 0))
    }
    return lanes
  }

  /** How many tracks an item has never changes: each is looked at once. */
  #countTracks(): void {
    const rows = this.#db
      .prepare<{ key: number; tracks: number }>(
        `SELECT item.key, (
           SELECT count(*) FROM json_each(CASE WHEN json_valid(inspection) THEN inspection ELSE '{}' END, '$.tracks')
           WHERE json_each.type = 'object' AND json_extract(json_each.value, '$.kind') = 'video'
             AND json_extract(json_each.value, '$.samples') > 0) AS tracks
         FROM item WHERE item.key > ? ORDER BY item.key`,
      )
      .iterate(this.#countedUpTo)
    for (const { key, tracks } of rows) {
      if (tracks > 1) this.#severalTracks.set(key, tracks)
      this.#countedUpTo = key
    }
  }

  #parts(lane: number, grid: Grid): Pick<Lane, 'parts' | 'cut'> {
    const shortest = sizeLimits.findIndex((limit) => limit > grid.width)
    const whole: LanePart[] = []
    let events: LanePart[] = []
    let cut = false
    for (const kind of kinds) {
      const details = this.#details(lane, kind)
      cut ||= details.length > detailLimit
      if (shortest === 0) continue
      for (const detail of details.slice(0, detailLimit)) {
        const cells = this.#cells(lane, kind, detail, grid, shortest - 1)
        if (kind === 'event') events = events.concat(cells)
        else whole.push(...cells)
      }
    }
    const longer = new Map<string, LanePart[]>()
    for (let size = shortest; size < sizeLimits.length; size += 1) {
      for (const row of this.#longer(lane, size, grid, '<>')) {
        const key = `${row.kind} ${row.detail}`
        const parts = longer.get(key) ?? []
        parts.push(partOf(row))
        longer.set(key, parts.length > partsPerColumn * grid.columns ? near(parts, grid.width) : parts)
      }
      for (const row of this.#longer(lane, size, grid, '=')) {
        if (events.length > eventLimit) break
        events = events.concat(row.detail === '' ? [partOf(row)] : this.#events(row, grid))
      }
    }
    cut ||= events.length > eventLimit
    for (const parts of longer.values()) {
      const isCrowded = parts.some(({ several }) => several)
      whole.push(...(isCrowded ? near(parts, grid.width) : parts))
    }
    return { parts: [...whole, ...events.slice(0, eventLimit)], cut }
  }

  /** Which details of a kind of parts there are, by skipping from one to the next; one more than the limit where there are more. */
  #details(lane: number, kind: LanePart['kind']): string[] {
    const next = this.#db.prepare<{ detail: string }>(
      'SELECT detail FROM lane_part WHERE lane = ? AND kind = ? AND detail > ? ORDER BY detail LIMIT 1',
    )
    // The empty detail is one too.
    const empty = this.#db.prepare<{ detail: string }>(
      `SELECT detail FROM lane_part WHERE lane = ? AND kind = ? AND detail = '' LIMIT 1`,
    )
    const found: string[] = []
    let row = empty.get(lane, kind) ?? next.get(lane, kind, '')
    while (row && found.length <= detailLimit) {
      found.push(row.detail)
      row = next.get(lane, kind, row.detail)
    }
    return found
  }

  /** Events (`=`), or everything else (`<>`). */
  #longer(lane: number, size: number, { from, to }: Grid, events: '=' | '<>'): Generator<PartRow> {
    const limit = sizeLimits[size] ?? Number.POSITIVE_INFINITY
    return this.#db
      .prepare<PartRow>(
        `SELECT part.kind, part.detail, part.first, part.last, item.id, part.item
         FROM lane_part AS part JOIN item ON item.key = part.item
         WHERE part.lane = ? AND part.size = ? AND part.first > ? AND part.first < ? AND part.last >= ?
           AND +part.kind ${events} 'event'
         ORDER BY part.first`,
      )
      .iterate(lane, size, Number.isFinite(limit) ? from - limit : everBefore, to, from)
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
      .prepare<{ shift: number }>('SELECT metadata_shift AS shift FROM lane_item WHERE item = ?')
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
const unixEpoch = filetimeAtUnixEpoch / 10n

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

/** Parts between which there is less than a column, as one. */
function near(parts: LanePart[], width: number): LanePart[] {
  const found: LanePart[] = []
  for (const part of parts.sort((a, b) => a.from - b.from)) {
    const last = found.at(-1)
    if (!last || part.from - last.to >= width) found.push(part)
    else found[found.length - 1] = { ...last, to: later(last.to, part.to), several: true, itemId: null }
  }
  return found
}

const later = (a: UnixMicros, b: UnixMicros): UnixMicros => (a > b ? a : b)

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
