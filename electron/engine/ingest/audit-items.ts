// Do the items of a case and its vault still match what the ledger says was ingested. The ledger is hash-chained, the table
// of items is not: a file in the vault and its row can be exchanged together, the entry of the ingest cannot. What else the tables say is compared by the store.
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId, Sha256 } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import { indexProblem } from './audit-metadata.ts'
import { auditItems as auditStored } from '#engine/store/audit-items.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'

/** `itemId` is empty where a row of the case names no item that can be read. */
export type ItemFault = { itemId: string; path: string; problem: string }

/** What each item had as its SHA-256 when it was ingested, by the ledger's `entries`. */
export function ingestedHashes(entries: readonly CustodyEntry[]): Map<ItemId, Sha256> {
  const hashes = new Map<ItemId, Sha256>()
  for (const { action, itemId, outputSha256 } of entries) {
    // The first counts: an item is ingested once, what comes later under its name is not it.
    if (action === 'ingest' && itemId && outputSha256 && !hashes.has(itemId)) hashes.set(itemId, outputSha256)
  }
  return hashes
}

/** Reads every original in the vault. `entries`: the whole ledger. Throws only what `work` throws when cancelled. */
export async function auditItems(
  database: CaseDatabase,
  entries: readonly CustodyEntry[],
  work: Work,
): Promise<ItemFault[]> {
  const ingested = ingestedHashes(entries)
  const paths = ingestedPaths(entries)
  const pathOf = (id: string): string => paths.get(id) ?? ''
  const faults: ItemFault[] = []
  for (const [itemId, sha256] of ingested) {
    const path = pathOf(itemId)
    const problem = await problemOf(database, itemId, sha256, path, work)
    if (problem !== null) faults.push({ itemId, path, problem })
  }
  const wrong = new Set(faults.map(({ itemId }) => itemId))
  for (const itemId of ingested.keys()) {
    if (wrong.has(itemId)) continue
    const problem = await indexProblem(database, itemId, work)
    if (problem !== null) faults.push({ itemId, path: pathOf(itemId), problem })
  }
  // Of one moment: another program may be taking files in.
  const { known, originals, problems } = database.reading(() => ({
    known: new Set(ingestedHashes([...database.custody.entriesOf(['ingest'])]).values()),
    originals: database.items.originals(),
    problems: auditStored(database, { deep: true }),
  }))
  for (const { sha256 } of originals) {
    if (known.has(sha256)) continue
    const problem = `No entry of the ledger says that an item with SHA-256 ${sha256} was ingested.`
    faults.push({ itemId: '', path: '', problem })
  }
  // What the tables say of an item beyond its hash: one problem is told of each, the bytes before the rest.
  const told = new Set(faults.map(({ itemId }) => itemId))
  for (const { itemId, problem } of problems) {
    if (itemId === '' || (ingested.has(itemId as ItemId) && !told.has(itemId)))
      faults.push({ itemId, path: pathOf(itemId), problem })
  }
  return faults
}

async function problemOf(
  database: CaseDatabase,
  itemId: ItemId,
  ingested: Sha256,
  path: string,
  work: Work,
): Promise<string | null> {
  try {
    const { sha256 } = database.items.summary(itemId)
    if (sha256 !== ingested) return `The case says SHA-256 ${sha256}, ${ingested} was ingested.`
    const source = await openFileSource(database.vault.path(ingested))
    try {
      const found = await sha256OfSource(source, {
        signal: work.signal,
        onBytes: (done) => work.report({ label: path, done, total: source.size, unit: 'bytes' }),
      })
      return found === ingested ? null : `SHA-256 is ${found}, ${ingested} was ingested.`
    } finally {
      await source.close()
    }
  } catch (error) {
    if (error instanceof EvidenceError) return error.message
    throw error
  }
}

/** Made once: to look through a long ledger for each item takes a long time. */
function ingestedPaths(entries: readonly CustodyEntry[]): Map<string, string> {
  const paths = new Map<string, string>()
  for (const { action, itemId, detail } of entries) {
    if (action !== 'ingest' || itemId === null || paths.has(itemId)) continue
    paths.set(itemId, typeof detail['path'] === 'string' ? detail['path'] : '')
  }
  return paths
}
