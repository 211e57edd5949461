// The folders of a case are its own: a link in their place leads to files of somebody else, of which nothing is removed, and
// which no copy carries along.
import { lstat } from 'node:fs/promises'
import { t } from '#contract/messages/format.ts'
import type { CaseFolder } from './case-folder.ts'

/** A folder itself, not a link to one. */
export const isOwnFolder = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )

export const isLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  )

/** Those of the case's own folders that are links, in sentences. */
export async function linkNotices(folder: CaseFolder): Promise<string[]> {
  const { vault, incoming, derived, exports, reports } = folder
  const notices: string[] = []
  for (const path of [vault, incoming, derived, exports, reports])
    if (await isLink(path)) notices.push(t('casework.linked', { path }))
  return notices
}
