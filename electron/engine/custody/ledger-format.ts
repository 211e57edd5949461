// What every form of an exported ledger is made from, and how a form is written: as pieces of text, page by page.
import type { Case } from '#contract/case.ts'
import type { CustodyReport } from '#contract/custody.ts'
import { toolVersion } from '#engine/base/version.ts'
import type { LedgerReading } from '#engine/store/ledger-reading.ts'

/** Signatures and time stamps over heads of the ledger, as they were found now. */
export type Attestations = Pick<CustodyReport, 'signatures' | 'timeStamps'>

export type ExportedLedger = {
  case: Pick<Case, 'id' | 'reference' | 'examiner' | 'createdAt'>
  exportedAt: string
  reading: LedgerReading
  attestations: Attestations
}

/** Pieces of the file in order, with the number of the last entry that they hold. */
export type LedgerPieces = Generator<{ text: string; seq: number }>

export const toolName = `Exhibit ${toolVersion}`
