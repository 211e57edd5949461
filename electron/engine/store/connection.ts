// A thin, typed face over better-sqlite3: statements prepared once, failures with the codes of the contract.
import Database from 'better-sqlite3'
import { databaseFailure, readOnlyFailure } from './store-failure.ts'

export type Value = string | number | bigint | Uint8Array | null
type Values = Value[] | [Record<string, Value>]

/** A prepared statement. `Row` is what its columns are: STRICT tables keep that promise. */
export type Statement<Row> = {
  get(...values: Values): Row | undefined
  all(...values: Values): Row[]
  /** While it runs, the connection can read but not write. */
  iterate(...values: Values): Generator<Row>
  /** How many rows were changed. */
  run(...values: Values): number
}

/** 4 MiB: some milliseconds. */
const pagesPerStep = 1_024
const mostRestarts = 5

/** Under an older Node the native module takes the whole process down; better to say so. */
export function refuseOldRuntime(version = process.versions.node): void {
  if (Number.parseInt(version, 10) >= 22) return
  throw new Error(`The case database needs Node 22 or later; this is Node ${version}.`)
}

export class Connection {
  readonly path: string
  readonly isReadOnly: boolean
  readonly #database: Database.Database
  /** A statement gives one kind of integers: of both kinds, the same text is two statements. */
  readonly #statements = {
    number: new Map<string, Statement<unknown>>(),
    bigint: new Map<string, Statement<unknown>>(),
  }

  constructor(path: string, options: Database.Options = {}) {
    refuseOldRuntime()
    this.path = path
    this.isReadOnly = options.readonly === true
    this.#database = this.#guard(() => new Database(path, options))
  }

  /** `integers: 'bigint'` for columns that hold more than 53 bits; then all integers of the row are bigints. */
  prepare<Row = never>(sql: string, integers: 'number' | 'bigint' = 'number'): Statement<Row> {
    const prepared = this.#statements[integers]
    const known = prepared.get(sql)
    if (known) return known as Statement<Row>
    const statement = this.#prepare(sql, integers)
    prepared.set(sql, statement)
    return statement as Statement<Row>
  }

  #prepare(sql: string, integers: 'number' | 'bigint'): Statement<unknown> {
    const raw = this.#guard(() => this.#database.prepare(sql))
    raw.safeIntegers(integers === 'bigint')
    const guard = this.#guard
    return {
      get: (...values) => guard(() => raw.get(...values)),
      all: (...values) => guard(() => raw.all(...values)),
      run: (...values) => guard(() => raw.run(...values).changes),
      *iterate(...values) {
        const rows = guard(() => raw.iterate(...values))
        try {
          for (let row = guard(() => rows.next()); !row.done; row = guard(() => rows.next())) yield row.value
        } finally {
          rows.return?.()
        }
      },
    }
  }

  /**
   * All or nothing. Inside another transaction it is a part of that one. `work` must not be asynchronous: other
   * callers of this connection would come between.
   */
  transaction<T>(work: () => T): T {
    if (this.isReadOnly) throw readOnlyFailure(this.path)
    return this.#guard(() => this.#database.transaction(work).immediate())
  }

  /** What `work` reads is of one moment, also while another program writes. It must not be asynchronous. */
  reading<T>(work: () => T): T {
    return this.#guard(() => this.#database.transaction(work).deferred())
  }

  /**
   * Copies the database while it is in use, page by page; what this connection commits meanwhile is in the copy too.
   * `onPages` may throw, and that ends it.
   */
  async backup(destination: string, onPages: (done: number, total: number) => void): Promise<void> {
    let least = Number.POSITIVE_INFINITY
    let restarts = 0
    const progress = ({ totalPages, remainingPages }: Database.BackupMetadata): number => {
      onPages(totalPages - remainingPages, totalPages)
      if (remainingPages > least) restarts += 1
      least = remainingPages
      // What another program commits makes it begin anew; where that does not end, all is copied in one step.
      return restarts < mostRestarts ? pagesPerStep : Math.max(remainingPages, pagesPerStep)
    }
    try {
      await this.#database.backup(destination, { progress })
    } catch (cause) {
      throw databaseFailure(cause, destination)
    }
  }

  get isOpen(): boolean {
    return this.#database.open
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction
  }

  exec(sql: string): void {
    this.#guard(() => this.#database.exec(sql))
  }

  /** The first value that a pragma answers with. */
  pragma(text: string): unknown {
    return this.#guard(() => this.#database.pragma(text, { simple: true }))
  }

  close(): void {
    this.#statements.number.clear()
    this.#statements.bigint.clear()
    this.#database.close()
  }

  readonly #guard = <T>(work: () => T): T => {
    try {
      return work()
    } catch (cause) {
      throw databaseFailure(cause, this.path, this.isReadOnly)
    }
  }
}

/** The version of SQLite itself, for reports. */
export function sqliteVersion(): string {
  const db = new Database(':memory:')
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get())
  } finally {
    db.close()
  }
}
