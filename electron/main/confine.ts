// Keeps a path from a URL inside one folder, links resolved.
import { realpath } from 'node:fs/promises'
import path from 'node:path'

/**
 * The real path of a file inside `root` named by the path of a URL; null where there is none, where it lies
 * outside, or where it is spelt so that systems differ on what it means.
 */
export async function confine(root: string, urlPath: string): Promise<string | null> {
  let decoded: string
  try {
    decoded = decodeURIComponent(urlPath)
  } catch {
    return null
  }
  if (/[\0\\:]/.test(decoded)) return null
  try {
    const realRoot = await realpath(root)
    const real = await realpath(path.join(realRoot, decoded))
    return real.startsWith(realRoot + path.sep) ? real : null
  } catch {
    return null // not there
  }
}
