// What every form of an exported ledger is made from, and how a form is written: as pieces of text, page by page.
import type { Case } from '#contract/case.ts'
import type { CustodyReport } from '#contract/custody.ts'
import { toolVersion } from '#engine/base/version.ts'
import type { LedgerReading, LedgerVerdict } from '#engine/store/ledger-reading.ts'

/** Signatures and time stamps over heads of the ledger, as they were found now. */
export type Attestations = Pick<CustodyReport, 'signatures' | 'timeStamps'> & {
  /** What those that do not hold make of the verdict on the chain of hashes. */
  judge: (verdict: LedgerVerdict) => LedgerVerdict
}

/** For a ledger of whose heads nothing is known: the chain of hashes speaks alone. */
export const noAttestations: Attestations = {
  signatures: [],
  timeStamps: [],
  judge: (verdict) => verdict,
}

export type ExportedLedger = {
  case: Pick<Case, 'id' | 'reference' | 'examiner' | 'createdAt'>
  exportedAt: string
  reading: LedgerReading
  attestations: Attestations
}

/** Pieces of the file in order, with the number of the last entry that they hold. */
export type LedgerPieces = Generator<{ text: string; seq: number }>

export const toolName = `Exhibit ${toolVersion}`
