// The calls behind the window's “Hand over” and “Export the ledger”: answers of the contract's shape, a job with one end.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { engineCalls } from '#contract/calls.ts'
import { HandoverResult } from '#contract/handover.ts'
import type { JobEnd } from '#contract/job.ts'
import type { ItemId } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { createCase } from '#engine/store/case-database.ts'
import { sha256Of } from '../support/cli.ts'
import { resourcesFolder } from '../support/hand-over-case.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

// A key is made for each, on a machine that may be busy with others.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

let engine: Engine
let place: string
let ends: JobEnd[]
let itemId: ItemId
beforeEach(async () => {
  place = scratchFolder()
  ends = []
  const { key } = await makeSigner('VMS')
  await writeSealed(join(place, 'a.mp4'), key, { withMetadata: false })
  const database = await createCase(join(place, 'case'), { reference: 'R', examiner: 'Ada' })
  const context = { database, actor: 'Ada', trust: { anchors: [], at: null } }
  const { items } = await ingest([join(place, 'a.mp4')], context, unwatched)
  itemId = items[0]!.id!
  database.close()
  engine = await createEngine({
    dataFolder: join(place, 'data'),
    resourcesFolder,
    runtime: 'cli',
    emit: (name, payload) => {
      if (name === 'job.end') ends.push(payload as JobEnd)
    },
  })
})
afterEach(() => engine.close())

const request = {
  packagePath: null,
  recipient: { name: 'Judge', organisation: '', identification: '' },
  reason: 'hearing',
  destination: null,
}

describe('handover.start', () => {
  it('is a job; its result is what the contract says, signed by the workstation', async () => {
    await engine.handlers['case.open']({ path: join(place, 'case'), examiner: 'Ada' })
    await engine.handlers['handover.start']({ ...request, itemIds: [itemId] })
    await expect.poll(() => ends.length, { timeout: 200_000 }).toBe(1)
    expect(ends[0]).toMatchObject({ kind: 'hand-over', state: 'done' })
    const { receipt, pdf, json, signature } = HandoverResult.parse(ends[0]!.result)
    expect(receipt).toMatchObject({ from: 'Ada', signer: { by: 'workstation' }, package: null })
    for (const path of [pdf, json, signature]) expect(readFileSync(path).length).toBeGreaterThan(100)
  })

  it('fails with words where no case is open, or the item is not there', async () => {
    await expect(engine.handlers['handover.start']({ ...request, itemIds: [itemId] })).rejects.toMatchObject({
      code: 'no-case-open',
    })
    await engine.handlers['case.open']({ path: join(place, 'case'), examiner: 'Ada' })
    const other = 'c7a6bd0c-0000-4000-8000-000000000000' as ItemId
    await engine.handlers['handover.start']({ ...request, itemIds: [other] })
    await expect.poll(() => ends.length, { timeout: 200_000 }).toBe(1)
    expect(ends[0]).toMatchObject({ state: 'failed', error: { code: 'item-not-found' } })
  })
})

describe('custody.export', () => {
  it('answers with path and hash, also where the case is closed in the same moment', async () => {
    await engine.handlers['case.open']({ path: join(place, 'case'), examiner: 'Ada' })
    const path = join(place, 'ledger.json')
    const writing = engine.handlers['custody.export']({ path, format: 'json' })
    const [written] = await Promise.all([writing, engine.handlers['case.close']({})])
    expect(engineCalls['custody.export'].output.parse(written)).toEqual({ path, sha256: sha256Of(path) })
    await engine.handlers['case.open']({ path: join(place, 'case'), examiner: 'Ada' })
    const { items, valid } = await wholeLedger(engine.handlers)
    expect(valid).toBe(true)
    expect(items.filter(({ action }) => action === 'ledger-exported')).toHaveLength(1)
  })
})
