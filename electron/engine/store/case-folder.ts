// The layout of a case: names and paths, nothing else. A case is a folder that can be copied anywhere.
import { mkdir, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId } from '#contract/units.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'

/** Absolute paths of the parts of one case. */
export type CaseFolder = {
  readonly root: string
  readonly database: string
  /** Empty file that carries the lock of the operating system, and beside it who holds it. */
  readonly lock: string
  readonly lockHolder: string
  /** Originals, named by SHA-256 and read-only. */
  readonly vault: string
  /** Copies that are not yet whole. Inside the vault, so that moving them into place is one rename. */
  readonly incoming: string
  /** Thumbnails and review copies: may be deleted at any time. */
  readonly derived: string
  readonly exports: string
  readonly reports: string
}

export function caseFolder(root: string): CaseFolder {
  const absolute = path.resolve(root)
  const at = (...parts: string[]): string => path.join(absolute, ...parts)
  return {
    root: absolute,
    database: at('case.sqlite'),
    lock: at('case.lock'),
    lockHolder: at('case.lock.json'),
    vault: at('vault'),
    incoming: at('vault', '.incoming'),
    derived: at('derived'),
    exports: at('exports'),
    reports: at('reports'),
  }
}

export const thumbnailPath = (folder: CaseFolder, itemId: ItemId): string =>
  path.join(folder.derived, `${itemId}.jpg`)

/** Where the database is built before it gets its name, so that a half-made one is never taken for a case. */
export const unfinishedDatabase = (folder: CaseFolder): string => `${folder.database}.creating`

/** The copy that is kept of a database of an older version. */
export const databaseCopy = (folder: CaseFolder, version: number): string =>
  path.join(folder.root, `case.before-update-from-${version}.sqlite`)

/**
 * Makes the folders of a new case, and the case's own folder where there is none. A folder left behind by a creation
 * that was interrupted is taken again. Fails with `case-exists`, `destination-exists`, `disk-full` or
 * `destination-unwritable`; a folder with content of its own is left untouched.
 */
export async function createCaseFolder(root: string): Promise<CaseFolder> {
  const folder = caseFolder(root)
  await refuseUnfree(folder)
  await makeFolders(folder)
  return folder
}

/** Makes what is missing of the folders: `derived/` may be deleted, and copying may leave out empty folders. */
export async function makeFolders(folder: CaseFolder): Promise<void> {
  try {
    for (const part of [folder.incoming, folder.derived, folder.exports, folder.reports]) {
      await mkdir(part, { recursive: true })
    }
  } catch (cause) {
    throw fileFailure(cause, folder.root, 'Its folders were not all made.')
  }
}

/**
 * Fails with `case-exists` or `destination-exists` where no case can be made. To be asked again under the lock: another
 * program may have made a case since.
 */
export async function refuseUnfree(folder: CaseFolder): Promise<void> {
  let names: string[]
  try {
    names = await readdir(folder.root)
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return
    if (errnoOf(cause) !== 'ENOTDIR') throw fileFailure(cause, folder.root, 'No case was made there.')
    throw new EvidenceError('destination-exists', `“${folder.root}” is a file, not a folder.`, {
      details: { path: folder.root },
      cause,
    })
  }
  if (names.includes(path.basename(folder.database))) {
    throw caseExists(folder)
  }
  const foreign = await firstForeign(folder, names)
  if (foreign === null) return
  throw new EvidenceError(
    'destination-exists',
    `The folder “${folder.root}” is not empty and not a case: it holds “${foreign}”. It was not touched.`,
    { details: { path: folder.root, found: foreign } },
  )
}

export const caseExists = (folder: CaseFolder, cause?: unknown): EvidenceError =>
  new EvidenceError('case-exists', `There is a case in “${folder.root}” already. It was not touched.`, {
    details: { path: folder.root },
    cause,
  })

// What operating systems leave in the root of a medium that is otherwise empty.
const litter = [
  '.DS_Store',
  '.Trashes',
  'System Volume Information',
  'Thumbs.db',
  'desktop.ini',
  'lost+found',
]

async function firstForeign(folder: CaseFolder, names: string[]): Promise<string | null> {
  for (const name of names) if (!(await isOurs(folder, name))) return name
  return null
}

async function isOurs(folder: CaseFolder, name: string): Promise<boolean> {
  if (litter.includes(name)) return true
  const full = path.join(folder.root, name)
  if ([folder.lock, folder.lockHolder].includes(full) || full.startsWith(unfinishedDatabase(folder)))
    return true
  // A vault with originals but without a database is somebody's loss, not an empty folder.
  return [folder.vault, folder.derived, folder.exports, folder.reports].includes(full) && isHollow(full)
}

async function isHollow(full: string): Promise<boolean> {
  if (!(await stat(full)).isDirectory()) return false
  for (const name of await readdir(full)) if (!(await isHollow(path.join(full, name)))) return false
  return true
}
