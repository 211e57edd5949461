// What the case says of itself against what its ledger says: its number, its name, and who began it.
import type { CustodyEntry } from '#contract/custody.ts'
import type { CaseInfo } from './case-store.ts'

/** What the ledger says of the case so far; `null` before its first entry. */
export type SpokenCase = { id: unknown; reference: unknown; examiner: unknown; time: string } | null

export function noteCase({ action, detail, time }: CustodyEntry, spoken: SpokenCase): SpokenCase {
  // A case is created once; what comes later under that name is not it.
  if (action === 'case-created' && spoken === null) {
    const { caseId, reference, examiner } = detail
    return { id: caseId, reference, examiner, time }
  }
  if (action === 'case-renamed' && spoken) return { ...spoken, reference: detail['to'] }
  return spoken
}

const createdWithinMillis = 60_000

/** In sentences; none where there is no entry that says anything. */
export function auditCase(info: CaseInfo, spoken: SpokenCase): string[] {
  if (spoken === null) return []
  const pairs = [
    ['number', info.id, spoken.id],
    ['reference', info.reference, spoken.reference],
    ['examiner', info.examiner, spoken.examiner],
  ] as const
  // Written one after the other: the row of the case, and the entry that it begins with.
  const apart = Math.abs(Date.parse(info.createdAt) - Date.parse(spoken.time))
  const began =
    apart <= createdWithinMillis
      ? []
      : [
          `The case says that it was begun at ${info.createdAt}; the first entry of the ledger is of ${spoken.time}.`,
        ]
  const differences = pairs
    .filter(([, found, said]) => typeof said === 'string' && said !== found)
    .map(([what, found, said]) => `The ${what} of the case is “${found}”, the ledger says “${String(said)}”.`)
  return [...differences, ...began]
}
