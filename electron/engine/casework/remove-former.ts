// Removes a case that lies whole in another place: only files that were carried over, the database first, so that what a
// crash leaves is not taken for a case. Anything else stays and is told.
import { lstat, realpath, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { saysMissing } from '#engine/base/look-up.ts'
import { t } from '#contract/messages/format.ts'
import type { Work } from '#engine/base/progress.ts'
import { caseFolder } from '#engine/store/case-folder.ts'
import type { CaseLock } from '#engine/store/case-lock.ts'
import type { CaseFile } from './case-files.ts'
import { nameFolder } from './destination.ts'

/** Not to be cancelled: half a case is of no use. Gives the path of what is left, or null. Never fails. */
export async function removeFormer(
  root: string,
  files: readonly CaseFile[],
  lock: CaseLock,
  work: Work,
): Promise<string | null> {
  if (process.platform === 'win32') lock.release()
  const aside = `${root}.moved`
  const isFree = await lstat(aside).then(() => false, saysMissing)
  const folder = isFree && (await succeeds(nameFolder(root, aside))) ? aside : root
  lock.release()
  const { database, lock: lockFile, lockHolder } = caseFolder(folder)
  const own = [database, `${database}-wal`, `${database}-shm`, `${database}-journal`]
  // Without its database it is no case any more; where that stays, everything does.
  for (const file of own) if (!(await remove(file))) return folder
  const folders = new Set<string>()
  let done = 0
  const isOwn = parentsOf(await realpath(folder).catch(() => folder))
  for (const { path } of files) {
    if (await isOwn(path)) await remove(join(folder, path))
    for (let at = dirname(path); at !== '.'; at = dirname(at)) folders.add(at)
    done += 1
    work.report({ label: t('casework.step.remove'), done, total: files.length, unit: 'items' })
  }
  for (const file of [lockFile, lockHolder]) await remove(file)
  for (const part of ['vault/.incoming', 'vault', 'derived', 'exports', 'reports']) folders.add(part)
  // The innermost first; a folder that holds anything stays.
  const inward = [...folders].sort((one, other) => other.split('/').length - one.split('/').length)
  for (const path of inward) if (await isOwn(path)) await succeeds(rmdir(join(folder, path)))
  await succeeds(rmdir(folder))
  return (await isThere(folder)) ? folder : null
}

/** Whether what `path` names lies where its name says: behind a link it would be a file of somebody else. */
function parentsOf(root: string): (path: string) => Promise<boolean> {
  const known = new Map<string, boolean>()
  return async (path) => {
    const parent = join(root, dirname(path))
    // What cannot be resolved is not our own: nothing of it is removed.
    const isOwn = known.get(parent) ?? (await realpath(parent).catch(() => null)) === parent
    known.set(parent, isOwn)
    return isOwn
  }
}

const remove = (file: string): Promise<boolean> => succeeds(rm(file, { force: true, maxRetries: 3 }))

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  )

/** What cannot be looked at may be there, and is told. */
const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (cause: unknown) => !saysMissing(cause),
  )
