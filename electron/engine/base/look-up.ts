// Asking the file system whether something is there. That nothing is there is an answer; no permission, a share that is
// gone or a disk that fails is none, and must not be taken for it.
import { lstatSync } from 'node:fs'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { errnoOf } from './file-failure.ts'

/** Whether the system said that there is nothing of that name. Every other failure leaves it open. */
export const saysMissing = (cause: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(errnoOf(cause) ?? '')

/** What was asked about `path`, or null where nothing is there. Fails with `file-unreadable` where that is not known. */
export async function ifThere<T>(path: string, asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (cause) {
    if (saysMissing(cause)) return null
    throw lookUpFailure(path, cause)
  }
}

/** Whether anything has that name, be it a link to nowhere. Fails as `ifThere`. */
export function isThereSync(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch (cause) {
    if (saysMissing(cause)) return false
    throw lookUpFailure(path, cause)
  }
}

function lookUpFailure(path: string, cause: unknown): EvidenceError {
  return new EvidenceError('file-unreadable', t('lookUp.failed', { path, reason: String(cause) }), {
    details: { path: path.toWellFormed(), errno: errnoOf(cause) },
    cause,
  })
}
