// What examiners found of recorders' clocks (NIST IR 8161r1: clock offset). Entries are added, followed and withdrawn, never
// changed; each act stands in the ledger with all its values.
import { randomUUID } from 'node:crypto'
import { ClockOffset, ClockReading } from '#contract/clock.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { parseUtc, utcNow } from '#engine/base/time.ts'
import type { Connection } from './connection.ts'
import type { CustodyStore } from './custody-store.ts'
import { readStored } from './item-row.ts'
import type { Decision } from './trust-entry.ts'

type Withdrawn = NonNullable<ClockOffset['withdrawn']>

/** Whoever is further off than this has mistyped a year. */
const mostMicros = 100 * 365.25 * 86_400 * 1_000_000

export class ClockStore {
  readonly #db: Connection
  readonly #custody: CustodyStore
  readonly #now: () => UtcTime

  constructor(db: Connection, custody: CustodyStore, now: () => UtcTime = utcNow) {
    this.#db = db
    this.#custody = custody
    this.#now = now
  }

  /** One entry for each item, all or none. Fails with `wrong-input` or `item-not-found`. */
  add(itemIds: readonly ItemId[], reading: ClockReading, actor: string): ClockOffset[] {
    const method = reading.method.trim()
    if (method === '') throw refused('Say how the two clocks were read; it stands in the ledger.')
    const offsetMicros = offsetOf(reading)
    return this.#db.transaction(() =>
      [...new Set(itemIds)].map((itemId) => {
        const entry: ClockOffset = {
          ...{ recorderTime: reading.recorderTime, referenceTime: reading.referenceTime },
          method: method.toWellFormed(),
          id: randomUUID(),
          itemId,
          offsetMicros,
          enteredBy: actor.toWellFormed(),
          enteredAt: this.#now(),
          withdrawn: null,
        }
        this.#insert(entry)
        this.#custody.append({ actor, action: 'clock-offset', itemId, detail: spokenOffset(entry) })
        return entry
      }),
    )
  }

  #insert(entry: ClockOffset): void {
    this.#db
      .prepare(
        `INSERT INTO clock_offset
           (id, item, recorder_time, reference_time, offset_micros, method, entered_by, entered_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        entry.id,
        this.#keyOf(entry.itemId),
        entry.recorderTime,
        entry.referenceTime,
        entry.offsetMicros,
        entry.method,
        entry.enteredBy,
        entry.enteredAt,
      )
  }

  /** Takes the entry back that counts now; the one before it, if it was not withdrawn, counts again. */
  withdraw(itemId: ItemId, decision: Decision): void {
    const reason = decision.reason.trim()
    if (reason === '') throw refused('Say why the entry is taken back; it stands in the ledger.')
    this.#db.transaction(() => {
      const entry = this.current(itemId)
      if (!entry) throw refused('There is no entry on this recorder’s clock to take back.', { itemId })
      const withdrawn = {
        at: this.#now(),
        by: decision.actor.toWellFormed(),
        reason: reason.toWellFormed(),
      }
      this.#db
        .prepare(
          `INSERT INTO clock_withdrawal (clock_offset, withdrawn_at, withdrawn_by, reason)
           SELECT key, ?, ?, ? FROM clock_offset WHERE id = ?`,
        )
        .run(withdrawn.at, withdrawn.by, withdrawn.reason, entry.id)
      this.#custody.append({
        actor: decision.actor,
        action: 'clock-offset-withdrawn',
        itemId,
        detail: spokenWithdrawal(entry.id, withdrawn),
      })
    })
  }

  /** The newest entry on the item that was not withdrawn; null where there is none. */
  current(itemId: ItemId): ClockOffset | null {
    return this.list(itemId).findLast(({ withdrawn }) => withdrawn === null) ?? null
  }

  /** How wrong each item's clock was found to be by the entry that counts; rows that cannot be read are left out. */
  offsets(): Map<ItemId, number> {
    const rows = this.#db
      .prepare<{ id: ItemId; micros: number }>(
        `SELECT item.id, o.offset_micros AS micros FROM clock_offset AS o JOIN item ON item.key = o.item
         WHERE NOT EXISTS (SELECT 1 FROM clock_withdrawal AS w WHERE w.clock_offset = o.key) ORDER BY o.key`,
      )
      .all()
    return new Map(
      rows.filter(({ micros }) => Number.isSafeInteger(micros)).map(({ id, micros }) => [id, micros]),
    )
  }

  /** All entries on an item, oldest first, the withdrawn ones too. Fails with `item-not-found` or `item-damaged`. */
  list(itemId: ItemId): ClockOffset[] {
    return this.#db
      .prepare<OffsetRow>(
        `SELECT o.id, o.recorder_time, o.reference_time, o.offset_micros, o.method, o.entered_by, o.entered_at,
           w.withdrawn_at, w.withdrawn_by, w.reason
         FROM clock_offset AS o LEFT JOIN clock_withdrawal AS w ON w.clock_offset = o.key
         WHERE o.item = ? ORDER BY o.key`,
      )
      .all(this.#keyOf(itemId))
      .map((row) => offsetFromRow(itemId, row))
  }

  #keyOf(itemId: ItemId): number {
    const row = this.#db.prepare<{ key: number }>('SELECT key FROM item WHERE id = ?').get(itemId)
    if (row) return row.key
    throw new EvidenceError('item-not-found', `The case has no item ${itemId}.`, { details: { itemId } })
  }
}

/** What the ledger says of an entry: everything that stands in the table. */
export function spokenOffset(entry: ClockOffset): CustodyEntry['detail'] {
  const { id, recorderTime, referenceTime, offsetMicros, method, enteredBy, enteredAt } = entry
  return { id, recorderTime, referenceTime, offsetMicros, method, enteredBy, enteredAt }
}

/** As `spokenOffset`, of a withdrawal; the entry itself stands in the ledger already. */
export const spokenWithdrawal = (id: string, withdrawn: Withdrawn): CustodyEntry['detail'] => ({
  id,
  withdrawnAt: withdrawn.at,
  withdrawnBy: withdrawn.by,
  reason: withdrawn.reason,
})

/** Recorder minus reference, in microseconds, rounded to the nearest. Fails with `wrong-input`. */
export function offsetOf({ recorderTime, referenceTime }: ClockReading): number {
  const [recorder, reference] = [parseUtc(recorderTime), parseUtc(referenceTime)]
  if (recorder === null || reference === null) {
    throw refused(`“${recorder === null ? recorderTime : referenceTime}” is not a time.`)
  }
  const micros = Math.round(Number(recorder - reference) / 10)
  if (Math.abs(micros) > mostMicros) {
    throw refused('The two clocks are more than a hundred years apart; a year may be mistyped.')
  }
  return micros
}

type OffsetRow = {
  id: string
  recorder_time: string
  reference_time: string
  offset_micros: number
  method: string
  entered_by: string
  entered_at: string
  withdrawn_at: string | null
  withdrawn_by: string | null
  reason: string | null
}

function offsetFromRow(itemId: ItemId, row: OffsetRow): ClockOffset {
  return readStored(itemId, () =>
    ClockOffset.parse({
      id: row.id,
      itemId,
      recorderTime: row.recorder_time,
      referenceTime: row.reference_time,
      offsetMicros: row.offset_micros,
      method: row.method,
      enteredBy: row.entered_by,
      enteredAt: row.entered_at,
      withdrawn:
        row.withdrawn_at === null ? null : { at: row.withdrawn_at, by: row.withdrawn_by, reason: row.reason },
    }),
  )
}

const refused = (message: string, details: Record<string, string> = {}): EvidenceError =>
  new EvidenceError('wrong-input', message, { details })
