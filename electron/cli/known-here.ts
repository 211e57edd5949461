// Whose signatures count for a command: this workstation's keys, its examiners', and whom the case and it trust; and what it
// knows of the end of the ledger.
import { loadKnownKeys } from '#engine/custody/known-keys.ts'
import type { KnownKeys } from '#engine/custody/known-keys.ts'
import { LedgerHeads } from '#engine/custody/ledger-heads.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { MissingHead } from '#engine/store/ledger-head.ts'
import { WorkstationTrust } from '#engine/store/workstation-trust.ts'
import { caseTrust } from '#engine/workbench.ts'
import { dataFolder } from './data-folder.ts'

export const knownHere = (database: CaseDatabase): Promise<KnownKeys> =>
  loadKnownKeys(dataFolder(), caseTrust(database, new WorkstationTrust(dataFolder())).choice)

/** What this workstation wrote into the ledger and finds there no more. */
export const missingHere = (database: CaseDatabase): MissingHead | null =>
  new LedgerHeads(dataFolder()).missing(database)
