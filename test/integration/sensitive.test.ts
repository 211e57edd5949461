// Sensitive material through the calls: what is marked says so to whoever gets it, and a case open for reading changes nothing.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { Receipt } from '#contract/handover.ts'
import { createEngine } from '#engine/engine.ts'
import { handOverCase, resourcesFolder } from '../support/hand-over-case.ts'
import { scratchFolder } from '../support/made-export.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

vi.setConfig({ testTimeout: 240_000 })
const made = handOverCase()

it('a receipt and the certificate of a package name what is marked as sensitive, and nothing else', async () => {
  const { database, itemIds, exportTo, hand } = made()
  const [one, two] = itemIds
  database.sensitive.mark([one!], true, 'Ada')
  const { receipt } = await hand({ packagePath: null, itemIds: [one!, two!] })
  const told = Receipt.parse(receipt).notices.filter((notice) => notice.includes('sensitive'))
  expect(told).toEqual([`“${database.items.summary(one!).name}” is marked as sensitive in the case.`])

  const path = await exportTo('marked', [one!, two!])
  const texts = readdirSync(path)
    .filter((name) => /\.(html|txt|json)$/.test(name))
    .map((name) => readFileSync(join(path, name), 'utf8'))
  expect(texts.join('\n').match(/The case marks it as sensitive\./g)?.length).toBeGreaterThanOrEqual(1)
  const exported = database.custody.verifyLedger().items.filter(({ action }) => action === 'export')
  const notes = exported.slice(-2).map(({ itemId, detail }) => [itemId, detail['notes']])
  expect(notes).toEqual([
    [one, ['The case marks it as sensitive.']],
    [two, []],
  ])
})

it('calls mark items, veil the case, tell of both, and refuse where the case is open for reading', async () => {
  const { database, itemIds } = made()
  const [one] = itemIds
  const { root } = database.folder
  database.close()
  const told: string[] = []
  const { handlers, close } = await createEngine({
    dataFolder: join(scratchFolder(), 'data'),
    resourcesFolder,
    runtime: 'cli',
    emit: (name) => void told.push(name),
  })
  try {
    await handlers['case.open']({ path: root, examiner: 'Ben' })
    await handlers['item.markSensitive']({ itemIds, sensitive: true })
    expect((await handlers['item.list']({})).map(({ sensitive }) => sensitive)).toEqual([true, true])
    expect(told).toContain('items.changed')
    expect(await handlers['case.veil']({ all: true })).toMatchObject({ veilsAll: true })
    await handlers['item.view']({ itemId: one!, veil: 'down' })
    await handlers['item.view']({ itemId: one!, veil: 'lifted' })
    const { items } = await wholeLedger(handlers, one)
    expect(items.slice(-2).map(({ action, detail }) => [action, detail])).toEqual([
      ['view', { veil: 'down' }],
      ['view', { veil: 'lifted' }],
    ])
    await handlers['case.open']({ path: root, examiner: 'Ben', readOnly: true })
    expect((await handlers['case.current']({}))?.veilsAll).toBe(true)
    for (const act of [
      () => handlers['item.markSensitive']({ itemIds, sensitive: false }),
      () => handlers['case.veil']({ all: false }),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'case-read-only' })
  } finally {
    await close()
  }
})
