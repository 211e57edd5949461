// What examiners marked in recordings. Rows can be changed and removed; each act stands in the ledger with all its values.
import { randomUUID } from 'node:crypto'
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import { Mark, markLimit } from '#contract/mark.ts'
import type { MarkId, MarkPlace, MarkText } from '#contract/mark.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { utcNow } from '#engine/base/time.ts'
import type { Connection } from './connection.ts'
import type { CustodyStore } from './custody-store.ts'
import { readStored } from './item-row.ts'

export type NewMark = MarkPlace & MarkText & Pick<Mark, 'firstTicks' | 'lastTicks'>

/** What stands beside a mark in the ledger only: when its first picture was taken, by the origin that counted then. */
export type MarkTime = { utc: UtcTime | null; origin: string | null }

export class MarkStore {
  readonly #db: Connection
  readonly #custody: CustodyStore
  readonly #now: () => UtcTime

  constructor(db: Connection, custody: CustodyStore, now: () => UtcTime = utcNow) {
    this.#db = db
    this.#custody = custody
    this.#now = now
  }

  /** Fails with `item-not-found`, or with `wrong-input` where the item has as many as it may have. */
  add(itemId: ItemId, given: NewMark, time: MarkTime, actor: string): Mark {
    return this.#db.transaction(() => {
      const item = this.#itemOf(itemId)
      if (this.count(itemId) >= markLimit)
        throw refused(`An item has at most ${markLimit} marks.`, { itemId })
      const [at, by] = [this.#now(), actor.toWellFormed()]
      const mark: Mark = {
        ...given,
        ...textOf(given),
        id: randomUUID() as string as MarkId,
        itemId,
        ...{ madeBy: by, madeAt: at, changedBy: by, changedAt: at },
      }
      this.#db
        .prepare(
          `INSERT INTO mark (id, item, track, first_sample, last_sample, first_ticks, last_ticks, note, tag, colour,
             made_by, made_at, changed_by, changed_at)
           VALUES (@id, @item, @trackId, @firstSample, @lastSample, @firstTicks, @lastTicks, @note, @tag, @colour,
             @madeBy, @madeAt, @changedBy, @changedAt)`,
        )
        .run({ ...spokenMark(mark), item: item.key })
      const detail = { mark: spokenMark(mark), ...time }
      this.#custody.append({ actor, action: 'mark-added', itemId, inputSha256: item.sha256, detail })
      return mark
    })
  }

  /** What is the same already is not written again. Fails with `wrong-input` where the mark is gone. */
  change(id: MarkId, text: MarkText, actor: string): Mark {
    return this.#db.transaction(() => {
      const before = this.load(id)
      const wanted = textOf(text)
      if (before.note === wanted.note && before.tag === wanted.tag && before.colour === wanted.colour)
        return before
      const mark: Mark = {
        ...before,
        ...wanted,
        changedBy: actor.toWellFormed(),
        changedAt: this.#now(),
      }
      this.#db
        .prepare(
          `UPDATE mark SET note = @note, tag = @tag, colour = @colour, changed_by = @changedBy, changed_at = @changedAt
           WHERE id = @id`,
        )
        .run({ ...wanted, id, changedBy: mark.changedBy, changedAt: mark.changedAt })
      this.#record('mark-changed', mark, actor)
      return mark
    })
  }

  remove(id: MarkId, actor: string): void {
    this.#db.transaction(() => {
      const mark = this.load(id)
      this.#db.prepare('DELETE FROM mark WHERE id = ?').run(id)
      this.#record('mark-removed', mark, actor)
    })
  }

  #record(action: 'mark-changed' | 'mark-removed', mark: Mark, actor: string): void {
    const { itemId } = mark
    const { sha256 } = this.#itemOf(itemId)
    this.#custody.append({
      ...{ actor, action, itemId, inputSha256: sha256 },
      detail: { mark: spokenMark(mark) },
    })
  }

  count(itemId: ItemId): number {
    const row = this.#db
      .prepare<{ marks: number }>(
        'SELECT count(*) AS marks FROM mark WHERE item = (SELECT key FROM item WHERE id = ?)',
      )
      .get(itemId)
    return row?.marks ?? 0
  }

  /** In the order in which they were made. Fails with `item-not-found` or `item-damaged`. */
  list(itemId: ItemId): Mark[] {
    const { key } = this.#itemOf(itemId)
    return this.#db
      .prepare<MarkRow>(`SELECT ${columns} FROM mark WHERE item = ? ORDER BY key LIMIT ?`)
      .all(key, markLimit + 1)
      .map((row) => markFromRow(itemId, row))
  }

  load(id: MarkId): Mark {
    const row = this.#db
      .prepare<MarkRow & { item_id: ItemId }>(
        `SELECT ${columns}, (SELECT item.id FROM item WHERE item.key = mark.item) AS item_id FROM mark WHERE id = ?`,
      )
      .get(id)
    if (!row) throw refused('That mark is not there any more.', { id })
    return markFromRow(row.item_id, row)
  }

  #itemOf(itemId: ItemId): ItemRow {
    const row = this.#db.prepare<ItemRow>('SELECT key, sha256 FROM item WHERE id = ?').get(itemId)
    if (row) return row
    throw new EvidenceError('item-not-found', `The case has no item ${itemId}.`, { details: { itemId } })
  }
}

/** What the ledger says of a mark: everything that stands in the table. */
export function spokenMark(mark: Mark): Record<string, string | number | null> & CustodyEntry['detail'] {
  const { itemId: _, ...spoken } = mark
  return spoken
}

const textOf = ({ note, tag, colour }: MarkText): MarkText => ({
  note: note.trim().toWellFormed(),
  tag: tag.trim().toWellFormed(),
  colour,
})

type ItemRow = { key: number; sha256: NonNullable<CustodyEntry['inputSha256']> }

type MarkRow = {
  id: string
  track: number
  first_sample: number
  last_sample: number
  first_ticks: number | null
  last_ticks: number | null
  note: string
  tag: string
  colour: string
  made_by: string
  made_at: string
  changed_by: string
  changed_at: string
}

const columns =
  'id, track, first_sample, last_sample, first_ticks, last_ticks, note, tag, colour, made_by, made_at, changed_by, changed_at'

function markFromRow(itemId: ItemId, row: MarkRow): Mark {
  return readStored(itemId, () =>
    Mark.parse({
      ...{ id: row.id, itemId, trackId: row.track },
      ...{ firstSample: row.first_sample, lastSample: row.last_sample },
      ...{ firstTicks: row.first_ticks, lastTicks: row.last_ticks },
      ...{ note: row.note, tag: row.tag, colour: row.colour },
      ...{ madeBy: row.made_by, madeAt: row.made_at },
      ...{ changedBy: row.changed_by, changedAt: row.changed_at },
    }),
  )
}

const refused = (message: string, details: Record<string, string> = {}): EvidenceError =>
  new EvidenceError('wrong-input', message, { details })
