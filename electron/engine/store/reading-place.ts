// Where the database of a case is read that is opened only for reading. SQLite itself writes beside a database whose last
// writer did not close it (its log and its shared memory), so such a one is read from a copy; nothing is ever written into
// the case's folder.
import { readdirSync, rmSync } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, open } from 'node:fs/promises'
import path from 'node:path'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { isThereSync } from '#engine/base/look-up.ts'
import type { CaseFolder } from './case-folder.ts'
import { keepWritersOut } from './case-lock.ts'
import { Connection } from './connection.ts'

export type ReadingPlace = {
  /** The file to open. */
  database: string
  /** `written`: another program has the case open for writing. `copied`: its last writer did not close it in order. */
  state: 'plain' | 'written' | 'copied'
  release(): void
}

const nothing = (): void => undefined

/** `scratch`: a folder outside the case for the copy, where one is needed; made then. */
export async function readingPlace(folder: CaseFolder, scratch: string): Promise<ReadingPlace> {
  const { database } = folder
  const guard = keepWritersOut(folder)
  // A writer is there to share its memory with; that is the one file in the folder that readers then touch.
  if (guard === null) return { database, state: 'written', release: nothing }
  try {
    if (await isPlain(database)) return { database, state: 'plain', release: nothing }
    return await copyAside(database, scratch)
  } finally {
    guard.release()
  }
}

/** Without its log a database is another one: where it cannot be told whether there is one, it is not read. */
const companions = (database: string): string[] =>
  ['-wal', '-journal'].map((ending) => `${database}${ending}`).filter(isThereSync)

/** Offsets 18 and 19 of the header (SQLite file format, 1.3): 1 without a write-ahead log, 2 with one. */
async function isPlain(database: string): Promise<boolean> {
  if (companions(database).length > 0) return false
  const header = Buffer.alloc(20)
  const file = await open(database, 'r')
  try {
    await file.read(header, 0, header.length, 0)
  } finally {
    await file.close()
  }
  return header[18] !== 2 && header[19] !== 2
}

async function copyAside(database: string, scratch: string): Promise<ReadingPlace> {
  let folder: string
  try {
    await mkdir(scratch, { recursive: true })
    sweepReadingCopies(scratch)
    folder = await mkdtemp(path.join(scratch, `${prefix}${process.pid}-`))
  } catch (cause) {
    throw fileFailure(cause, scratch, 'The case was not opened.')
  }
  const release = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    for (const file of [database, ...companions(database)]) {
      const copy = path.join(folder, path.basename(file))
      await copyFile(file, copy)
      await chmod(copy, 0o600)
    }
  } catch (cause) {
    release()
    throw fileFailure(cause, folder, 'The case was not opened.')
  }
  try {
    const copy = path.join(folder, path.basename(database))
    settle(copy)
    return { database: copy, state: 'copied', release }
  } catch (cause) {
    release()
    throw cause
  }
}

/** What the last writer had committed is put in its place, and what it had not is undone: here, in the copy. */
function settle(copy: string): void {
  const db = new Connection(copy, { fileMustExist: true })
  try {
    db.pragma('journal_mode = DELETE')
  } finally {
    db.close()
  }
}

const prefix = 'reading-'

/** Removes the copies of programs that have ended without removing theirs. */
export function sweepReadingCopies(scratch: string): void {
  for (const name of readdirSync(scratch)) {
    const pid = /^reading-(\d+)-/.exec(name)?.[1]
    if (pid === undefined || isRunning(Number(pid))) continue
    try {
      rmSync(path.join(scratch, name), { recursive: true, force: true })
    } catch {
      // Somebody else's, or in use: it is in nobody's way, and is tried again at the next reading.
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    // Somebody else's process is a running one too.
    return errnoOf(cause) !== 'ESRCH'
  }
}
