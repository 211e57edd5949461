// Turns what the file system throws into the failures of the contract.
import { EvidenceError } from '#contract/errors.ts'

/** The code of a system error (`ENOSPC`), or null. */
export function errnoOf(cause: unknown): string | null {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null
}

/** A file that could not be written: `disk-full` or `destination-unwritable`. `kept` says in a sentence what remains. */
export function fileFailure(cause: unknown, path: string, kept: string): EvidenceError {
  const errno = errnoOf(cause) ?? ''
  const details = { path, errno }
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(errno)
    ? new EvidenceError('disk-full', `There is no room for “${path}” (${errno}). ${kept}`, { details, cause })
    : new EvidenceError('destination-unwritable', `“${path}” cannot be written: ${String(cause)}. ${kept}`, {
        details,
        cause,
      })
}
