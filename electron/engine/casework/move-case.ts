// An open case into another folder. On the same disk it gets another name; onto another one it is copied, compared, opened
// there, and only then removed here. Whatever ends it, one whole case is left that opens.
import { lstat, realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { saysMissing } from '#engine/base/look-up.ts'
import type { Work } from '#engine/base/progress.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase, OpenOptions } from '#engine/store/case-database.ts'
import type { CustodyAct } from '#engine/store/custody-store.ts'
import { reasonOf } from './copy-case.ts'
import { nameFolder, removePartial } from './destination.ts'
import type { Destination } from './destination.ts'
import { bytesOf, makeCopy, planCopy } from './make-copy.ts'
import type { MadeCopy } from './make-copy.ts'
import { removeFormer } from './remove-former.ts'

/** The case is open again: there, or with a `failure` here. */
export type Moved = { database: CaseDatabase; failure: Error | null }

/** Who moves it, and with what the case is opened again. */
export type Mover = Pick<OpenOptions, 'actor' | 'signedIn' | 'missingHead'>

/**
 * Takes over `database`, which is open for writing and which nobody else uses any more. Throws only where the case cannot
 * be opened again afterwards.
 */
export async function moveCase(
  database: CaseDatabase,
  destination: Destination,
  by: Mover,
  work: Work,
): Promise<Moved> {
  // Where the case is reached by a link, the folder behind it is moved.
  const root = await realpath(database.folder.root)
  const from = database.folder.root
  const facts = { from: from.toWellFormed(), to: destination.path.toWellFormed() }
  const act = (detail: CustodyAct['detail']): CustodyAct => ({
    actor: by.actor,
    action: 'case-moved',
    detail: { ...facts, ...detail },
  })
  const move: Move = { root, destination, by, work, act }
  let isSame: boolean
  try {
    isSame = await isSameDisk(root, dirname(destination.path))
  } catch (cause) {
    return { database, failure: fileFailure(cause, destination.path, t('casework.notMoved')) }
  }
  if (!isSame) return copyOver(database, move)
  const renamed = await rename(database, move)
  // Where two names lead to one disk by different mounts, only trying tells.
  return renamed === 'other-disk' ? copyOver(await openCase(root, by), move) : renamed
}

const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)))

type Move = {
  root: string
  destination: Destination
  by: Mover
  work: Work
  act: (detail: CustodyAct['detail']) => CustodyAct
}

/** Null where it cannot be looked at. */
const isThere = (path: string): Promise<boolean | null> =>
  lstat(path).then(
    () => true,
    (cause: unknown) => (saysMissing(cause) ? false : null),
  )

/** Throws the system's error where either cannot be looked at. */
async function isSameDisk(one: string, other: string): Promise<boolean> {
  const [here, there] = await Promise.all([stat(one), stat(other)])
  return here.dev === there.dev
}

async function rename(
  database: CaseDatabase,
  { root, destination, by, work, act }: Move,
): Promise<Moved | 'other-disk'> {
  work.report({ label: t('casework.step.name'), done: 0, total: 1, unit: 'steps' })
  try {
    work.signal.throwIfAborted()
    database.custody.append(act({ state: 'begun', how: 'renamed' }))
  } catch (cause) {
    return { database, failure: asError(cause) }
  }
  // Windows renames no folder of which a file is open; elsewhere nobody may come between.
  const lock = database.closeKeepingLock()
  if (process.platform === 'win32') lock.release()
  try {
    await nameFolder(root, destination.path)
  } catch (cause) {
    lock.release()
    if (errnoOf(cause) === 'EXDEV') return 'other-disk'
    // What failed may have come after the renaming itself.
    if ((await isThere(root)) === false && (await isThere(destination.path)) === true) {
      const moved = await openCase(destination.path, by)
      moved.notices.push(t('casework.moveUnsure', { reason: asError(cause).message }))
      recordDone(moved, act({ state: 'done', how: 'renamed' }))
      return { database: moved, failure: null }
    }
    const failure = fileFailure(cause, destination.path, t('casework.notMoved'))
    return { database: await openAgain(root, by, act, failure, work), failure }
  }
  lock.release()
  work.report({ label: t('casework.step.name'), done: 1, total: 1, unit: 'steps' })
  const moved = await openCase(destination.path, by)
  recordDone(moved, act({ state: 'done', how: 'renamed' }))
  return { database: moved, failure: null }
}

/** The case is there by now, whatever its ledger can take: it must stay in somebody's hands. */
function recordDone(moved: CaseDatabase, done: CustodyAct): void {
  try {
    moved.custody.append(done)
  } catch (error) {
    moved.notices.push(t('casework.moveUnrecorded', { reason: asError(error).message }))
  }
}

async function openAgain(
  root: string,
  by: Mover,
  act: Move['act'],
  failure: unknown,
  work: Work,
): Promise<CaseDatabase> {
  const database = await openCase(root, by)
  try {
    database.custody.append(act({ state: 'failed', failed: true, reason: reasonOf(failure, work) }))
  } catch {
    // The first failure is the one to tell.
  }
  return database
}

/** It was compared and has its name: removing it again is for somebody who looked. */
function secondCase({ path }: Destination, cause: unknown): Error {
  const code = cause instanceof EvidenceError ? cause.code : 'case-damaged'
  const message = t('casework.secondCase', { path, reason: asError(cause).message })
  return new EvidenceError(code, message, { details: { path }, cause })
}

async function copyOver(database: CaseDatabase, move: Move): Promise<Moved> {
  const { root, destination, by, work, act } = move
  let made: MadeCopy
  let moved: CaseDatabase
  let isNamed = false
  try {
    const plan = await planCopy(database, { derived: true }, work.signal)
    const amount = { files: plan.files.length, bytes: bytesOf(plan.files) }
    database.custody.append(act({ state: 'begun', how: 'copied', ...amount }))
    made = await makeCopy(database, plan, destination, { act: null, derived: true, strict: true }, work)
    work.report({ label: t('casework.step.name'), done: 0, total: 1, unit: 'steps' })
    await nameFolder(destination.partial, destination.path)
    isNamed = true
    work.report({ label: t('casework.step.name'), done: 1, total: 1, unit: 'steps' })
    moved = await openCase(destination.path, by)
  } catch (error) {
    await removePartial(destination)
    try {
      database.custody.append(act({ state: 'failed', failed: true, reason: reasonOf(error, work) }))
    } catch {
      // The first failure is the one to tell.
    }
    return { database, failure: isNamed ? secondCase(destination, error) : asError(error) }
  }
  // From here on the case is there. What was here is removed as far as it was carried over, file by file.
  work.report({ label: t('casework.step.remove'), done: 0, total: made.files.length, unit: 'items' })
  const lock = database.closeKeepingLock()
  const left = await removeFormer(root, made.files, lock, work)
  recordDone(
    moved,
    act({
      ...{ state: 'done', how: 'copied', files: made.files.length, bytes: made.bytes },
      ...(left === null ? {} : { left }),
    }),
  )
  moved.notices.push(...made.problems)
  if (left !== null) moved.notices.push(t('casework.formerLeft', { path: left }))
  return { database: moved, failure: null }
}
