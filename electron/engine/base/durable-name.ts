// Giving a finished file its name, without ever replacing another file and durably.
import { link, lstat, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errnoOf } from './file-failure.ts'
import { saysMissing } from './look-up.ts'

/**
 * Moves `from` to `to` in the same folder tree. Throws the system's error with code EEXIST where `to` is taken: a hard
 * link refuses that atomically. File systems without links (FAT, some network drives) are asked first and then get a
 * plain rename.
 */
export async function nameWithoutReplacing(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (cause) {
    if (!cannot.has(errnoOf(cause) ?? '')) throw cause
    await refuseTaken(to)
    await rename(from, to)
  }
  try {
    await rm(from, { force: true })
    await syncFolder(dirname(to))
  } catch (cause) {
    // Whoever is told that it failed must not find the file; where it cannot be removed either, the first failure is the one to tell.
    await rm(to, { force: true }).catch(() => undefined)
    throw cause
  }
}

/** Throws an error with code EEXIST where `path` is taken, be it by a link to nowhere, or the system's where that is not known. */
export async function refuseTaken(path: string): Promise<void> {
  const taken = await lstat(path).then(
    () => true,
    (cause: unknown) => {
      if (!saysMissing(cause)) throw cause
      return false
    },
  )
  if (taken) throw Object.assign(new Error(`EEXIST: “${path}” exists already`), { code: 'EEXIST' })
}

/** What file systems answer that have no such thing at all. */
const cannot = new Set(['EPERM', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/** Names are durable once their folder is on the disk; Windows does so by itself, some network drives never. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r').catch((cause: unknown) => {
    // A folder that may be written to and not listed.
    if (errnoOf(cause) !== 'EACCES') throw cause
    return null
  })
  try {
    await folder?.sync()
  } catch (cause) {
    if (!cannot.has(errnoOf(cause) ?? '')) throw cause
  } finally {
    await folder?.close()
  }
}

/** Brings the bytes of a finished file to the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Writes a small file that must not exist, and brings it to the disk. */
export async function writeNewFile(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
