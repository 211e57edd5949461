// Items and vault against the ledger: what was exchanged, removed or put in by other means.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CustodyEntry } from '#contract/custody.ts'
import type { ItemDetail } from '#contract/item.ts'
import { unwatched } from '#engine/base/progress.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { auditItems, ingestedHashes } from '#engine/ingest/audit-items.ts'
import type { ItemFault } from '#engine/ingest/audit-items.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { itemDetail, newCase } from '#test/support/store.ts'

function put(database: CaseDatabase, bytes: string): string {
  const path = database.vault.path(sha256Of(bytes))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
  return path
}

/** A case with one item, as ingest leaves it. */
async function withItem(
  bytes = 'bytes',
): Promise<{ database: CaseDatabase; detail: ItemDetail; path: string }> {
  const database = await newCase()
  const detail = itemDetail(bytes)
  const path = put(database, bytes)
  database.transaction(() => {
    database.items.insert(detail)
    const { id: itemId, sha256, path: name } = detail.summary
    database.custody.append({
      actor: 'Ada',
      action: 'ingest',
      itemId,
      inputSha256: sha256,
      outputSha256: sha256,
      detail: { path: name },
    })
  })
  return { database, detail, path }
}

const audit = (database: CaseDatabase): Promise<ItemFault[]> =>
  auditItems(database, database.custody.verifyLedger().items, unwatched)

describe('the audit', () => {
  it('finds nothing where all is as it was', async () => {
    expect(await audit((await withItem()).database)).toEqual([])
  })

  it('finds an original that was changed, and one that is gone', async () => {
    const { database, detail, path } = await withItem()
    chmodSync(path, 0o644)
    writeFileSync(path, 'other')
    expect(await audit(database)).toEqual([
      {
        itemId: detail.summary.id,
        path: detail.summary.path,
        problem: `SHA-256 is ${sha256Of('other')}, ${sha256Of('bytes')} was ingested.`,
      },
    ])
    rmSync(path)
    expect((await audit(database))[0]?.problem).toContain('no file')
  })

  it('finds an item that the ledger knows nothing of', async () => {
    const { database } = await withItem()
    put(database, 'planted')
    database.items.insert(itemDetail('planted'))
    expect(await audit(database)).toEqual([
      { itemId: '', path: '', problem: expect.stringContaining(sha256Of('planted')) as string },
    ])
  })

  it('finds an item that only the ledger knows of', async () => {
    const { database, detail } = await withItem()
    const entries = database.custody.verifyLedger().items
    const other = await newCase()
    expect(await auditItems(other, entries, unwatched)).toEqual([
      {
        itemId: detail.summary.id,
        path: detail.summary.path,
        problem: expect.stringContaining('no item') as string,
      },
    ])
  })

  it('stops when it is cancelled', async () => {
    const { database } = await withItem()
    const entries = database.custody.verifyLedger().items
    await expect(
      auditItems(database, entries, { ...unwatched, signal: AbortSignal.abort() }),
    ).rejects.toThrow(/abort/i)
  })
})

describe('what was ingested', () => {
  const entry = (action: string, itemId: string | null, outputSha256: string | null): CustodyEntry =>
    ({ action, itemId, outputSha256 }) as CustodyEntry

  it('is what the first entry of the ingest says, whatever comes later', () => {
    const entries = [
      entry('case-created', null, null),
      entry('ingest', 'a', '1'),
      entry('export', 'a', '2'),
      entry('verify', 'a', '3'),
      entry('ingest', 'a', '4'),
      entry('ingest', 'b', '5'),
      entry('ingest', 'c', null),
    ]
    expect([...ingestedHashes(entries)]).toEqual([
      ['a', '1'],
      ['b', '5'],
    ])
  })
})
