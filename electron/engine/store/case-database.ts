// An open case: its stores, one transaction over all of them, and what opening it found amiss.
import { rm } from 'node:fs/promises'
import type { Case } from '#contract/case.ts'
import type { Verification } from '#contract/seal.ts'
import type { ItemId, Sha256, UtcTime } from '#contract/units.ts'
import { utcNow } from '#engine/base/time.ts'
import { caseFolder, createCaseFolder, makeFolders, refuseUnfree, unfinishedDatabase } from './case-folder.ts'
import type { CaseFolder } from './case-folder.ts'
import { lockCase } from './case-lock.ts'
import type { CaseLock } from './case-lock.ts'
import { CaseStore } from './case-store.ts'
import { ClockStore } from './clock-store.ts'
import type { Connection } from './connection.ts'
import { CustodyStore } from './custody-store.ts'
import { closeDatabase, createDatabase, openDatabase, refuseMissing } from './database.ts'
import type { OpenedDatabase } from './database.ts'
import { evidenceHashes } from './evidence-hashes.ts'
import { IntakeStore } from './intake-store.ts'
import { ItemStore } from './item-store.ts'
import type { ItemTimes } from './item-store.ts'
import { MetadataStore } from './metadata-store.ts'
import { inspectOpening } from './opening.ts'
import { TrustStore } from './trust-store.ts'
import { Vault } from './vault.ts'

export class CaseDatabase {
  readonly folder: CaseFolder
  readonly clock: ClockStore
  readonly custody: CustodyStore
  readonly intakes: IntakeStore
  readonly items: ItemStore
  readonly metadata: MetadataStore
  readonly trust: TrustStore
  readonly vault: Vault
  /** What this opening found amiss, in plain sentences. */
  readonly notices: string[] = []
  readonly #db: Connection
  readonly #lock: CaseLock | null
  readonly #info: CaseStore
  #isOpen = true

  constructor(folder: CaseFolder, db: Connection, lock: CaseLock | null, now: () => UtcTime) {
    this.folder = folder
    this.#db = db
    this.#lock = lock
    this.#info = new CaseStore(db)
    this.custody = new CustodyStore(db, now)
    this.clock = new ClockStore(db, this.custody, now)
    this.intakes = new IntakeStore(db)
    this.items = new ItemStore(db, this.clock)
    this.metadata = new MetadataStore(db, this.items)
    this.trust = new TrustStore(db, this.custody, now)
    this.vault = new Vault(folder)
  }

  /** The case as the contract shows it. */
  describe(): Case {
    return {
      path: this.folder.root,
      ...this.#info.load(),
      notices: [...this.notices],
      readOnly: this.#db.isReadOnly,
    }
  }

  /** All or nothing over all stores, at once and without waiting: `work` must not be asynchronous. */
  transaction<T>(work: () => T): T {
    return this.#db.transaction(work)
  }

  /**
   * Stores a verification that was judged anew without reading the bytes again, because it changed who is trusted, and
   * its hash in the ledger, together. `times`: where other start times count by it.
   */
  recordJudgement(
    id: ItemId,
    verification: Verification,
    by: { actor: string; trustStoreSha256: Sha256; times?: ItemTimes | null },
  ): void {
    this.transaction(() => {
      const recorded = this.items.recordVerification(id, verification, { times: by.times ?? null })
      this.custody.append({
        actor: by.actor,
        action: 'verify',
        itemId: id,
        inputSha256: this.items.summary(id).sha256,
        detail: {
          why: 'trust changed',
          trustStoreSha256: by.trustStoreSha256,
          ...evidenceHashes(recorded),
        },
      })
    })
  }

  /** Leaves one plain database file behind and gives up the lock. May be called twice. */
  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    closeDatabase(this.#db)
    this.#lock?.release()
  }
}

export type OpenOptions = {
  /** Stands in the ledger for this opening. */
  actor: string
  /** Only to look: no lock, no ledger entry, nothing swept, and read-only media will do. */
  readOnly?: boolean
  now?: () => UtcTime
}

/**
 * Makes the folder and the database of a case; the ledger begins with `case-created`. Fails with `case-exists`,
 * `destination-exists`, `disk-full`, `destination-unwritable` or `case-locked`.
 */
export async function createCase(
  root: string,
  options: { reference: string; examiner: string; now?: () => UtcTime },
): Promise<CaseDatabase> {
  const { reference, examiner, now = utcNow } = options
  const folder = await createCaseFolder(root)
  const lock = lockCase(folder)
  try {
    await refuseUnfree(folder)
    await createDatabase(folder, (db) => {
      const { id } = new CaseStore(db).insert({ reference, examiner, createdAt: now() })
      new CustodyStore(db, now).append({
        actor: examiner,
        action: 'case-created',
        detail: { caseId: id, reference, examiner },
      })
    })
    return new CaseDatabase(folder, openDatabase(folder, { readOnly: false }).db, lock, now)
  } catch (cause) {
    lock.release()
    throw cause
  }
}

/**
 * Opens a case: brings an older one up to date, checks database, ledger and vault as far as that is cheap, removes
 * what a crash left, and writes `case-opened` (and `recovered`) into the ledger. Fails with `case-not-found`,
 * `case-locked`, `case-newer`, `case-damaged`, `disk-full` or `destination-unwritable`.
 */
export async function openCase(root: string, options: OpenOptions): Promise<CaseDatabase> {
  const { actor, readOnly = false, now = utcNow } = options
  const folder = caseFolder(root)
  refuseMissing(folder)
  const lock = readOnly ? null : lockCase(folder)
  let opened: OpenedDatabase | null = null
  try {
    if (!readOnly) {
      await makeFolders(folder)
      // A creation that ended between giving the name and taking the working one away leaves both.
      await rm(unfinishedDatabase(folder), { force: true })
    }
    opened = openDatabase(folder, { readOnly })
    const database = new CaseDatabase(folder, opened.db, lock, now)
    database.describe()
    database.notices.push(...(await inspectOpening(database, opened, readOnly ? null : actor)))
    return database
  } catch (cause) {
    if (opened) closeDatabase(opened.db)
    lock?.release()
    throw cause
  }
}
