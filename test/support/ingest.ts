// What tests of the ingest share: limits that small files reach, a look at what the case and its folder hold.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { IngestedItem, IngestResult } from '#contract/item.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import type { IngestContext } from '#engine/ingest/ingest-context.ts'
import { ingest, resumeIntake } from '#engine/ingest/ingest.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'

/** A checkpoint after each MiB, and every file for itself above 64 KiB. */
export const smallLimits = { checkpointBytes: 1 << 20, keepBytes: 1 << 16, smallBytes: 1 << 16 }

export const contextOf = (database: CaseDatabase, more: Partial<IngestContext> = {}): IngestContext => ({
  database,
  actor: 'Ada',
  trust: { anchors: [], at: null },
  limits: smallLimits,
  ...more,
})

export const take = (
  database: CaseDatabase,
  sources: string[],
  more: Partial<IngestContext> = {},
  work: Work = unwatched,
): Promise<IngestResult> => ingest(sources, contextOf(database, more), work)

/** Goes on with the one intake that is unfinished. */
export async function goOn(
  database: CaseDatabase,
  more: Partial<IngestContext> = {},
  work: Work = unwatched,
): Promise<IngestedItem[]> {
  const [only, ...others] = database.intakes.unfinished()
  if (!only || others.length > 0) throw new Error('there should be exactly one unfinished intake')
  return (await resumeIntake(only.id, contextOf(database, more), work)).items
}

/** Files in the vault by their hash, and unfinished copies. */
export function held({ folder: { vault, incoming } }: CaseDatabase): {
  originals: string[]
  unfinished: string[]
} {
  const folders = readdirSync(vault).filter((name) => !name.startsWith('.'))
  return {
    originals: folders.flatMap((name) => readdirSync(join(vault, name))).sort(),
    unfinished: readdirSync(incoming),
  }
}

/** Acts of the ledger in their order. */
export const acts = (database: CaseDatabase): string[] => {
  const { valid, items } = database.custody.verifyLedger()
  if (!valid) throw new Error('the ledger does not hold')
  return items.map(({ action }) => action)
}

/** What the last entry of that kind says. */
export const said = (database: CaseDatabase, action: string): Record<string, unknown> =>
  database.custody.verifyLedger().items.findLast((entry) => entry.action === action)?.detail ?? {}
