// Where an exported ledger goes: never over a file, never into the vault.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ExportedFile } from '#contract/export.ts'
import type { ItemDetail } from '#contract/item.ts'
import { unwatched } from '#engine/base/progress.ts'
import { noAttestations } from '#engine/custody/ledger-format.ts'
import { exportLedger } from '#engine/custody/export-ledger.ts'
import type { LedgerExport, LedgerFormat } from '#engine/custody/export-ledger.ts'
import { exportItems } from '#engine/export/export-items.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { createCase, openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'

const folder = suiteFolder()
let database: CaseDatabase
let item: ItemDetail
let exported: ExportedFile

/** Names as nobody should choose them. */
const actor = '=HYPERLINK("http://x","Ada, \'Bob\'")\nsecond line'
const fileName = `+cmd "quoted", Süd שלום\u202e.mp4`

const write = (format: LedgerFormat, path: string, from = database): Promise<LedgerExport> =>
  exportLedger(from, { path, format, actor, attestations: noAttestations }, unwatched)

beforeAll(async () => {
  database = await createCase(join(folder, 'case'), { reference: 'R/7 “Nord”', examiner: 'Ada' })
  const { key } = await makeSigner('VMS')
  mkdirSync(join(folder, 'in'))
  await writeSealed(join(folder, 'in', fileName), key)
  writeFileSync(join(folder, 'in', 'notes.txt'), 'no video')
  const context = { database, actor, trust: { anchors: [], at: null } }
  const { items } = await ingest([join(folder, 'in')], context, unwatched)
  item = database.items.load(items.find(({ id }) => id !== null)!.id!)
  const order = { itemIds: [item.summary.id], destination: join(folder, 'out'), from: null, to: null, key }
  const { files } = await exportItems(
    { ...order, operator: 'Ada', comment: '' },
    { database, actor: 'Ada Lovelace', unitName: 'Bench' },
    unwatched,
  )
  exported = files[0]!
  database.custody.append({ actor: 'user@host', action: 'view', itemId: item.summary.id })
  database.custody.append({
    actor: 'Ada Lovelace',
    action: 'hand-over',
    itemId: item.summary.id,
    inputSha256: item.summary.sha256,
    outputSha256: exported.sha256,
    detail: { recipient: { name: 'Judge', organisation: 'District Court', identification: '12 A' } },
  })
}, 240_000)
afterAll(() => database.close())

describe('where it goes', () => {
  it('never over a file, never into the case but for its two open folders', async () => {
    const path = join(scratchFolder(), 'mine.json')
    writeFileSync(path, 'mine')
    await expect(write('json', path)).rejects.toMatchObject({ code: 'destination-exists' })
    expect(readFileSync(path, 'utf8')).toBe('mine')
    const before = database.custody.verifyLedger().entries
    await expect(write('json', join(database.folder.vault, 'l.json'))).rejects.toMatchObject({
      code: 'wrong-input',
    })
    await expect(write('json', join(scratchFolder(), 'no', 'l.json'))).rejects.toMatchObject({
      code: 'destination-unwritable',
    })
    expect(database.custody.verifyLedger().entries).toBe(before)
    await write('json', join(database.folder.reports, 'l.json'))
    expect(readdirSync(database.folder.reports)).toEqual(['l.json'])
  })

  it('a name that is taken at the last moment is taken back in the ledger', async () => {
    const path = join(scratchFolder(), 'l.csv')
    const append = database.custody.append.bind(database.custody)
    const spy = vi.spyOn(database.custody, 'append').mockImplementation((act) => {
      if (act.detail?.['failed'] !== true) writeFileSync(path, 'mine')
      return append(act)
    })
    await expect(write('csv', path).finally(() => spy.mockRestore())).rejects.toMatchObject({
      code: 'destination-exists',
    })
    expect(readFileSync(path, 'utf8')).toBe('mine')
    expect(database.custody.verifyLedger().items.slice(-2)).toMatchObject([
      { action: 'ledger-exported', detail: { path } },
      { action: 'ledger-exported', detail: { path, failed: true } },
    ])
  })

  it('is refused where the case is open for reading only', async () => {
    const other = await newCase()
    const root = other.folder.root
    other.close()
    const looking = await openCase(root, { actor: '', readOnly: true })
    try {
      await expect(write('json', join(scratchFolder(), 'l.json'), looking)).rejects.toMatchObject({
        code: 'case-read-only',
      })
    } finally {
      looking.close()
    }
  })
})
