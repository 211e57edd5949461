// Writes what a search found for use elsewhere, under a name that must be free. The entry `search-exported` says what was asked,
// and comes before the file has its name.
import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemSummary } from '#contract/item.ts'
import type { SearchEntry, SearchExport, SearchQuery } from '#contract/search.ts'
import type { ItemId, Sha256 } from '#contract/units.ts'
import { refuseInsideCase } from '#engine/base/case-border.ts'
import { nameWithoutReplacing, refuseTaken } from '#engine/base/durable-name.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import { breathe } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { CustodyAct } from '#engine/store/custody-store.ts'
import { formatSearchCsv, searchCsvHead } from './search-csv.ts'
import type { Found } from './search-csv.ts'

const perPage = 1_000

export type SearchExportRequest = { query: SearchQuery; path: string; actor: string }

/**
 * Fails with `wrong-input`, `destination-exists`, `disk-full` or `destination-unwritable`; then nothing is left of the file.
 */
export async function exportSearch(
  database: CaseDatabase,
  { query, path, actor }: SearchExportRequest,
  work: Work,
): Promise<SearchExport> {
  await refuseInsideCase(database.folder, path)
  const partial = `${path}.${randomUUID().slice(0, 8)}.partial`
  try {
    await refuseTaken(path)
    const { sha256, entries } = await writeFound(partial, database, query, work)
    work.signal.throwIfAborted()
    const act: CustodyAct = { actor, action: 'search-exported', outputSha256: sha256 }
    const notIndexed = database.search.notIndexed()
    database.custody.append({ ...act, detail: { path, entries, notIndexed, query: askedOf(query) } })
    try {
      await nameWithoutReplacing(partial, path)
    } catch (error) {
      // The ledger is append-only: what did not come about is taken back by another entry.
      const reason = error instanceof Error ? error.message : String(error)
      database.custody.append({ ...act, detail: { path, failed: true, reason } })
      throw error
    }
    return { path, sha256, entries }
  } catch (cause) {
    if (work.signal.aborted || cause instanceof EvidenceError) throw cause
    // Neither a full disk nor a taken name: a defect, to be told as one.
    if (errnoOf(cause) === null) throw cause
    if (errnoOf(cause) !== 'EEXIST') throw fileFailure(cause, path, 'The search results were not exported.')
    throw new EvidenceError('destination-exists', `“${path}” exists already; nothing was written.`, {
      details: { path },
      cause,
    })
  } finally {
    await rm(partial, { force: true })
  }
}

async function writeFound(
  path: string,
  database: CaseDatabase,
  query: SearchQuery,
  work: Work,
): Promise<{ sha256: Sha256; entries: number }> {
  const hash = createSha256()
  const turn = (): Promise<void> => breathe(work.signal)
  const items = new Map<ItemId, ItemSummary>(database.items.list().map((item) => [item.id, item]))
  const foundOf = ({ itemId, corrected }: SearchEntry): Found => ({
    item: items.get(itemId) ?? database.items.summary(itemId),
    clock: corrected && database.clock.current(itemId),
  })
  const file = await open(path, 'wx')
  try {
    const write = async (text: string): Promise<void> => {
      hash.update(text)
      await file.writeFile(text)
    }
    await write(searchCsvHead())
    const entries = await database.search.during(query, async (search) => {
      let done = 0
      let after: string | null = null
      do {
        const page = await search.page(after, perPage, turn)
        await write(formatSearchCsv(page.entries, foundOf))
        done += page.entries.length
        after = page.next
        work.report({ label: path, done, total: null, unit: 'items' })
        await turn()
      } while (after !== null)
      return done
    })
    await file.sync()
    return { sha256: sha256Hex(hash), entries }
  } finally {
    await file.close()
  }
}

/** Only what was asked. */
const askedOf = (query: SearchQuery): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      value === null || value.length === 0 ? [] : [[name, value]],
    ),
  )
