// The last entry that a workstation knows it has written into the ledger of a case, kept outside of it: a ledger that was cut
// back and written anew from there fits together, and still lacks this entry.
import type { Sha256, UtcTime } from '#contract/units.ts'
import type { CustodyStore } from './custody-store.ts'

export type LedgerHead = {
  caseId: string
  /** The folder of the case, without links. */
  place: string
  seq: number
  hash: Sha256
  time: UtcTime
}

/** `isHere`: it was written into the case in this very folder. Else into another copy, which went on by itself. */
export type MissingHead = { head: LedgerHead; isHere: boolean }

export const isHeadThere = (custody: CustodyStore, { seq, hash }: LedgerHead): boolean =>
  custody.hashAt(seq) === hash

export const formatMissingHead = ({ head, isHere }: MissingHead): string =>
  isHere ? formatRewritten(head) : formatParted(head)

/** Nobody but the one who keeps the case can say which it was: it is told as long as the entry is not there. */
const formatRewritten = ({ seq, hash, time }: LedgerHead): string =>
  `Entry ${seq} of the custody ledger (${hash.slice(0, 16)}…), as this workstation wrote it on ${time}, is not there: the ledger was rewritten, or this is an older copy of the case. Entries before it may differ too. This is told until the ledger with that entry is back, or an examiner accepts this one with a reason.`

const formatParted = ({ seq, hash, time, place }: LedgerHead): string =>
  `This copy parted from the case in “${place}” at entry ${seq} of its custody ledger or before: that entry (${hash.slice(0, 16)}…), as this workstation wrote it there on ${time}, is not in this copy.`
