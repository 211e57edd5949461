// The folders of a case are its own: a link in their place leads to files of somebody else, of which nothing is removed, and
// which no copy carries along.
import { lstat } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { ifThere } from '#engine/base/look-up.ts'
import type { CaseFolder } from './case-folder.ts'

/** A folder itself, not a link to one. Fails with `file-unreadable` where it cannot be looked at. */
export const isOwnFolder = async (path: string): Promise<boolean> =>
  (await ifThere(path, lstat(path)))?.isDirectory() ?? false

/** Fails with `file-unreadable` where it cannot be looked at. */
export const isLink = async (path: string): Promise<boolean> =>
  (await ifThere(path, lstat(path)))?.isSymbolicLink() ?? false

/** Those of the case's own folders that are links, or that cannot be looked at, in sentences. */
export async function linkNotices(folder: CaseFolder): Promise<string[]> {
  const { vault, incoming, derived, exports, reports } = folder
  const notices: string[] = []
  for (const path of [vault, incoming, derived, exports, reports]) {
    try {
      if (await isLink(path)) notices.push(t('casework.linked', { path }))
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error
      notices.push(error.message)
    }
  }
  return notices
}
