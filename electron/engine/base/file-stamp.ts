// The state of a file, as far as the file system tells it without reading the file.
import { stat } from 'node:fs/promises'
import { ifThere } from './look-up.ts'

/** Changes whenever the file is written, replaced or given other permissions; null where there is none. Fails as `ifThere`. */
export async function stampOf(path: string): Promise<string | null> {
  const found = await ifThere(path, stat(path, { bigint: true }))
  return found && [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ')
}

/** Changes with what a file holds, and with which file it is; not with its permissions. Fails as `stat` does. */
export async function contentStampOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true })
  return [dev, ino, size, mtimeNs].join(' ')
}
