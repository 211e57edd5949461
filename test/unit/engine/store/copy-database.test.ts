// A copy of a database that is in use: one plain file with everything that was committed when it ended.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { caseFolder } from '#engine/store/case-folder.ts'
import { openCase } from '#engine/store/case-database.ts'
import { frame, itemDetail, newCase, temporaryFolder } from '#test/support/store.ts'
import { ingested } from './ingested.ts'

function destination(): { root: string; file: string } {
  const root = path.join(temporaryFolder(), 'copy')
  mkdirSync(root)
  return { root, file: caseFolder(root).database }
}

test('holds what is committed while it is made, and needs no companions', { timeout: 60_000 }, async () => {
  const database = await newCase()
  const first = ingested(database, itemDetail('one'))
  database.metadata.replace(
    first.summary.id,
    Array.from({ length: 30_000 }, (_, at) => frame(at, 3)),
  )
  const { root, file } = destination()
  let steps = 0
  const onBytes = (done: number, total: number): void => {
    expect(done).toBeLessThanOrEqual(total)
    if (steps === 1) ingested(database, itemDetail('two'))
    steps += 1
  }
  const copied = await database.copyTo(file, { act: null, onBytes })
  expect(steps).toBeGreaterThan(2)
  expect(copied.originals).toHaveLength(2)
  expect(copied.ledger.seq).toBe(3)
  expect(readdirSync(root)).toEqual(['case.sqlite'])
  expect(readFileSync(file)[18]).toBe(1)
  const other = new Database(file)
  expect(other.pragma('integrity_check', { simple: true })).toBe('ok')
  other.close()
  const copy = await openCase(root, { actor: '', readOnly: true })
  expect(copy.items.list()).toEqual(database.items.list())
  expect(copy.custody.verifyLedger()).toEqual(database.custody.verifyLedger())
  copy.close()
})

test('stopped, is gone', async () => {
  const database = await newCase()
  const { root, file } = destination()
  const onBytes = (): void => {
    throw new Error('stopped')
  }
  await expect(database.copyTo(file, { act: null, onBytes })).rejects.toThrow('stopped')
  expect(existsSync(file)).toBe(false)
  expect(readdirSync(root)).toEqual([])
})

test('says in its own ledger what the source cannot say', async () => {
  const database = await newCase()
  database.close()
  const reader = await openCase(database.folder.root, { actor: '', readOnly: true })
  const { root, file } = destination()
  const act = { actor: 'Ben', action: 'case-copied', detail: { purpose: 'copy' } } as const
  const { ledger } = await reader.copyTo(file, { act, onBytes: () => undefined })
  expect(reader.custody.verifyLedger().entries).toBe(1)
  reader.close()
  const copy = await openCase(root, { actor: '', readOnly: true })
  const { valid, items } = copy.custody.verifyLedger()
  expect([valid, items.at(-1)]).toMatchObject([true, { ...act, seq: ledger.seq, hash: ledger.head }])
  copy.close()
})
