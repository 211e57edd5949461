// What leaves a case has to be written down in it; a case that is open for looking cannot.
import { EvidenceError } from '#contract/errors.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'

/** Fails with `case-read-only`. */
export function refuseReadOnly(database: CaseDatabase): void {
  const { readOnly, path } = database.describe()
  if (!readOnly) return
  throw new EvidenceError(
    'case-read-only',
    `The case “${path}” is open for reading only: nothing can be handed on from it, as nothing could be recorded.`,
    { details: { path } },
  )
}
