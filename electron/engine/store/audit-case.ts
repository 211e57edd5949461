// What the case says of itself against what its ledger says: its number, its name, and who began it.
import type { CustodyEntry } from '#contract/custody.ts'
import type { CaseInfo } from './case-store.ts'

/** What the ledger says of the case so far; `null` before its first entry. */
export type SpokenCase = { id: unknown; reference: unknown; examiner: unknown } | null

export function noteCase({ action, detail }: CustodyEntry, spoken: SpokenCase): SpokenCase {
  // A case is created once; what comes later under that name is not it.
  if (action === 'case-created' && spoken === null) {
    const { caseId, reference, examiner } = detail
    return { id: caseId, reference, examiner }
  }
  if (action === 'case-renamed' && spoken) return { ...spoken, reference: detail['to'] }
  return spoken
}

/** In sentences; none where there is no entry that says anything. */
export function auditCase(info: CaseInfo, spoken: SpokenCase): string[] {
  if (spoken === null) return []
  const pairs = [
    ['number', info.id, spoken.id],
    ['reference', info.reference, spoken.reference],
    ['examiner', info.examiner, spoken.examiner],
  ] as const
  return pairs
    .filter(([, found, said]) => typeof said === 'string' && said !== found)
    .map(([what, found, said]) => `The ${what} of the case is “${found}”, the ledger says “${String(said)}”.`)
}
