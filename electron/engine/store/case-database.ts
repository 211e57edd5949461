// An open case: its stores, one transaction over all of them, and what opening it found amiss.
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import type { Case } from '#contract/case.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { Verification } from '#contract/seal.ts'
import { t } from '#contract/messages/format.ts'
import type { ItemId, Sha256, UtcTime } from '#contract/units.ts'
import { utcNow } from '#engine/base/time.ts'
import { caseFolder, createCaseFolder, makeFolders, refuseUnfree, unfinishedDatabase } from './case-folder.ts'
import type { CaseFolder } from './case-folder.ts'
import { lockCase } from './case-lock.ts'
import type { CaseLock } from './case-lock.ts'
import { CaseStore } from './case-store.ts'
import { ClockStore } from './clock-store.ts'
import type { Connection } from './connection.ts'
import { copyDatabase } from './copy-database.ts'
import type { CopiedDatabase } from './copy-database.ts'
import { CustodyStore } from './custody-store.ts'
import type { CustodyAct } from './custody-store.ts'
import { closeDatabase, createDatabase, openDatabase, refuseMissing } from './database.ts'
import type { OpenedDatabase } from './database.ts'
import { evidenceHashes } from './evidence-hashes.ts'
import { IntakeStore } from './intake-store.ts'
import { ItemStore } from './item-store.ts'
import type { MissingHead } from './ledger-head.ts'
import { LedgerPages } from './ledger-pages.ts'
import { MarkStore } from './mark-store.ts'
import { LaneStore } from './lane-store.ts'
import type { ItemTimes } from './item-store.ts'
import { MetadataStore } from './metadata-store.ts'
import { inspectOpening } from './opening.ts'
import { readingPlace } from './reading-place.ts'
import type { ReadingPlace } from './reading-place.ts'
import { ObjectBarStore } from './object-bar-store.ts'
import { SearchStore } from './search-store.ts'
import { SensitiveStore } from './sensitive-store.ts'
import { TrustStore } from './trust-store.ts'
import { Vault } from './vault.ts'

export class CaseDatabase {
  readonly folder: CaseFolder
  readonly clock: ClockStore
  readonly custody: CustodyStore
  readonly intakes: IntakeStore
  readonly items: ItemStore
  readonly lanes: LaneStore
  readonly ledgerPages: LedgerPages
  readonly marks: MarkStore
  readonly metadata: MetadataStore
  readonly objectBars: ObjectBarStore
  readonly search: SearchStore
  readonly sensitive: SensitiveStore
  readonly trust: TrustStore
  readonly vault: Vault
  /** What this opening found amiss, in plain sentences. */
  readonly notices: string[] = []
  readonly #db: Connection
  /** The lock of who writes, the copy of who reads. */
  readonly #held: CaseLock | null
  readonly #info: CaseStore
  #isOpen = true

  constructor(folder: CaseFolder, db: Connection, held: CaseLock | null, now: () => UtcTime) {
    this.folder = folder
    this.#db = db
    this.#held = held
    this.#info = new CaseStore(db)
    this.custody = new CustodyStore(db, now)
    this.clock = new ClockStore(db, this.custody, now)
    this.intakes = new IntakeStore(db)
    this.items = new ItemStore(db, this.clock)
    this.lanes = new LaneStore(db)
    this.ledgerPages = new LedgerPages(db, this.custody)
    this.marks = new MarkStore(db, this.custody, now)
    this.metadata = new MetadataStore(db, this.items)
    this.objectBars = new ObjectBarStore(db, this.items)
    this.search = new SearchStore(db, this.items)
    this.sensitive = new SensitiveStore(db, this.custody, this.#info)
    this.trust = new TrustStore(db, this.custody, now)
    this.vault = new Vault(folder)
  }

  /** The case as the contract shows it. */
  describe(): Case {
    return {
      path: this.folder.root,
      ...this.#info.load(),
      notices: [...this.notices],
      readOnly: this.isReadOnly,
    }
  }

  /** Opened only to look: whatever would write fails with `case-read-only`. */
  get isReadOnly(): boolean {
    return this.#db.isReadOnly
  }

  /** What `work` reads is of one moment, also while another program writes. It must not be asynchronous. */
  reading<T>(work: () => T): T {
    return this.#db.reading(work)
  }

  /** Gives the case another name; the ledger keeps the one before. Without a difference nothing is done. */
  rename(reference: string, actor: string): void {
    const to = reference.toWellFormed()
    this.transaction(() => {
      const { reference: from } = this.#info.load()
      if (from === to) return
      this.#info.rename(to)
      this.custody.append({ actor, action: 'case-renamed', detail: { from, to } })
    })
  }

  /** Of the database alone. */
  byteSize(): number {
    return Number(this.#db.pragma('page_count')) * Number(this.#db.pragma('page_size'))
  }

  /** See `copyDatabase`. */
  copyTo(
    destination: string,
    options: { act: CustodyAct | null; onBytes: (done: number, total: number) => void },
  ): Promise<CopiedDatabase> {
    return copyDatabase(this.#db, destination, options)
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
    this.closeKeepingLock().release()
  }

  /** The same, but that nobody else can open the case for writing until the lock is released. */
  closeKeepingLock(): CaseLock {
    if (!this.#isOpen) return { release: () => undefined }
    this.#isOpen = false
    closeDatabase(this.#db)
    return this.#held ?? { release: () => undefined }
  }
}

export type OpenOptions = {
  /** Stands in the ledger for this opening. */
  actor: string
  /** Only to look: no lock, no ledger entry, nothing swept, and read-only media will do. */
  readOnly?: boolean
  /** Only for reading: a folder outside the case for the copy of a database that was not closed in order. */
  scratch?: string
  now?: () => UtcTime
  /** What this workstation wrote last into the ledger of the case, where it knows that, and is not there any more. */
  missingHead?: (database: CaseDatabase) => MissingHead | null
  /** Who is signed in, for the ledger. */
  signedIn?: CustodyEntry['detail'] | null
}

/**
 * Makes the folder and the database of a case; the ledger begins with `case-created`. Fails with `case-exists`,
 * `destination-exists`, `disk-full`, `destination-unwritable` or `case-locked`.
 */
export async function createCase(
  root: string,
  options: {
    reference: string
    examiner: string
    /** Stands in the ledger for this; by default the examiner. */
    actor?: string
    signedIn?: CustodyEntry['detail'] | null
    /** Every item is veiled, from the first one on. */
    veilsAll?: boolean
    now?: () => UtcTime
  },
): Promise<CaseDatabase> {
  const { reference, examiner, actor = examiner, signedIn = null, veilsAll = false, now = utcNow } = options
  const folder = await createCaseFolder(root)
  const lock = lockCase(folder)
  try {
    await refuseUnfree(folder)
    await createDatabase(folder, (db) => {
      const info = new CaseStore(db)
      const custody = new CustodyStore(db, now)
      const { id } = info.insert({ reference, examiner, createdAt: now() })
      custody.append({
        actor,
        action: 'case-created',
        detail: { caseId: id, reference, examiner, ...(signedIn ? { signedIn } : {}) },
      })
      if (veilsAll) new SensitiveStore(db, custody, info).veilAll(true, actor)
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
 * `case-locked`, `case-newer`, `case-damaged`, `disk-full` or `destination-unwritable`; where it can be opened for reading
 * all the same, `readable` in the details says so.
 */
export async function openCase(root: string, options: OpenOptions): Promise<CaseDatabase> {
  const { actor, readOnly = false, scratch = tmpdir(), now = utcNow } = options
  const folder = caseFolder(root)
  refuseMissing(folder)
  const place = readOnly ? await readingPlace(folder, scratch) : null
  const held = place ?? lockForWriting(folder)
  let opened: OpenedDatabase | null = null
  try {
    if (!readOnly) {
      await makeFolders(folder)
      // A creation that ended between giving the name and taking the working one away leaves both.
      await rm(unfinishedDatabase(folder), { force: true })
    }
    opened = openDatabase({ ...folder, database: place?.database ?? folder.database }, { readOnly })
    const database = new CaseDatabase(folder, opened.db, held, now)
    // Nothing is made of a case that does not say which it is.
    database.describe()
    const missingHead = options.missingHead?.(database) ?? null
    const more = { missingHead, signedIn: options.signedIn ?? null }
    const isWritten = place?.state === 'written'
    database.notices.push(
      ...noticesOf(place),
      ...(await inspectOpening(database, { ...opened, isWritten }, readOnly ? null : actor, more)),
    )
    return database
  } catch (cause) {
    if (opened) closeDatabase(opened.db)
    held.release()
    throw cause
  }
}

function noticesOf(place: ReadingPlace | null): string[] {
  if (place?.state === 'written') return [t('casework.written')]
  return place?.state === 'copied' ? [t('casework.notClosed')] : []
}

/** Somebody else has it, or the medium does not allow it: both leave reading, and the failure says so. */
function lockForWriting(folder: CaseFolder): CaseLock {
  try {
    return lockCase(folder)
  } catch (cause) {
    if (!(cause instanceof EvidenceError) || !['case-locked', 'destination-unwritable'].includes(cause.code))
      throw cause
    throw new EvidenceError(cause.code, cause.message, {
      details: { ...cause.details, readable: true },
      cause,
    })
  }
}
