// One search. Rare things are looked up; for the rest the index is looked through in the order of time, in pieces, with
// everything else having its turn between them. Times are corrected ones: the index has recorded ones, so where any item is
// corrected, each item is looked through by bounds of its own.
import type { SearchPage, SearchTotal } from '#contract/search.ts'
import type { Connection, Value } from './connection.ts'
import { eventFromRow } from './metadata-row.ts'
import type { EventRow } from './metadata-row.ts'
import { shiftOfEntry } from './search-plan.ts'
import type { SearchPlan } from './search-plan.ts'
import { entryFromRow, parseCursor, placeOf, shownColumns } from './search-row.ts'
import type { ShownRow } from './search-row.ts'
import { longestStretch } from './sighting.ts'

/** Entries of one piece: some ten milliseconds of work. The first are small, so that a first page is there at once. */
const pieces = { first: 2_000, most: 64_000 }

/** Lets everything else have its turn; throws where the search is no longer wanted, or its case no longer open. */
export type Turn = () => Promise<void>

export type Page = Pick<SearchPage, 'entries' | 'next'>
/** Half-open, of the corrected time at which entries begin. */
export type Piece = { from: bigint; to: bigint }

export class Search {
  readonly plan: SearchPlan
  readonly #db: Connection

  constructor(db: Connection, plan: SearchPlan) {
    this.#db = db
    this.plan = plan
  }

  close(): void {
    this.plan.close()
  }

  /** At most `limit` entries behind `after`, in the order of their first moments. */
  async page(after: string | null, limit: number, turn: Turn): Promise<Page> {
    const cursor = after === null ? { first: this.plan.from, key: -1n } : parseCursor(after)
    const rows: ShownRow[] = []
    for (const piece of this.pieces(cursor.first)) {
      rows.push(...this.#rows(piece, cursor, limit + 1 - rows.length))
      if (rows.length > limit) break
      await turn()
    }
    const last = rows[limit - 1]
    return {
      entries: rows
        .slice(0, limit)
        .map((row) => entryFromRow(row, (itemId, key) => this.#event(itemId, key))),
      next: rows.length > limit && last ? placeOf(last) : null,
    }
  }

  /** No further than `limit`. */
  async count(limit: number, turn: Turn): Promise<SearchTotal> {
    let count = 0
    for (const piece of this.pieces()) {
      const sql = `SELECT count(*) AS count FROM (SELECT 1 ${this.within()} LIMIT @limit)`
      const found = this.#db
        .prepare<{ count: number }>(sql)
        .get(this.valuesOf(piece, { limit: limit + 1 - count }))
      count += found?.count ?? 0
      if (count > limit) return { count: limit, more: true }
      await turn()
    }
    return { count, more: false }
  }

  /** All rows of all pieces; what `select` gives is grouped within a piece only. */
  async *grouped<Row>(
    select: string,
    group: string,
    more: Record<string, Value>,
    turn: Turn,
  ): AsyncGenerator<Row> {
    const sql = `SELECT ${select} ${this.within()} GROUP BY ${group}`
    for (const piece of this.pieces()) {
      yield* this.#db.prepare<Row>(sql, 'bigint').all(this.valuesOf(piece, more))
      await turn()
    }
  }

  /**
   * The first and the last moment of anything in the items and the time that are asked for, whatever else is asked; the
   * last may lie behind that time.
   */
  bounds(): { from: bigint; to: bigint } | null {
    const { plan } = this
    if (plan.isMoved) return this.#movedBounds()
    const only = plan.only === null ? '' : 'item = @only AND'
    const edge = (value: 'min(first)' | 'max(first)' | 'max(last)', from: bigint): bigint | null =>
      this.#db
        .prepare<{ at: bigint | null }>(
          `SELECT ${value} AS at FROM search_entry WHERE ${only} first >= @from AND first < @to`,
          'bigint',
        )
        .get({ only: plan.only, from, to: plan.to })?.at ?? null
    const [from, begun] = [edge('min(first)', plan.from), edge('max(first)', plan.from)]
    if (from === null || begun === null) return null
    return { from, to: edge('max(last)', begun - longestStretch) ?? begun }
  }

  /** The stretches of time in which entries are looked at one after the other, each with about as many of them. */
  *pieces(from: bigint = this.plan.from): Generator<Piece> {
    const { to, only, candidates, isMoved } = this.plan
    if (candidates !== null) {
      yield { from, to }
      return
    }
    if (isMoved) {
      yield* this.#movedPieces(from)
      return
    }
    const of = only === null ? '' : 'item = @only AND'
    const step = (offset: number, at: bigint, isBehind: boolean): bigint | null =>
      this.#db
        .prepare<{ first: bigint }>(
          `SELECT first FROM search_entry WHERE ${of} first ${isBehind ? '>' : '>='} @at
           ORDER BY first LIMIT 1 OFFSET @offset`,
          'bigint',
        )
        .get({ only, at, offset })?.first ?? null
    let size = pieces.first
    for (let at = from; at < to; size = Math.min(pieces.most, size * 4)) {
      const found = step(size, at, false)
      // Very many of one moment are one piece.
      const next = found === at ? step(0, at, true) : found
      const end = next === null || next > to ? to : next
      yield { from: at, to: end }
      at = end
    }
  }

  /** `FROM … WHERE …`, for a piece with its values. */
  within(): string {
    const { candidates, only, where, isMoved } = this.plan
    if (isMoved && candidates === null) return `FROM ${this.#moved('@from', '@to')} AND ${where}`
    const index = `search_entry e INDEXED BY search_entry_by_${only === null ? 'time' : 'item'}`
    const source =
      candidates === null ? index : `(${candidates}) c CROSS JOIN search_entry e ON e.key = c.key`
    const item = only === null ? '' : 'e.item = @only AND '
    const first = this.plan.corrected('e.first')
    return `FROM ${source} WHERE ${item}${first} >= @from AND ${first} < @to AND ${where}`
  }

  valuesOf(piece: Piece, more: Record<string, Value> = {}): Record<string, Value> {
    return { ...this.plan.values, only: this.plan.only, ...piece, ...more }
  }

  /** Entries of which the corrected beginning lies between two times, `FROM` what, and `WHERE` at the end of it. */
  #moved(from: string, to: string): string {
    return `${this.plan.items} g CROSS JOIN search_entry e INDEXED BY search_entry_by_item
      ON e.item = g.item AND e.first >= ${from} - g.shift AND e.first < ${to} - g.shift
      WHERE (NOT g.several OR g.shift = ${shiftOfEntry})`
  }

  #movedBounds(): { from: bigint; to: bigint } | null {
    const { from, to, only } = this.plan
    const edge = (value: 'min' | 'max', time: 'first' | 'last', at: bigint): bigint | null =>
      this.#db
        .prepare<{ at: bigint | null }>(
          `SELECT ${value}(at) AS at FROM (SELECT g.shift + (
             SELECT ${value}(e.${time}) FROM search_entry e INDEXED BY search_entry_by_item
             WHERE e.item = g.item AND e.first >= @at - g.shift AND e.first < @to - g.shift
               AND (NOT g.several OR g.shift = ${shiftOfEntry})) AS at FROM ${this.plan.items} g)`,
          'bigint',
        )
        .get({ ...this.plan.values, only, at, to })?.at ?? null
    const [first, begun] = [edge('min', 'first', from), edge('max', 'first', from)]
    if (first === null || begun === null) return null
    return { from: first, to: edge('max', 'last', begun - longestStretch) ?? begun }
  }

  /** As `pieces`, by lengths of time that are found by trying: no index has the corrected times of all items. */
  *#movedPieces(from: bigint): Generator<Piece> {
    const { to } = this.plan
    let size = pieces.first
    let length = longestStretch
    for (let at = from; at < to; size = Math.min(pieces.most, size * 4)) {
      if (!this.#holdsMore(at, to, size)) {
        yield { from: at, to }
        return
      }
      const next = this.#nextMoved(at)
      if (next === null || next >= to) {
        yield { from: at, to }
        return
      }
      const begins = next
      const end = (): bigint => (begins + length < to ? begins + length : to)
      const holdsMore = (): boolean => this.#holdsMore(begins, end(), size)
      if (holdsMore()) {
        do length = length / 2n || 1n
        while (length > 1n && holdsMore())
      } else {
        while (end() < to && !holdsMore()) length *= 2n
        // The last one may hold too much.
        if (holdsMore()) length /= 2n
      }
      yield { from: at, to: end() }
      at = end()
    }
  }

  /** When the next entry begins at `at` or later, or earlier than that. */
  #nextMoved(at: bigint): bigint | null {
    const row = this.#db
      .prepare<{ at: bigint | null }>(
        `SELECT min(at) AS at FROM (SELECT g.shift + (
           SELECT min(e.first) FROM search_entry e INDEXED BY search_entry_by_item
           WHERE e.item = g.item AND e.first >= @at - g.shift) AS at FROM ${this.plan.items} g)`,
        'bigint',
      )
      .get({ ...this.plan.values, only: this.plan.only, at })
    return row?.at ?? null
  }

  #holdsMore(from: bigint, to: bigint, size: number): boolean {
    const row = this.#db
      .prepare<{ count: number }>(
        `SELECT count(*) AS count FROM (SELECT 1 FROM ${this.plan.items} g
           CROSS JOIN search_entry e INDEXED BY search_entry_by_item
           ON e.item = g.item AND e.first >= @from - g.shift AND e.first < @to - g.shift LIMIT @most)`,
      )
      .get({ ...this.plan.values, only: this.plan.only, from, to, most: size + 1 })
    return (row?.count ?? 0) > size
  }

  #rows(piece: Piece, after: { first: bigint; key: bigint }, limit: number): ShownRow[] {
    const first = this.plan.corrected('e.first')
    // Corrected times are put in order before anything else is looked up of the entries.
    const sql = `SELECT ${shownColumns}, found.shift FROM (
        SELECT e.key AS key, ${first} AS first, ${this.plan.shift} AS shift ${this.within()}
        AND (${first} > @afterFirst OR e.key > @afterKey) ORDER BY ${first}, e.key LIMIT @limit) AS found
      CROSS JOIN search_entry e ON e.key = found.key ORDER BY found.first, found.key`
    const values = this.valuesOf(piece, { afterFirst: after.first, afterKey: after.key, limit })
    return this.#db.prepare<ShownRow>(sql, 'bigint').all(values)
  }

  #event(itemId: Parameters<typeof eventFromRow>[0], key: bigint): ReturnType<typeof eventFromRow> {
    const row = this.#db
      .prepare<EventRow>(
        `SELECT time, track, sample, topic, operation, source_items, key_items, data_items, latitude, longitude,
           elevation FROM metadata_event WHERE key = ?`,
        'bigint',
      )
      .get(key)
    if (!row) throw new RangeError(`there is no event ${key}`)
    return eventFromRow(itemId, row)
  }
}
