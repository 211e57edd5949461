// A copy of the database of an open case: one plain file, as the case stands at the moment at which the copying ends.
import { rmSync } from 'node:fs'
import type { CustodyEntry } from '#contract/custody.ts'
import type { Sha256 } from '#contract/units.ts'
import { fileFailure } from '#engine/base/file-failure.ts'
import { Connection } from './connection.ts'
import { CustodyStore } from './custody-store.ts'
import type { CustodyAct } from './custody-store.ts'
import { syncFile } from './durable-file.ts'

/** What the copied database says should lie beside it. */
export type CopiedDatabase = {
  originals: { sha256: Sha256; size: number }[]
  /** Files in `vault/.incoming` with which an intake can go on. */
  parts: string[]
  /** Its size. */
  bytes: number
  /** Where its ledger ends. */
  ledger: { seq: number; head: Sha256 }
}

/**
 * `destination` must not exist. `act` is written into the ledger of the copy alone. Fails with `disk-full` or
 * `destination-unwritable`, or with what `onBytes` throws; then the copy is gone.
 */
export async function copyDatabase(
  source: Connection,
  destination: string,
  options: { act: CustodyAct | null; onBytes: (done: number, total: number) => void },
): Promise<CopiedDatabase> {
  const pageBytes = Number(source.pragma('page_size'))
  try {
    await source.backup(destination, (done, total) => options.onBytes(done * pageBytes, total * pageBytes))
    const copied = settle(destination, options.act)
    try {
      syncFile(destination)
    } catch (cause) {
      throw fileFailure(cause, destination, 'The copy was removed.')
    }
    return copied
  } catch (cause) {
    for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${destination}${ending}`, { force: true })
    throw cause
  }
}

function settle(file: string, act: CustodyAct | null): CopiedDatabase {
  const db = new Connection(file, { fileMustExist: true })
  try {
    db.pragma('synchronous = FULL')
    // The source is in WAL mode, and says so in its header; a closed case is one plain file.
    db.pragma('journal_mode = DELETE')
    if (act) new CustodyStore(db).append(act)
    return describe(db)
  } finally {
    db.close()
  }
}

function describe(db: Connection): CopiedDatabase {
  const ledger = db
    .prepare<CopiedDatabase['ledger']>('SELECT ledger_seq AS seq, ledger_head AS head FROM case_info')
    .get()
  return {
    originals: db
      .prepare<CopiedDatabase['originals'][number]>('SELECT sha256, size FROM item ORDER BY key')
      .all(),
    parts: db
      .prepare<{ part: string }>(
        'SELECT part FROM intake_file WHERE part IS NOT NULL AND checkpoint_bytes > 0',
      )
      .all()
      .map(({ part }) => part),
    bytes: Number(db.pragma('page_count')) * Number(db.pragma('page_size')),
    ledger: ledger ?? { seq: 0, head: '0'.repeat(64) as CustodyEntry['hash'] },
  }
}
