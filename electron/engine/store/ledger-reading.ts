// The whole ledger as it stood at one moment, in pages: however long it is, little of it is in memory, and between two
// pages the connection is free for others to read and write.
import type { CustodyEntry, CustodyReport } from '#contract/custody.ts'
import { assert } from '#engine/base/assert.ts'
import type { Connection } from './connection.ts'
import { chainStart, ChainWalk } from './custody-chain.ts'
import { custodyColumns } from './custody-row.ts'
import type { CustodyRow } from './custody-row.ts'

/** `entry` is null where what stands in the row is no entry (any more). */
export type LedgerLine = { row: CustodyRow; entry: CustodyEntry | null }

export type LedgerVerdict = Pick<CustodyReport, 'entries' | 'valid' | 'head' | 'firstBad' | 'reason'>

const rowsAtOnce = 100

export class LedgerReading {
  readonly #db: Connection
  readonly #recorded: { seq: number; hash: CustodyEntry['hash'] }
  readonly #last: number
  readonly #seqOfHash: (hash: string) => number | null
  #verdict: LedgerVerdict | null = null

  /** `recorded`: where the case says that the ledger ends. `last`: the highest number that stands there. */
  constructor(
    db: Connection,
    recorded: { seq: number; hash: CustodyEntry['hash'] },
    last: number,
    seqOfHash: (hash: string) => number | null,
  ) {
    this.#db = db
    this.#recorded = recorded
    this.#last = last
    this.#seqOfHash = seqOfHash
  }

  /** The highest number of an entry; what is appended later is not part of this reading. */
  get last(): number {
    return this.#last
  }

  /** From the first row on, each time that it is called. */
  *pages(): Generator<readonly LedgerLine[]> {
    const walk = new ChainWalk(chainStart, this.#seqOfHash)
    const page = this.#db.prepare<CustodyRow>(
      `SELECT ${custodyColumns} FROM custody WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ${rowsAtOnce}`,
    )
    let entries = 0
    let after = 0
    for (;;) {
      const rows = page.all(after, this.#last)
      const end = rows.at(-1)
      if (!end) break
      entries += rows.length
      after = end.seq
      yield rows.map((row) => ({ row, entry: walk.next(row) }))
    }
    const fault = walk.finish(this.#recorded)
    const { seq, hash } = this.#recorded
    this.#verdict = {
      entries,
      valid: fault === null,
      head: seq === 0 ? null : hash,
      firstBad: fault?.seq ?? null,
      reason: fault?.reason ?? null,
    }
  }

  /** What `verifyLedger` says of it; to be asked once all pages were read. */
  get verdict(): LedgerVerdict {
    assert(this.#verdict !== null, 'the ledger was read to its end')
    return this.#verdict
  }
}
