// Makes, opens and closes `case.sqlite`. A closed case is one plain file; WAL is used only while it is open for writing.
import { renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { caseExists, databaseCopy, unfinishedDatabase } from './case-folder.ts'
import type { CaseFolder } from './case-folder.ts'
import { Connection } from './connection.ts'
import { syncFile, syncFolder } from './durable-file.ts'
import { latestVersion, migrate, refuseNewer, versionOf } from './migrate.ts'
import { checkSchema } from './schema-check.ts'
import type { SchemaFault } from './schema-check.ts'
import { nameWithoutReplacing } from '#engine/base/durable-name.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { saysMissing } from '#engine/base/look-up.ts'

/** “EXHB”, in the database's header: tells a case from any other SQLite file. */
const applicationId = 0x45584842
const busyMilliseconds = 5_000

/**
 * Builds the database under another name, lets `fill` write its first rows, and only then gives it its name: a case
 * has all its tables, its row and its first ledger entry, or does not exist. The caller holds the lock. Fails with
 * `case-exists` where the name is taken all the same.
 */
export async function createDatabase(folder: CaseFolder, fill: (db: Connection) => void): Promise<void> {
  const unfinished = unfinishedDatabase(folder)
  for (const left of [unfinished, `${unfinished}-journal`]) rmSync(left, { force: true })
  const db = new Connection(unfinished)
  try {
    setUp(db)
    db.pragma(`application_id = ${applicationId}`)
    migrate(db)
    db.transaction(() => fill(db))
  } finally {
    db.close()
  }
  try {
    await nameWithoutReplacing(unfinished, folder.database)
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') throw caseExists(folder, cause)
    throw fileFailure(cause, folder.database, 'No case was made there.')
  }
}

export type OpenedDatabase = {
  db: Connection
  /** Where the case was of an older version: that version, and the copy that was kept. */
  updated: { from: number; copy: string } | null
  /** What was not as it should be in the shape of the database, and was put right where it is open for writing. */
  schemaFaults: SchemaFault[]
}

/**
 * Opens for writing (the caller holds the case's lock) or only for reading. Fails with `case-not-found`,
 * `case-damaged`, `case-newer`, `disk-full` or `destination-unwritable`; the rows of the case are then as they were.
 */
export function openDatabase(folder: CaseFolder, options: { readOnly: boolean }): OpenedDatabase {
  refuseMissing(folder)
  const db = new Connection(folder.database, {
    fileMustExist: true,
    readonly: options.readOnly,
    timeout: busyMilliseconds,
  })
  try {
    setUp(db)
    checkOurs(db)
    refuseNewer(db)
    const updated = updateOlder(folder, db, options)
    const schemaFaults = checkSchema(db, { repair: !options.readOnly })
    checkPages(db)
    if (!options.readOnly) db.pragma('journal_mode = WAL')
    return { db, updated, schemaFaults }
  } catch (cause) {
    db.close()
    throw cause
  }
}

/** Leaves one file without companions, which can also be read from a read-only medium. */
export function closeDatabase(db: Connection): void {
  try {
    if (!db.isReadOnly) db.pragma('journal_mode = DELETE')
  } catch {
    // Somebody is reading the case: the companions stay, and nothing is lost by that.
  }
  db.close()
}

function setUp(db: Connection): void {
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  db.pragma('foreign_keys = ON')
  db.pragma('recursive_triggers = ON')
  db.pragma('synchronous = FULL')
  // Only macOS tells apart "handed to the disk" and "on the disk".
  db.pragma('fullfsync = ON')
  db.pragma('checkpoint_fullfsync = ON')
  // Evidence does not belong in the system's folder of temporary files.
  db.pragma('temp_store = MEMORY')
}

/** Fails with `case-not-found`, or with `case-damaged` where the database is empty. */
export function refuseMissing(folder: CaseFolder): void {
  try {
    const { size } = statSync(folder.database)
    if (size > 0) return
  } catch (cause) {
    if (!saysMissing(cause)) throw cause
    throw new EvidenceError('case-not-found', `There is no case in “${folder.root}”.`, {
      details: { path: folder.root },
      cause,
    })
  }
  throw damaged(folder.database, 'is empty')
}

function checkOurs(db: Connection): void {
  if (db.pragma('application_id') !== applicationId) throw damaged(db.path, 'is not the database of a case')
}

// The whole database can hold gigabytes of metadata; what cannot be made again from the vault is checked.
function checkPages(db: Connection): void {
  const kept = ['case_info', 'item', 'verification', 'trust_anchor', 'revocation_list', 'clock_offset']
  for (const table of [...kept, 'clock_withdrawal', 'custody']) {
    const answer = String(db.pragma(`quick_check('${table}')`))
    if (answer !== 'ok') throw damaged(db.path, `is damaged in its table “${table}” (${answer})`)
  }
}

const damaged = (file: string, how: string): EvidenceError =>
  new EvidenceError('case-damaged', `“${file}” ${how}. The originals in the vault are not affected.`, {
    details: { path: file },
  })

function updateOlder(
  folder: CaseFolder,
  db: Connection,
  { readOnly }: { readOnly: boolean },
): OpenedDatabase['updated'] {
  const from = versionOf(db)
  if (from === latestVersion()) return null
  if (readOnly) {
    throw new EvidenceError(
      'destination-unwritable',
      `The case “${folder.root}” was made by an older version. Open it once for writing, so that it is brought up to date.`,
      { details: { path: folder.root, found: from, known: latestVersion() } },
    )
  }
  const copy = keepCopy(folder, db, from)
  migrate(db)
  return { from, copy: path.basename(copy) }
}

// A copy from an earlier attempt is the older state, and stays.
function keepCopy(folder: CaseFolder, db: Connection, version: number): string {
  const copy = databaseCopy(folder, version)
  if (statSync(copy, { throwIfNoEntry: false })) return copy
  const unfinished = `${copy}.creating`
  rmSync(unfinished, { force: true })
  db.prepare('VACUUM INTO ?').run(unfinished)
  try {
    syncFile(unfinished)
    renameSync(unfinished, copy)
    syncFolder(folder.root)
  } catch (cause) {
    throw fileFailure(cause, copy, 'The case was not brought up to date.')
  }
  return copy
}
