// Where an exported ledger goes: never over a file, never into the vault.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { LedgerExport, LedgerFormat } from '#engine/custody/export-ledger.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { ledgerCase, writeLedger } from '../support/ledger-case.ts'
import { scratchFolder } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'

const made = ledgerCase()
let database: CaseDatabase
beforeAll(() => {
  database = made().database
})

const write = (format: LedgerFormat, path: string, from = database): Promise<LedgerExport> =>
  writeLedger(from, format, path)

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
