// The part of a case that searching needs, without a case around it: a database with items that only have a name.
import { randomUUID } from 'node:crypto'
import type { MetadataItem } from '#contract/metadata.ts'
import type { SearchQuery } from '#contract/search.ts'
import type { StartTime } from '#contract/track.ts'
import type { ItemId } from '#contract/units.ts'
import { ClockStore } from '#engine/store/clock-store.ts'
import { Connection } from '#engine/store/connection.ts'
import { CustodyStore } from '#engine/store/custody-store.ts'
import { ItemStore } from '#engine/store/item-store.ts'
import { MetadataStore } from '#engine/store/metadata-store.ts'
import { migrate } from '#engine/store/migrate.ts'
import { SearchStore } from '#engine/store/search-store.ts'
import type { UtcTime } from '#contract/units.ts'

const time = '2026-05-02T08:15:00.000Z' as UtcTime

export class SearchBench {
  readonly db: Connection
  readonly items: ItemStore
  readonly metadata: MetadataStore
  readonly search: SearchStore

  /** `path`: a file that is made; in memory by default. */
  constructor(path = ':memory:') {
    this.db = new Connection(path)
    this.db.pragma('foreign_keys = ON')
    this.db.pragma('temp_store = MEMORY')
    if (path !== ':memory:') this.db.pragma('journal_mode = WAL')
    migrate(this.db)
    this.items = new ItemStore(
      this.db,
      new ClockStore(this.db, new CustodyStore(this.db, () => time), () => time),
    )
    this.metadata = new MetadataStore(this.db, this.items)
    this.search = new SearchStore(this.db, this.items)
  }

  /** An item that has no metadata yet. */
  item(): ItemId {
    const id = randomUUID() as ItemId
    const sha256 = id.replaceAll('-', '').padStart(64, '0')
    this.db.exec(`INSERT INTO item (id, name, path, source_path, size, sha256, status, ingested_at, cameras,
      duration_seconds, level_0v, level_0m, level_0e, verdict, intact, trust, seals, verified_at, custody, has_thumbnail,
      inspection, conformance, findings, original)
      VALUES ('${id}', 'a.mp4', 'a.mp4', '/a.mp4', 5, '${sha256}', 'ingested', '${time}', '["${id.slice(0, 4)}"]',
      1, 1, 1, 1, 'sealed', 'intact', 'trusted', 1, '${time}', 'complete', 0, '{}', '{}', '[]',
      '{"accessed":null,"changed":null,"created":null,"mode":null,"modified":null}')`)
    return id
  }

  /** The recorder of an item is found to be so many seconds ahead; a case around it would have it in its ledger. */
  ahead(id: ItemId, seconds: number): void {
    this.db
      .prepare(
        `INSERT INTO clock_offset (id, item, recorder_time, reference_time, offset_micros, method, entered_by, entered_at)
         SELECT ?, key, '${time}', '${time}', CAST(? AS INTEGER), 'read', 'A', '${time}' FROM item WHERE id = ?`,
      )
      .run(randomUUID(), seconds * 1_000_000, id)
  }

  /** Takes back the last of these. */
  notAhead(id: ItemId): void {
    this.db
      .prepare(
        `INSERT INTO clock_withdrawal (clock_offset, withdrawn_at, withdrawn_by, reason)
         SELECT max(o.key), '${time}', 'A', 'of another one' FROM clock_offset o JOIN item ON item.key = o.item WHERE item.id = ?`,
      )
      .run(id)
  }

  /** What is said of the start times of its tracks; pictures are track 1, metadata 2 and 3. */
  stated(id: ItemId, startTimes: readonly StartTime[]): void {
    const track = (trackId: number, kind: string): object => ({
      id: trackId,
      kind,
      samples: 9,
      describes: [],
    })
    const tracks = [track(1, 'video'), track(2, 'metadata'), track(3, 'metadata')]
    this.db
      .prepare('UPDATE item SET inspection = ? WHERE id = ?')
      .run(JSON.stringify({ tracks, startTimes }), id)
  }

  /** In batches as they come from a track; returns how many objects were put in. */
  index(id: ItemId, all: Iterable<MetadataItem>, batchItems = 2_000): number {
    let objects = 0
    let batch: MetadataItem[] = []
    this.metadata.begin(id)
    for (const one of all) {
      objects += one.kind === 'frame' ? one.objects.length : 0
      batch.push(one)
      if (batch.length < batchItems) continue
      this.metadata.insert(id, batch)
      batch = []
    }
    this.metadata.insert(id, batch)
    this.metadata.finish(id)
    return objects
  }
}

/** A question that everything answers. */
export const everything: SearchQuery = {
  ...{ text: '', kind: null, itemIds: [], classes: [], topics: [], sources: [], plates: [], object: null },
  ...{ from: null, to: null },
}

export const noTurn = (): Promise<void> => Promise.resolve()
