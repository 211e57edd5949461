// What the tables say of missing bytes, of kinds, and of items that complete others, against each other and against the ledger.
import type { CustodyEntry } from '#contract/custody.ts'
import { missingBytesOf } from '#contract/messages/kinds.ts'
import type { StoredItem } from './item-store.ts'

/** By id of a partial item: the item that completed it, as the ledger says. */
export type SpokenCompletions = Map<string, string>

/** Told of every entry; the first `completed` about a partial item counts. */
export function noteCompletion({ action, itemId, detail }: CustodyEntry, spoken: SpokenCompletions): void {
  const partial = detail['partial']
  if (action !== 'completed' || detail['whole'] !== true) return
  if (itemId === null || typeof partial !== 'string') return
  // What was missing of it was read after all: it is whole itself, and nothing else completes it.
  if (partial === itemId) return
  if (!spoken.has(partial)) spoken.set(partial, itemId)
}

export function auditMissing({ summary, missing, original }: StoredItem, ingest: CustodyEntry): string[] {
  const problems: string[] = []
  const bytes = missingBytesOf(missing)
  if (bytes !== summary.missingBytes)
    problems.push(
      `The case says that ${summary.missingBytes} bytes of it are missing; its ranges are ${bytes}.`,
    )
  let at = 0
  for (const { start, end } of missing) {
    if (start < at || end <= start || end > summary.size) {
      problems.push(
        `The missing bytes ${start} to ${end} are out of order, or not within its ${summary.size}.`,
      )
      break
    }
    at = end
  }
  const status = missing.length > 0 ? 'partial' : 'ingested'
  if (summary.status !== status)
    problems.push(`The case says status “${summary.status}”; by its missing bytes it is “${status}”.`)
  const isPlain =
    summary.kind === 'export' &&
    missing.length === 0 &&
    Object.values(original).every((value) => value === null)
  // What no hash in the ledger speaks of was taken in when there was nothing but whole exports.
  if (!isPlain && ingest.detail['descriptionSha256'] === undefined)
    problems.push(
      `Nothing in entry ${ingest.seq} of the ledger says what kind of item it is and what of it is missing.`,
    )
  return problems
}

export function auditCompletion(
  { id, completedBy }: StoredItem['summary'],
  spoken: SpokenCompletions,
): string[] {
  const said = spoken.get(id) ?? null
  if (completedBy === said) return []
  return [`The case says that item “${String(completedBy)}” completes it; the ledger says “${String(said)}”.`]
}
