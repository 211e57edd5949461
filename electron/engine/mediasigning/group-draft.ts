// One group while it is judged: an interval of units, the record that speaks of it, and what was found. It can still change
// until the next group has found its place.
import type { FrameState, MediaGroupVerdict } from '#contract/seal.ts'
import type { KeyedCheck } from './key-ring.ts'
import type { SigningRecord } from './signing-record.ts'

/** A record with the number of units that came before it, and what its signature says. */
export type CheckedRecord = {
  record: SigningRecord
  at: number
  /** `unsigned`: a later record has to sign it. */
  check: KeyedCheck | { state: 'unsigned' }
  /** No other record about a group came before it. */
  firstOfFile: boolean
}

export type GroupDraft = {
  /** Null where no record speaks of these units. */
  source: CheckedRecord | null
  from: number
  to: number
  verdict: MediaGroupVerdict
  reason: string | null
  /** Units that were changed, added or are out of place. */
  changed: Set<number>
  /** What is said of the pictures of all other units. */
  rest: FrameState
  missingUnits: number | null
  /** Entries at the end of the list without a unit: units that follow may stand in their place. */
  openEntries: number
  /** Waits for a signed record to cover its own. */
  provisional: boolean
  /** Unsigned records among its units that it covers as they are. */
  covers: Set<SigningRecord>
}

export function newDraft(
  from: number,
  to: number,
  verdict: MediaGroupVerdict,
  reason: string | null,
  source: CheckedRecord | null = null,
): GroupDraft {
  return {
    source,
    from,
    to,
    verdict,
    reason,
    changed: new Set(),
    rest: restOf(verdict),
    missingUnits: verdict === 'ok' ? 0 : null,
    openEntries: 0,
    provisional: source?.check.state === 'unsigned',
    covers: new Set(),
  }
}

/** What is said of pictures that were not found changed themselves. */
export function restOf(verdict: MediaGroupVerdict): FrameState {
  if (verdict === 'bad') return 'doubtful'
  return verdict === 'missing' ? 'ok' : verdict
}

/** Makes it bad, with the reason that was found first. */
export function spoil(draft: GroupDraft, reason: string): void {
  if (draft.verdict !== 'bad') {
    draft.reason = reason
    // What each unit was found to be by the list still holds.
    if (draft.rest === 'ok' && draft.changed.size === 0) draft.rest = 'doubtful'
  }
  draft.verdict = 'bad'
}
