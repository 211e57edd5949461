// A file of an intake that lies in the vault without being an item: its commit failed, or the program ended, behind the
// rename. Going on takes it from there, read again and compared, whether or not its source is still to be had.
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { Incoming } from '#engine/store/incoming.ts'
import type { IntakeFile, StoredIntake } from '#engine/store/intake-store.ts'
import type { CopiedFile } from './copied-file.ts'
import type { PartProgress } from './intake-progress.ts'
import { readStoredSource } from './source/stored-source.ts'

/** To be written down before the file gets its place. `partial`: reading it on was given up. */
export function noteCopied(
  { intakes }: CaseDatabase,
  intake: StoredIntake,
  files: readonly CopiedFile[],
  partial = false,
): void {
  intakes.setCopied(
    intake,
    files.map(({ position, sha256, size, missing, original, detail }) => {
      return { position, copied: { sha256, size, missing, original, detail, partial } }
    }),
  )
}

/** Null where there is no such copy, or where what lies in its place is not it. `partial`: also one that was given up. */
export async function copiedBefore(
  { position, source }: IntakeFile,
  intake: StoredIntake,
  { vault }: CaseDatabase,
  options: { partial: boolean; progress: PartProgress; signal: AbortSignal },
): Promise<CopiedFile | null> {
  const { shown, relativePath, copied } = readStoredSource(source)
  if (!copied || (copied.partial && !options.partial)) return null
  const { sha256, size, missing, original, detail } = copied
  if ((await vault.inspect(sha256, options.signal)) !== 'whole') return null
  options.progress.add(size)
  return {
    ...{ intake: intake.id, position, shown, relativePath, sha256, size, missing, original, detail },
    ...{ incoming: Incoming.inVault(vault.path(sha256), size), resumedAt: size },
    ...{ readBack: null, readBackTold: 0, progress: options.progress },
  }
}
