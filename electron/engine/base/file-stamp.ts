// The state of a file, as far as the file system tells it without reading the file.
import { stat } from 'node:fs/promises'

/** Changes whenever the file is written or replaced; null where none can be looked at. */
export async function stampOf(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null)
  return found && [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ')
}
