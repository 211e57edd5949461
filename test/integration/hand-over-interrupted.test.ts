// A hand-over that a crash ended between its entries in the ledger and the name of its receipt.
import { cpSync, existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import { HandoverResult } from '#contract/handover.ts'
import { CustodyStore } from '#engine/store/custody-store.ts'
import { caseBench } from '../support/case-engine.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

const bench = caseBench(['a'])

async function handed(): Promise<HandoverResult> {
  const { engine, endOf, place } = bench()
  cpSync(join(import.meta.dirname, '../../resources/fonts'), join(place, 'fonts'), { recursive: true })
  await engine.handlers['case.open']({ path: bench().root, examiner: 'Ada' })
  const itemIds = (await engine.handlers['item.list']({})).map(({ id }) => id)
  const recipient = { name: 'Judge', organisation: '', identification: '' }
  const order = { itemIds, packagePath: null, recipient, reason: 'hearing', destination: join(place, 'out') }
  return HandoverResult.parse((await endOf(engine.handlers['handover.start'](order))).result)
}

it('is taken back at the next opening, once', async () => {
  const { engine, root } = bench()
  const { folder, receipt } = await handed()
  await engine.handlers['case.close']({})
  renameSync(folder, `${folder}.partial`)
  const opened = await engine.handlers['case.open']({ path: root, examiner: 'Ada' })
  expect(opened.notices).toEqual([expect.stringContaining(`${folder}.partial`)])
  const { items, valid } = await wholeLedger(engine.handlers)
  const entries = items.filter(({ action }) => action === 'hand-over')
  expect(valid).toBe(true)
  expect(entries).toMatchObject([
    { detail: { receiptId: receipt.id, recipient: { name: 'Judge' } } },
    { itemId: entries[0]?.itemId, detail: { receiptId: receipt.id, path: folder, failed: true } },
  ])
  expect(existsSync(`${folder}.partial`)).toBe(true)
  await engine.handlers['case.close']({})
  expect((await engine.handlers['case.open']({ path: root, examiner: 'Ada' })).notices).toEqual([])
})

it('that cannot be taken back keeps the case from opening, and nobody holds it then', async () => {
  const { engine, root } = bench()
  const { folder } = await handed()
  await engine.handlers['case.close']({})
  renameSync(folder, `${folder}.partial`)
  const append = CustodyStore.prototype.append
  const spy = vi.spyOn(CustodyStore.prototype, 'append').mockImplementation(function (
    this: CustodyStore,
    act,
  ) {
    if (act.action === 'hand-over') throw new EvidenceError('disk-full', 'No room for it.')
    return append.call(this, act)
  })
  onTestFinished(() => spy.mockRestore())
  const opening = engine.handlers['case.open']({ path: root, examiner: 'Ada' })
  await expect(opening).rejects.toMatchObject({ code: 'disk-full' })
  expect(await engine.handlers['case.current']({})).toBeNull()
  spy.mockRestore()
  expect((await engine.handlers['case.open']({ path: root, examiner: 'Ada' })).readOnly).toBe(false)
})

it('stands where the receipt is there, or its medium is not', async () => {
  const { engine, root, place } = bench()
  const { folder } = await handed()
  for (const prepare of [() => undefined, () => renameSync(join(place, 'out'), join(place, 'away'))]) {
    await engine.handlers['case.close']({})
    prepare()
    expect((await engine.handlers['case.open']({ path: root, examiner: 'Ada' })).notices).toEqual([])
  }
  expect(existsSync(folder)).toBe(false)
  const { items } = await wholeLedger(engine.handlers)
  expect(items.filter(({ action }) => action === 'hand-over')).toHaveLength(1)
})
