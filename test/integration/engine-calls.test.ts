// Calls of the engine on a case that somebody damaged: each says so, in the answer and in the ledger, and goes on.
import { cpSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JobEnd } from '#contract/job.ts'
import type { ItemId } from '#contract/units.ts'
import { engineCalls } from '#contract/calls.ts'
import { unwatched } from '#engine/base/progress.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { createCase } from '#engine/store/case-database.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

const folder = suiteFolder()
const kept = join(folder, 'case')
let root: Uint8Array
beforeAll(async () => {
  const signer = await makeSigner('VMS')
  root = signer.root.certificate.der
  for (const name of ['a', 'b', 'c'])
    await writeSealed(join(folder, `${name}.mp4`), signer.key, { seed: name, withMetadata: false })
  const database = await createCase(kept, { reference: 'R', examiner: 'Ada' })
  const sources = ['a', 'b', 'c'].map((name) => join(folder, `${name}.mp4`))
  await ingest(sources, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
  database.close()
})

let engine: Engine
let place: string
let ends: JobEnd[]
let told: string[]
beforeEach(async () => {
  place = scratchFolder()
  cpSync(kept, join(place, 'case'), { recursive: true })
  ;[ends, told] = [[], []]
  engine = await createEngine({
    dataFolder: join(place, 'data'),
    resourcesFolder: place,
    runtime: 'cli',
    emit: (name, payload) => {
      told.push(name)
      if (name === 'job.end') ends.push(payload as JobEnd)
    },
  })
  await engine.handlers['case.open']({ path: join(place, 'case'), examiner: 'Ada' })
})
afterEach(() => engine.close())

const originalOf = (sha256: string): string => join(place, 'case', 'vault', sha256.slice(0, 2), sha256)

async function verified(itemId: ItemId): Promise<JobEnd> {
  await engine.handlers['item.verify']({ itemId })
  await expect.poll(() => ends.length).toBe(1)
  return ends[0]!
}

describe('verifying an original', () => {
  it('that is gone: fails, and that it is gone stands in the ledger and in the table', async () => {
    const { handlers } = engine
    const [item] = await handlers['item.list']({})
    rmSync(originalOf(item!.sha256))
    told = []
    expect(await verified(item!.id)).toMatchObject({ state: 'failed', error: { code: 'file-not-found' } })
    expect(told).toContain('items.changed')
    expect((await handlers['item.list']({}))[0]?.custody).toBe('mismatch')
    const { items, valid } = await wholeLedger(handlers, item!.id)
    expect([valid, items.at(-1)]).toMatchObject([
      true,
      {
        action: 'verify',
        inputSha256: item!.sha256,
        outputSha256: null,
        detail: { vaultUnchanged: false, failed: 'file-not-found' },
      },
    ])
  })

  it('that is whole: complete', async () => {
    const [item] = await engine.handlers['item.list']({})
    expect((await verified(item!.id)).state).toBe('done')
    expect((await engine.handlers['item.list']({}))[0]?.custody).toBe('complete')
  })
})

describe('trusting a certificate', () => {
  const reason = 'the key of the VMS'

  it('judges all items that can be read, and names the one that cannot', async () => {
    const { handlers } = engine
    const items = await handlers['item.list']({})
    const path = originalOf(items[0]!.sha256)
    rmSync(path)
    const pem = join(place, 'root.pem')
    writeFileSync(pem, formatPem('CERTIFICATE', root))
    const imported = await handlers['trust.import']({ path: pem, reason, scope: 'case' })
    expect(imported.anchors).toMatchObject([{ scope: 'case', reliedOnBy: [items[1]!.id, items[2]!.id] }])
    expect((await handlers['item.list']({})).map(({ trust }) => trust)).toEqual([
      'not-checked',
      'trusted',
      'trusted',
    ])
    const { notices } = (await handlers['case.current']({}))!
    expect(notices).toContainEqual(expect.stringContaining(items[0]!.id))
    expect(told.at(-1)).toBe('items.changed')
  })

  it('takes none from inside the case, links followed, and keeps its lock', async () => {
    const { handlers } = engine
    const link = join(place, 'link.pem')
    symlinkSync(join(place, 'case', 'case.sqlite'), link)
    for (const path of [link, join(place, 'case', 'case.sqlite'), join(place, 'case', 'case.lock')]) {
      await expect(handlers['trust.read']({ path })).rejects.toMatchObject({ code: 'wrong-input' })
      await expect(handlers['trust.import']({ path, reason, scope: 'case' })).rejects.toMatchObject({
        code: 'wrong-input',
      })
    }
    const key = { kind: 'file', keyPath: link, certPath: null, password: null } as const
    const [item] = await handlers['item.list']({})
    const order = {
      itemIds: [item!.id],
      destination: place,
      from: null,
      to: null,
      key,
      operator: '',
      comment: '',
    }
    await expect(handlers['export.start'](order)).rejects.toMatchObject({ code: 'wrong-input' })
  })
})

describe('opening', () => {
  it('the case that is open by another name is no second opening', async () => {
    const { handlers } = engine
    const link = join(place, 'other')
    symlinkSync(join(place, 'case'), link)
    const before = (await wholeLedger(handlers)).entries
    for (const path of [link, join(place, 'x', '..', 'case'), `${join(place, 'case')}/`])
      expect((await handlers['case.open']({ path, examiner: null })).path).toBe(join(place, 'case'))
    expect((await wholeLedger(handlers)).entries).toBe(before)
  })

  it('the demo twice at once is one job', async () => {
    const { handlers } = engine
    const [one, two] = await Promise.all([handlers['demo.open']({}), handlers['demo.open']({})])
    expect(two).toEqual(one)
    await handlers['job.cancel'](one)
    await expect.poll(() => ends.length).toBe(1)
  })
})

it('what people say is bounded', () => {
  const long = 'x'.repeat(4_097)
  const path = '/case'
  const refuses = (name: keyof typeof engineCalls, input: unknown): boolean =>
    !engineCalls[name].input.safeParse(input).success
  for (const [text, refused] of [
    [long, true],
    [long.slice(1), false],
  ] as const) {
    expect(refuses('case.create', { path, reference: text, examiner: '' })).toBe(refused)
    expect(refuses('case.create', { path, reference: '', examiner: text })).toBe(refused)
    expect(refuses('case.open', { path, examiner: text })).toBe(refused)
    expect(refuses('trust.import', { path, scope: 'case', reason: text })).toBe(refused)
    expect(refuses('trust.remove', { sha256: '', scope: 'case', reason: text })).toBe(refused)
  }
})
