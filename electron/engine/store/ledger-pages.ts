// Pages of the ledger: which entries are asked for is kept by their numbers alone, and goes on from where it ended as the ledger
// grows. Between two steps of looking through it everything else has its turn.
import { CustodyAction } from '#contract/custody.ts'
import { ledgerPageSize } from '#contract/ledger.ts'
import type { LedgerFacets, LedgerLine, LedgerPage, LedgerQuery } from '#contract/ledger.ts'
import type { Connection } from './connection.ts'
import type { CustodyStore } from './custody-store.ts'
import { isAskedFor, longColumns, shortColumns } from './ledger-match.ts'
import type { ShortRow } from './ledger-match.ts'
import type { Turn } from './search.ts'

/** Some ten milliseconds each: rows of which the number will do, those without details, and whole ones. */
const pieces = {
  seq: { columns: 'seq', rows: 50_000 },
  short: { columns: shortColumns, rows: 10_000 },
  long: { columns: longColumns, rows: 2_000 },
}
/** Questions whose answers are kept once all was looked through: the ledger of the case, of an item, and what was asked before. */
const mostKept = 4
const mostActors = 500

/** `seqs`: numbers of what was found among the entries up to `upTo`. */
type Found = { edition: number; seqs: number[]; upTo: number }

function pieceFor({ words, ...others }: LedgerQuery): { columns: string; rows: number } {
  if (words.length > 0) return pieces.long
  return Object.values(others).every((one) => one === null) ? pieces.seq : pieces.short
}

export class LedgerPages {
  readonly #db: Connection
  readonly #custody: CustodyStore
  readonly #kept = new Map<string, Found>()
  /** As SQLite counts what other connections changed: what they do to the ledger may not be appending. */
  #version: unknown = null
  #edition = 0

  constructor(db: Connection, custody: CustodyStore) {
    this.#db = db
    this.#custody = custody
  }

  /** At most `count` of those found, from position `first` on; null: the newest. `turn` may throw, and that ends it. */
  async page(query: LedgerQuery, first: number | null, count: number, turn: Turn): Promise<LedgerPage> {
    const { edition, seqs } = await this.#find(query, turn)
    const most = Math.min(count, ledgerPageSize)
    const from = first ?? Math.max(0, seqs.length - most)
    return {
      entries: this.#count(),
      found: seqs.length,
      first: from,
      lines: seqs.slice(from, from + most).map((seq) => this.#line(seq)),
      edition,
    }
  }

  /** Position of the last one whose number is not beyond `seq`, else of the first; null where nothing is found. */
  async place(query: LedgerQuery, seq: number, turn: Turn): Promise<number | null> {
    const { seqs } = await this.#find(query, turn)
    if (seqs.length === 0) return null
    let [low, high] = [0, seqs.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((seqs[middle] ?? 0) <= seq) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }

  facets(): LedgerFacets {
    const actions = this.#db
      .prepare<{ action: string }>(
        'SELECT action FROM custody GROUP BY action ORDER BY count(*) DESC, action',
      )
      .all()
    const actors = this.#db
      .prepare<{ actor: string }>(
        `SELECT actor FROM custody GROUP BY actor ORDER BY count(*) DESC, actor LIMIT ${mostActors}`,
      )
      .all()
    return {
      // In a case from elsewhere anything may stand there.
      actions: actions.flatMap(({ action }) => CustodyAction.safeParse(action).data ?? []),
      actors: actors.map(({ actor }) => actor),
    }
  }

  async #find(query: LedgerQuery, turn: Turn): Promise<Found> {
    const key = JSON.stringify(query)
    const version = this.#currentVersion()
    // Whatever becomes of what is kept meanwhile, each step goes on from where the one before ended.
    const found = this.#kept.get(key) ?? this.#begin()
    while (this.#step(query, found)) await turn()
    if (this.#currentVersion() === version) this.#keep(key, found)
    return found
  }

  /** Nothing that was found in another version is kept. */
  #currentVersion(): unknown {
    const version = this.#db.pragma('data_version')
    if (version !== this.#version) this.#kept.clear()
    this.#version = version
    return version
  }

  #keep(key: string, found: Found): void {
    this.#kept.delete(key)
    this.#kept.set(key, found)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
  }

  #begin(): Found {
    this.#edition += 1
    return { edition: this.#edition, seqs: [], upTo: 0 }
  }

  /** Whether there is more to look through. */
  #step(query: LedgerQuery, found: Found): boolean {
    const { columns, rows: limit } = pieceFor(query)
    const rows = this.#db
      .prepare<ShortRow>(`SELECT ${columns} FROM custody WHERE seq > ? ORDER BY seq LIMIT ${limit}`)
      .all(found.upTo)
    for (const row of rows) {
      if (isAskedFor(row, query, (itemId) => this.#nameOf(itemId))) found.seqs.push(row.seq)
    }
    found.upTo = rows.at(-1)?.seq ?? found.upTo
    return rows.length === limit
  }

  #line(seq: number): LedgerLine {
    return { seq, entry: this.#custody.entryAt(seq) }
  }

  #count(): number {
    return this.#db.prepare<{ count: number }>('SELECT count(*) AS count FROM custody').get()?.count ?? 0
  }

  #nameOf(itemId: string): string {
    const row = this.#db.prepare<{ name: string }>('SELECT name FROM item WHERE id = ?').get(itemId)
    return row?.name.toLowerCase() ?? ''
  }
}
