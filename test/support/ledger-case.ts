// A case whose ledger has acts of every kind that leaves the house, with names as nobody should choose them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { ExportedFile } from '#contract/export.ts'
import type { ItemDetail } from '#contract/item.ts'
import { unwatched } from '#engine/base/progress.ts'
import { noAttestations } from '#engine/custody/ledger-format.ts'
import { exportLedger } from '#engine/custody/export-ledger.ts'
import type { LedgerExport, LedgerFormat } from '#engine/custody/export-ledger.ts'
import { exportItems } from '#engine/export/export-items.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { createCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { suiteFolder } from './evidence.ts'
import { makeSigner, writeSealed } from './made-export.ts'

export type LedgerCase = { folder: string; database: CaseDatabase; item: ItemDetail; exported: ExportedFile }

export const actor = '=HYPERLINK("http://x","Ada, \'Bob\'")\nsecond line'
export const fileName = `+cmd "quoted", Süd שלום\u202e.mp4`

export const writeLedger = (
  database: CaseDatabase,
  format: LedgerFormat,
  path: string,
): Promise<LedgerExport> =>
  exportLedger(database, { path, format, actor, attestations: noAttestations }, unwatched)

/** One for all tests of a file, made before them. */
export function ledgerCase(): () => LedgerCase {
  const folder = suiteFolder()
  let made: LedgerCase
  beforeAll(async () => {
    made = { folder, ...(await fill(folder)) }
  }, 240_000)
  afterAll(() => made.database.close())
  return () => made
}

async function fill(folder: string): Promise<Omit<LedgerCase, 'folder'>> {
  const database = await createCase(join(folder, 'case'), { reference: 'R/7 “Nord”', examiner: 'Ada' })
  const { key } = await makeSigner('VMS')
  mkdirSync(join(folder, 'in'))
  await writeSealed(join(folder, 'in', fileName), key)
  writeFileSync(join(folder, 'in', 'notes.txt'), 'no video')
  const context = { database, actor, trust: { anchors: [], at: null } }
  const { items } = await ingest([join(folder, 'in')], context, unwatched)
  const item = database.items.load(items.find(({ id }) => id !== null)!.id!)
  const order = { itemIds: [item.summary.id], destination: join(folder, 'out'), from: null, to: null, key }
  const { files } = await exportItems(
    { ...order, operator: 'Ada', comment: '' },
    { database, actor: 'Ada Lovelace', unitName: 'Bench' },
    unwatched,
  )
  const exported = files[0]!
  database.custody.append({ actor: 'user@host', action: 'view', itemId: item.summary.id })
  database.custody.append({
    actor: 'Ada Lovelace',
    action: 'hand-over',
    itemId: item.summary.id,
    inputSha256: item.summary.sha256,
    outputSha256: exported.sha256,
    detail: { recipient: { name: 'Judge', organisation: 'District Court', identification: '12 A' } },
  })
  return { database, item, exported }
}
