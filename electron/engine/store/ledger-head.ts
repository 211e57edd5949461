// The last entry that a workstation knows it has written into the ledger of a case, kept outside of it: a ledger that was cut
// back and written anew from there fits together, and still lacks this entry.
import type { Sha256, UtcTime } from '#contract/units.ts'
import type { CustodyStore } from './custody-store.ts'

export type LedgerHead = { caseId: string; seq: number; hash: Sha256; time: UtcTime }

export const isHeadThere = (custody: CustodyStore, { seq, hash }: LedgerHead): boolean =>
  custody.hashAt(seq) === hash

export const formatMissingHead = ({ seq, hash, time }: LedgerHead): string =>
  `Entry ${seq} of the custody ledger (${hash.slice(0, 16)}…), as this workstation wrote it on ${time}, is not there: the ledger was rewritten, or this is an older copy of the case.`
