// The index of timed metadata. Derived data: always complete for an item or marked as not, and made anew from the vault.
import type {
  IdleObjects,
  MetadataEvent,
  MetadataFrame,
  MetadataItem,
  PtzChanges,
} from '#contract/metadata.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { assert } from '#engine/base/assert.ts'
import type { Connection } from './connection.ts'
import { idleObjects } from './idle-objects.ts'
import type { ItemStore } from './item-store.ts'
import { MetadataDigest } from './metadata-digest.ts'
import {
  eventFromRow,
  frameColumns,
  frameFromRow,
  ptzColumns,
  rowFromEvent,
  rowFromFrame,
  rowFromPtz,
  storedTime,
} from './metadata-row.ts'
import { ptzChanges } from './ptz-changes.ts'
import type { EventRow, FrameRow, PtzRow } from './metadata-row.ts'
import { NewKeys, SearchIndexer, clearSearch } from './search-index.ts'
import { comparedColumns } from './search-row.ts'
import type { EntryRow } from './search-row.ts'

/** Half-open: from ≤ time < to. */
export type TimeRange = { from: UtcTime; to: UtcTime }

const eventColumns =
  'time, track, sample, topic, operation, source_items, key_items, data_items, latitude, longitude, elevation'
/** Read at once where all of an item is read. */
const pageRows = 2_000
const insertInto = (table: string, columns: string): string =>
  `INSERT INTO ${table} (item, ${columns}) VALUES (@item, ${columns.replaceAll(/\w+/g, '@$&')})`

export class MetadataStore {
  readonly #db: Connection
  readonly #items: ItemStore
  /** Of items that are being indexed, by their keys. */
  readonly #begun = new Map<number, SearchIndexer>()

  readonly #eventKeys: NewKeys
  readonly #valueKeys: NewKeys

  constructor(db: Connection, items: ItemStore) {
    this.#db = db
    this.#eventKeys = new NewKeys(db, 'metadata_event')
    this.#valueKeys = new NewKeys(db, 'search_value')
    this.#items = items
  }

  /**
   * To index an item of any size: `begin`, then `insert` in batches as they are read, then `finish`. An index that was
   * begun and not finished is in `unfinished` until it is. Drops the item's earlier rows.
   */
  begin(itemId: ItemId): void {
    const item = this.#items.keyOf(itemId)
    this.#db.transaction(() => {
      this.#db.prepare('UPDATE item SET metadata_indexed = 0 WHERE key = ?').run(item)
      this.#db.prepare('DELETE FROM metadata_frame WHERE item = ?').run(item)
      this.#db.prepare('DELETE FROM metadata_event WHERE item = ?').run(item)
      this.#db.prepare('DELETE FROM metadata_ptz WHERE item = ?').run(item)
      clearSearch(this.#db, item)
    })
    this.#begun.set(item, new SearchIndexer(this.#db, item, this.#valueKeys))
  }

  /** One batch, one transaction: some thousand items at a time keep both memory and pauses small. */
  insert(itemId: ItemId, batch: Iterable<MetadataItem>): void {
    const item = this.#items.keyOf(itemId)
    const search = this.#begun.get(item)
    assert(search !== undefined, 'an index is begun before rows are put into it')
    const frames = this.#db.prepare(insertInto('metadata_frame', frameColumns))
    const events = this.#db.prepare(insertInto('metadata_event', `key, ${eventColumns}`))
    const changes = this.#db.prepare(insertInto('metadata_ptz', ptzColumns))
    this.#db.transaction(() => {
      for (const one of batch) {
        if (one.kind === 'frame') {
          const row = rowFromFrame(one)
          frames.run({ item, ...row })
          search.addFrame(one, row.time)
        } else if (one.kind === 'ptz') changes.run({ item, ...rowFromPtz(one) })
        else {
          const row = rowFromEvent(one)
          const key = this.#eventKeys.next()
          events.run({ item, key, ...row })
          search.addEvent(one, row.time, key)
        }
      }
    })
  }

  finish(itemId: ItemId): void {
    const item = this.#items.keyOf(itemId)
    this.#db.transaction(() => {
      this.#begun.get(item)?.finish()
      this.#db.prepare('UPDATE item SET metadata_indexed = 1 WHERE key = ?').run(item)
    })
    this.#begun.delete(item)
  }

  /** All rows of an item at once, in one transaction: for metadata that is in memory anyway. */
  replace(itemId: ItemId, all: Iterable<MetadataItem>): void {
    this.#db.transaction(() => {
      this.begin(itemId)
      this.insert(itemId, all)
      this.finish(itemId)
    })
  }

  /** Items whose metadata has to be read from the vault again: of an older case, or interrupted. */
  unfinished(): ItemId[] {
    return this.#db
      .prepare<{ id: ItemId }>('SELECT id FROM item WHERE metadata_indexed = 0 ORDER BY key')
      .all()
      .map(({ id }) => id)
  }

  /**
   * Of all that stands in the index of an item, in the order in which it was read; in pieces, with `turn` between them.
   * What is indexed anew meanwhile gives no digest of either.
   */
  async digest(itemId: ItemId, turn: () => Promise<void>): Promise<string> {
    const item = this.#items.keyOf(itemId)
    const digest = new MetadataDigest()
    const frames = this.#rows<FrameRow>(item, 'metadata_frame', frameColumns, turn)
    for await (const { key: _, ...row } of frames) digest.addFrame(row)
    const events = this.#rows<EventRow>(item, 'metadata_event', eventColumns, turn)
    for await (const { key: _, ...row } of events) digest.addEvent(row)
    const changes = this.#rows<PtzRow>(item, 'metadata_ptz', ptzColumns, turn)
    for await (const { key: _, ...row } of changes) digest.addPtz(row)
    // Each event has the number that it has among those of the item: they were written in the same order.
    const keys = this.#rows<object>(item, 'metadata_event', 'item', turn)
    let read = 0n
    for await (const { key: _, ...row } of this.#rows<EntryRow>(
      item,
      'search_entry e',
      comparedColumns,
      turn,
    )) {
      if (row.event === null) {
        digest.addEntry(row)
        continue
      }
      const next = await keys.next()
      digest.addEntry({ ...row, event: !next.done && next.value.key === row.event ? read : -1n })
      read += 1n
    }
    return digest.digest()
  }

  /** In the order of keys, without sorting: an item's rows lie more or less together. */
  async *#rows<Row>(
    item: number,
    table: string,
    columns: string,
    turn: () => Promise<void>,
  ): AsyncGenerator<Row & { key: bigint }> {
    const ends = this.#db
      .prepare<{ first: bigint | null; last: bigint | null }>(
        `SELECT min(key) AS first, max(key) AS last FROM ${table} WHERE item = ?`,
        'bigint',
      )
      .get(item)
    const page = this.#db.prepare<Row & { key: bigint }>(
      `SELECT key, ${columns} FROM ${table} WHERE +item = ? AND key BETWEEN ? AND ? ORDER BY key LIMIT ${pageRows}`,
      'bigint',
    )
    for (let at = ends?.first ?? null; at !== null;) {
      const rows = page.all(item, at, ends?.last ?? at)
      yield* rows
      const last = rows.at(-1)
      at = last && rows.length === pageRows ? last.key + 1n : null
      await turn()
    }
  }

  /** Frames in time order, those of one time in the order in which they were inserted. */
  frames(itemId: ItemId, range: TimeRange, limit = 5_000): MetadataFrame[] {
    return this.#db
      .prepare<FrameRow>(
        `SELECT ${frameColumns} FROM metadata_frame
         WHERE item = ? AND time >= ? AND time < ? ORDER BY time, key LIMIT ?`,
        'bigint',
      )
      .all(this.#items.keyOf(itemId), storedTime(range.from), storedTime(range.to), limit)
      .map((row) => frameFromRow(itemId, row))
  }

  /** What stands still at a moment although no frame lists it then. */
  idle(itemId: ItemId, at: UtcTime): IdleObjects {
    const item = this.#items.keyOf(itemId)
    return this.#db.reading(() => {
      if (!this.#isIndexed(item)) return { objects: [], notBefore: null, indexed: false }
      return { ...idleObjects(this.#db, { itemId, item, at: storedTime(at) }), indexed: true }
    })
  }

  /** Changes of the PTZ state, and what stood before them. */
  ptz(itemId: ItemId, { from, to }: TimeRange): PtzChanges {
    const range = { item: this.#items.keyOf(itemId), from: storedTime(from), to: storedTime(to) }
    return this.#db.reading(() => ptzChanges(this.#db, itemId, range))
  }

  /** Tracks that have events of a topic; null where the item is not indexed. */
  tracksWith(itemId: ItemId, topic: string): ReadonlySet<number> | null {
    const item = this.#items.keyOf(itemId)
    return this.#db.reading(() => {
      if (!this.#isIndexed(item)) return null
      const rows = this.#db
        .prepare<{ track: number }>('SELECT DISTINCT track FROM metadata_event WHERE item = ? AND topic = ?')
        .all(item, topic)
      return new Set(rows.map(({ track }) => track))
    })
  }

  /** Events of a topic and a track at or before a moment, the newest first. */
  eventsBefore(
    itemId: ItemId,
    { topic, trackId, at, limit }: { topic: string; trackId: number; at: bigint; limit: number },
  ): MetadataEvent[] {
    return this.#db
      .prepare<EventRow>(
        `SELECT ${eventColumns} FROM metadata_event
         WHERE item = ? AND topic = ? AND time <= ? AND track = ? ORDER BY time DESC, key DESC LIMIT ?`,
        'bigint',
      )
      .all(this.#items.keyOf(itemId), topic, at, trackId, limit)
      .map((row) => eventFromRow(itemId, row))
  }

  #isIndexed(item: number): boolean {
    const row = this.#db
      .prepare<{ indexed: number }>('SELECT metadata_indexed AS indexed FROM item WHERE key = ?')
      .get(item)
    return row?.indexed === 1
  }

  /** Events in time order from the `first`-th on (counted from 0), of all topics or of one, and how many there are. */
  events(
    itemId: ItemId,
    page: { first: number; limit?: number; topic?: string },
  ): { total: number; events: MetadataEvent[] } {
    const item = this.#items.keyOf(itemId)
    const [where, values] =
      page.topic === undefined ? ['item = ?', [item]] : ['item = ? AND topic = ?', [item, page.topic]]
    const count = this.#db.prepare<{ total: number }>(
      `SELECT count(*) AS total FROM metadata_event WHERE ${where}`,
    )
    const select = this.#db.prepare<EventRow>(
      `SELECT ${eventColumns} FROM metadata_event WHERE ${where} ORDER BY time, key LIMIT ? OFFSET ?`,
      'bigint',
    )
    return {
      total: count.get(...values)?.total ?? 0,
      events: select.all(...values, page.limit ?? 2_000, page.first).map((row) => eventFromRow(itemId, row)),
    }
  }
}
