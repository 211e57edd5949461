// The key that an export is sealed with: from a file, or the workstation's own.
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { SealingKey as SealingKeyChoice } from '#contract/export.ts'
import { loadSealingKey } from '#engine/seal/key-file.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import { loadOrMakeWorkstationKey } from '#engine/seal/workstation-key.ts'

/** Fails with `key-unreadable`, `key-unsuitable` or `certificate-unreadable`. */
export function loadKey(choice: SealingKeyChoice, dataFolder: string): Promise<SealingKey> {
  if (choice.kind === 'file') return loadSealingKey(choice)
  return loadOrMakeWorkstationKey(join(dataFolder, 'key'), `Exhibit workstation ${hostname()}`)
}
