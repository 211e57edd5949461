// Turns what SQLite and the file system throw into the failures of the contract. Bugs (constraints, SQL) pass as they are.
import Database from 'better-sqlite3'
import { EvidenceError } from '#contract/errors.ts'
import type { ErrorCode } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'

const families: [pattern: RegExp, code: ErrorCode, sentence: string][] = [
  [/^SQLITE_(CORRUPT|NOTADB)/, 'case-damaged', 'is damaged. The originals in the vault are not affected'],
  [/^SQLITE_IOERR_(SHORT_)?READ/, 'file-unreadable', 'cannot be read'],
  [/^SQLITE_FULL/, 'disk-full', 'has no room to grow. This step was undone; all earlier ones are kept'],
  [/^SQLITE_(BUSY|LOCKED)/, 'case-locked', 'is in use by another program'],
  [
    /^SQLITE_(READONLY|CANTOPEN|PERM|AUTH|IOERR|NOLFS)/,
    'destination-unwritable',
    'cannot be written. This step was undone; all earlier ones are kept',
  ],
]

/** Whatever would write to a case that was opened for reading ends here, if nothing said so before. */
export const readOnlyFailure = (path: string, cause?: unknown): EvidenceError =>
  new EvidenceError('case-read-only', t('casework.readOnly'), { details: { path }, cause })

/** A failure of the database at `path` with its code; anything that is not such a failure comes back unchanged. */
export function databaseFailure(cause: unknown, path: string, isReadOnly = false): unknown {
  if (!(cause instanceof Database.SqliteError)) return cause
  if (isReadOnly && cause.code === 'SQLITE_READONLY') return readOnlyFailure(path, cause)
  const family = families.find(([pattern]) => pattern.test(cause.code))
  if (!family) return cause
  const [, code, sentence] = family
  return new EvidenceError(code, `The database “${path}” ${sentence} (${cause.code}: ${cause.message}).`, {
    details: { path, sqlite: cause.code },
    cause,
  })
}
