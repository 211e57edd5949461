// One writer for each case. The lock is the operating system's, taken through SQLite on an empty file, so it ends with
// its process, however that ends; a text file beside it says who holds it. Readers need no lock.
import { accessSync, constants, readFileSync, rmSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { z } from 'zod'
import { EvidenceError } from '#contract/errors.ts'
import { utcNow } from '#engine/base/time.ts'
import type { CaseFolder } from './case-folder.ts'
import { Connection } from './connection.ts'
import { writeDurably } from './durable-file.ts'
import { fileFailure } from '#engine/base/file-failure.ts'
import { isThereSync, saysMissing } from '#engine/base/look-up.ts'

const Holder = z.object({ pid: z.int(), user: z.string(), host: z.string(), since: z.string() })
type Holder = z.infer<typeof Holder>

export type CaseLock = { release(): void }

/**
 * For who wants to read the files of the case as they lie there: until it is released nobody opens the case for writing.
 * Null where another program has it open for writing now. Writes nothing, and needs no right to. Fails with
 * `file-unreadable` where it cannot be told whether there is a lock.
 */
export function keepWritersOut(folder: CaseFolder): CaseLock | null {
  // Nobody who writes goes without it; a case copied by hand may lack it.
  if (!isThereSync(folder.lock)) return { release: () => undefined }
  const connection = new Connection(folder.lock, { readonly: true, fileMustExist: true, timeout: 0 })
  try {
    connection.exec('BEGIN')
    connection.prepare('SELECT 1 FROM sqlite_schema').all()
    return { release: () => connection.close() }
  } catch (cause) {
    connection.close()
    if (!(cause instanceof EvidenceError)) throw cause
    if (cause.code === 'case-locked') return null
    // What is no lock file keeps nobody out, and nobody can write who would need it.
    if (cause.code === 'case-damaged') return { release: () => undefined }
    throw cause
  }
}

/** Who opens the case for reading looks at the lock for a moment. */
const waitMillis = 100

/** Fails with `case-locked`, naming the holder where known, or with `destination-unwritable` on read-only media. */
export function lockCase(folder: CaseFolder): CaseLock {
  const connection = takeLock(folder)
  try {
    writeDurably(folder.lockHolder, JSON.stringify(ourselves()))
  } catch (cause) {
    connection.close()
    throw cause
  }
  return {
    release() {
      // The lock file itself stays: to remove it would let two programs hold two locks under one name.
      rmSync(folder.lockHolder, { force: true })
      connection.close()
    },
  }
}

// The lock file is never opened by other means than SQLite: on POSIX, closing any handle of a file gives up all locks
// that the process has on it.
function takeLock(folder: CaseFolder): Connection {
  checkWritable(folder.lock)
  const connection = new Connection(folder.lock, { timeout: waitMillis })
  try {
    connection.pragma('journal_mode = MEMORY')
    connection.exec('BEGIN EXCLUSIVE')
    return connection
  } catch (cause) {
    connection.close()
    if (!(cause instanceof EvidenceError)) throw cause
    if (cause.code === 'case-locked') throw lockedBy(folder, cause)
    if (cause.code !== 'case-damaged') throw cause
    throw new EvidenceError(
      'case-damaged',
      `“${folder.lock}” should be an empty file and is not. Remove it when no other program has the case open.`,
      { details: { path: folder.lock }, cause },
    )
  }
}

// On a file that cannot be written, SQLite would take a mere read lock and say nothing.
function checkWritable(file: string): void {
  try {
    accessSync(file, constants.W_OK)
  } catch (cause) {
    if (saysMissing(cause)) return
    throw fileFailure(cause, file, 'The case was not opened for writing.')
  }
}

function lockedBy(folder: CaseFolder, cause: EvidenceError): EvidenceError {
  const holder = readHolder(folder)
  const who = holder
    ? `process ${holder.pid} of ${holder.user} on ${holder.host}, since ${holder.since}`
    : 'another program'
  return new EvidenceError(
    'case-locked',
    `The case “${folder.root}” is open in ${who}. It was not touched.`,
    {
      details: { path: folder.root, holder },
      cause,
    },
  )
}

function readHolder(folder: CaseFolder): Holder | null {
  try {
    return Holder.parse(JSON.parse(readFileSync(folder.lockHolder, 'utf8')))
  } catch {
    // Between taking the lock and writing the file, or on a damaged file: the lock itself is what counts.
    return null
  }
}

function ourselves(): Holder {
  let user = 'an unknown user'
  try {
    user = userInfo().username
  } catch {
    // A user without a name in the system's list, as in containers.
  }
  return { pid: process.pid, user, host: hostname(), since: utcNow() }
}
