// Whose signatures count for a command: this workstation's keys, its examiners', and whom the case and it trust.
import { loadKnownKeys } from '#engine/custody/known-keys.ts'
import type { KnownKeys } from '#engine/custody/known-keys.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { WorkstationTrust } from '#engine/store/workstation-trust.ts'
import { caseTrust } from '#engine/workbench.ts'
import { dataFolder } from './data-folder.ts'

export const knownHere = (database: CaseDatabase): Promise<KnownKeys> =>
  loadKnownKeys(dataFolder(), caseTrust(database, new WorkstationTrust(dataFolder())).choice)
