// The custody ledger in the database. Triggers keep it append-only; the hashes show when somebody went around them.
import type { CustodyAction, CustodyEntry, CustodyReport } from '#contract/custody.ts'
import type { ItemId, Sha256, UtcTime } from '#contract/units.ts'
import { assert } from '#engine/base/assert.ts'
import { utcNow } from '#engine/base/time.ts'
import { toolVersion } from '#engine/base/version.ts'
import { canonicalJson } from './canonical-json.ts'
import type { Connection } from './connection.ts'
import { chainStart, ChainWalk } from './custody-chain.ts'
import type { ChainEnd, ChainFault } from './custody-chain.ts'
import { custodyColumns, entryFromRow, hashEntry, rowFromEntry } from './custody-row.ts'
import type { CustodyRow } from './custody-row.ts'
import { LedgerReading } from './ledger-reading.ts'

/** What the caller says of an act; number, time, version and hashes are added. */
export type CustodyAct = {
  actor: string
  action: CustodyAction
  /** An item of this case: the item has to be there at the end of the transaction. */
  itemId?: ItemId | null
  inputSha256?: Sha256 | null
  outputSha256?: Sha256 | null
  detail?: CustodyEntry['detail']
}

export type LedgerWalk = { entries: number; head: { seq: number; hash: Sha256 }; fault: ChainFault | null }

export class CustodyStore {
  readonly #db: Connection
  readonly #now: () => UtcTime

  constructor(db: Connection, now: () => UtcTime = utcNow) {
    this.#db = db
    this.#now = now
  }

  /** Writes the next entry, as a part of the caller's transaction where there is one: the act and its record stand or fall together. */
  append(act: CustodyAct): CustodyEntry {
    return this.#db.transaction(() => {
      const end = this.#recordedEnd()
      const content = {
        seq: Math.max(end.seq, this.#lastSeq()) + 1,
        time: this.#now(),
        actor: act.actor,
        action: act.action,
        itemId: act.itemId ?? null,
        inputSha256: act.inputSha256 ?? null,
        outputSha256: act.outputSha256 ?? null,
        detail: act.detail ?? {},
        toolVersion,
        previous: end.hash,
      }
      // Through the canonical text, so that exactly what is stored is what is hashed and given back.
      const stored = JSON.parse(canonicalJson(content)) as Omit<CustodyEntry, 'hash'>
      const entry: CustodyEntry = { ...stored, hash: hashEntry(stored) }
      this.#insert(entry)
      return entry
    })
  }

  #insert(entry: CustodyEntry): void {
    const values = custodyColumns.replaceAll(/\w+/g, '@$&')
    this.#db.prepare(`INSERT INTO custody (${custodyColumns}) VALUES (${values})`).run(rowFromEntry(entry))
    this.#db.prepare('UPDATE case_info SET ledger_seq = ?, ledger_head = ?').run(entry.seq, entry.hash)
  }

  /** Walks the whole chain; `items` are all entries. Never fails on what it finds: tampering is an answer. */
  verifyLedger(): CustodyReport {
    return this.#db.reading(() => this.#verifyLedger())
  }

  #verifyLedger(): CustodyReport {
    const items: CustodyEntry[] = []
    let entries = 0
    const walk = new ChainWalk(chainStart, (hash) => this.#seqOfHash(hash))
    for (const row of this.#rowsAfter(0)) {
      entries += 1
      const entry = walk.next(row)
      if (entry) items.push(entry)
    }
    const recorded = this.#recordedEnd()
    const fault = walk.finish(recorded)
    return {
      entries,
      valid: fault === null,
      head: recorded.seq === 0 ? null : recorded.hash,
      firstBad: fault?.seq ?? null,
      reason: fault?.reason ?? null,
      items,
      signatures: [],
      timeStamps: [],
      lost: null,
      accepted: [],
    }
  }

  /** Where the ledger ends by the case's own record. */
  end(): { seq: number; hash: Sha256 } {
    return this.#recordedEnd()
  }

  /** The entry that stands there now; null where there is none, or something that is no entry. */
  entryAt(seq: number): CustodyEntry | null {
    const row = this.#db.prepare<CustodyRow>(`SELECT ${custodyColumns} FROM custody WHERE seq = ?`).get(seq)
    return row ? entryFromRow(row) : null
  }

  /** The hash that stands at a number now, whether or not it is that of the entry. */
  hashAt(seq: number): string | null {
    return this.#db.prepare<{ hash: string }>('SELECT hash FROM custody WHERE seq = ?').get(seq)?.hash ?? null
  }

  /** The ledger as it stands now, to be read in pages while others go on writing. */
  reading(): LedgerReading {
    const seqOfHash = (hash: string): number | null => this.#seqOfHash(hash)
    return new LedgerReading(this.#db, this.#recordedEnd(), this.#lastSeq(), seqOfHash)
  }

  /** The cheap question of every opening: do the last `count` entries and the recorded end fit together. */
  verifyTail(count = 100): ChainFault | null {
    return this.#db.reading(() => this.#verifyTail(count))
  }

  /**
   * The same verdict as `verifyLedger`, in steps between which everything else can have its turn, and with flat memory.
   * Judges the ledger as it is when it begins; yields how many of how many entries are walked.
   */
  *walkLedger(step = 500): Generator<{ done: number; total: number }, LedgerWalk> {
    const { recorded, last } = this.#db.reading(() => ({
      recorded: this.#recordedEnd(),
      last: this.#lastSeq(),
    }))
    const rows = this.#db.prepare<CustodyRow>(
      `SELECT ${custodyColumns} FROM custody WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
    )
    const walk = new ChainWalk(chainStart, (hash) => this.#seqOfHash(hash))
    let entries = 0
    for (let at = 0; ;) {
      const some = rows.all(at, last, step)
      for (const row of some) walk.next(row)
      entries += some.length
      at = some.at(-1)?.seq ?? last
      if (some.length < step) return { entries, head: recorded, fault: walk.finish(recorded) }
      yield { done: entries, total: Math.max(entries, recorded.seq) }
    }
  }

  #verifyTail(count: number): ChainFault | null {
    const before = this.#db
      .prepare<ChainEnd>('SELECT seq, hash FROM custody WHERE seq <= ? ORDER BY seq DESC LIMIT 1')
      .get(Math.max(0, this.#recordedEnd().seq - count))
    const walk = new ChainWalk(before ?? chainStart, (hash) => this.#seqOfHash(hash))
    for (const row of this.#rowsAfter(before?.seq ?? 0)) walk.next(row)
    return walk.finish(this.#recordedEnd())
  }

  /** The entries of some kinds in their order; what is no entry is left out, and is the business of `verifyLedger`. */
  *entriesOf(actions: readonly CustodyAction[]): Generator<CustodyEntry> {
    const kinds = actions.map((action) => `'${action}'`).join(', ')
    const rows = this.#db.prepare<CustodyRow>(
      `SELECT ${custodyColumns} FROM custody WHERE action IN (${kinds}) ORDER BY seq`,
    )
    for (const row of rows.iterate()) {
      const entry = entryFromRow(row)
      if (entry) yield entry
    }
  }

  /** The entries about one item in their order, by the index; otherwise as `entriesOf`. */
  entriesAbout(itemId: ItemId): CustodyEntry[] {
    return this.#db
      .prepare<CustodyRow>(`SELECT ${custodyColumns} FROM custody WHERE item_id = ? ORDER BY seq`)
      .all(itemId)
      .flatMap((row) => entryFromRow(row) ?? [])
  }

  #rowsAfter(seq: number): Generator<CustodyRow> {
    return this.#db
      .prepare<CustodyRow>(`SELECT ${custodyColumns} FROM custody WHERE seq > ? ORDER BY seq`)
      .iterate(seq)
  }

  // The end comes from the case's record, not from the last row: where a tail was cut, the gap then stays visible.
  #recordedEnd(): { seq: number; hash: Sha256 } {
    const end = this.#db
      .prepare<{ seq: number; hash: Sha256 }>('SELECT ledger_seq AS seq, ledger_head AS hash FROM case_info')
      .get()
    assert(end !== undefined, 'a case has its row')
    return end
  }

  #lastSeq(): number {
    return this.#db.prepare<{ seq: number | null }>('SELECT max(seq) AS seq FROM custody').get()?.seq ?? 0
  }

  #seqOfHash(hash: string): number | null {
    return this.#db.prepare<{ seq: number }>('SELECT seq FROM custody WHERE hash = ?').get(hash)?.seq ?? null
  }
}
