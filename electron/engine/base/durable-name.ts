// Giving a finished file its name, without ever replacing another file and durably.
import { link, lstat, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Moves `from` to `to` in the same folder tree. Throws the system's error with code EEXIST where `to` is taken: a hard
 * link refuses that atomically. File systems without links (FAT, some network drives) are asked first and then get a
 * plain rename.
 */
export async function nameWithoutReplacing(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
    await rm(from)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw cause
    await refuseTaken(to)
    await rename(from, to)
  }
  await syncFolder(dirname(to))
}

/** Throws an error with code EEXIST where `path` is taken, be it by a link to nowhere. */
export async function refuseTaken(path: string): Promise<void> {
  const taken = await lstat(path).then(
    () => true,
    () => false,
  )
  if (taken) throw Object.assign(new Error(`EEXIST: “${path}” exists already`), { code: 'EEXIST' })
}

/** Names are durable once their folder is on the disk; Windows does so by itself. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
