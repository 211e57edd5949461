// Where a copy of a case goes: a folder that is not there yet or empty, outside the case. It grows beside it under another
// name and gets its own when it is whole.
import { lstat, readdir, rename, rm, rmdir, stat, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { formatBytes } from '#contract/messages/quantities.ts'
import { liesWithin } from '#engine/base/case-border.ts'
import { syncFolder } from '#engine/base/durable-name.ts'
import { fileFailure } from '#engine/base/file-failure.ts'
import { ifThere, saysMissing } from '#engine/base/look-up.ts'
import { caseFolder } from '#engine/store/case-folder.ts'
import { isLink } from '#engine/store/own-folder.ts'

export type Destination = {
  /** Absolute. */
  path: string
  /** Where the copy lies until it is whole. */
  partial: string
}

/**
 * Fails with `wrong-input`, `destination-exists` or `destination-unwritable`, or with `file-unreadable` where it cannot be
 * told what is there; writes nothing.
 */
export async function checkDestination(root: string, given: string): Promise<Destination> {
  const path = resolve(given)
  const destination = { path, partial: `${path}.partial` }
  if (await liesWithin(root, path)) {
    throw new EvidenceError('wrong-input', t('casework.insideCase', { path, root }), {
      details: { path, case: root },
    })
  }
  await refuseLinkedVault(root)
  await refuseMissingParent(path)
  await refuseTaken(path)
  if (await isThere(destination.partial)) {
    const { partial } = destination
    throw new EvidenceError('destination-exists', t('casework.partialThere', { partial }), {
      details: { path: partial },
    })
  }
  return destination
}

/** A copy would lack the originals, and a moved case might no longer find them. */
async function refuseLinkedVault(root: string): Promise<void> {
  const { vault } = caseFolder(root)
  if (!(await isLink(vault))) return
  throw new EvidenceError('wrong-input', t('casework.linkedVault', { path: vault }), {
    details: { path: vault },
  })
}

async function refuseMissingParent(path: string): Promise<void> {
  const parent = dirname(path)
  try {
    if ((await stat(parent)).isDirectory()) return
  } catch (cause) {
    if (!saysMissing(cause)) throw fileFailure(cause, parent, t('casework.nothingWritten'))
  }
  throw new EvidenceError('destination-unwritable', t('casework.noParent', { parent }), {
    details: { path: parent },
  })
}

async function refuseTaken(path: string): Promise<void> {
  if (!(await isThere(path))) return
  // Null: a file.
  const names = await ifThere(path, readdir(path))
  if (names?.length === 0) return
  throw new EvidenceError('destination-exists', t('casework.taken', { path }), { details: { path } })
}

const isThere = async (path: string): Promise<boolean> => (await ifThere(path, lstat(path))) !== null

/** Fails with `disk-full` before the first byte is written. `folder` is there. */
export async function checkRoom(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const freeBytes = bavail * bsize
  if (neededBytes <= freeBytes) return
  const amounts = { path: folder, needed: formatBytes(neededBytes), free: formatBytes(freeBytes) }
  throw new EvidenceError('disk-full', t('casework.noRoom', amounts), {
    details: { path: folder, neededBytes, freeBytes },
  })
}

/** Gives a whole folder its name, durably. Throws the system's error; then it has the name that it had. */
export async function nameFolder(from: string, to: string): Promise<void> {
  // Windows does not put a folder in the place of another one, be it empty. One that is not empty stays, and is refused.
  await rmdir(to).catch(() => undefined)
  await rename(from, to)
  await syncFolder(dirname(to))
  if (dirname(from) !== dirname(to)) await syncFolder(dirname(from))
}

/** What was copied until something came between. That failure is the one to tell, be this one besides. */
export async function removePartial({ partial }: Destination): Promise<void> {
  await rm(partial, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
}
