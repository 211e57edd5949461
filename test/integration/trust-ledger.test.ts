// What a workstation trusts and what the ledger says of it change together, or not at all.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import Database from 'better-sqlite3'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { unwatched } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { createCase } from '#engine/store/case-database.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'

const folder = suiteFolder()
const kept = join(folder, 'case')
const rootFile = join(folder, 'root.pem')
let rootSha = ''
beforeAll(async () => {
  const signer = await makeSigner('VMS')
  rootSha = signer.root.certificate.signer.sha256
  writeFileSync(rootFile, formatPem('CERTIFICATE', signer.root.certificate.der))
  await writeSealed(join(folder, 'a.mp4'), signer.key, { withMetadata: false })
  const database = await createCase(kept, { reference: 'R', examiner: 'Ada' })
  await ingest(
    [join(folder, 'a.mp4')],
    { database, actor: 'Ada', trust: { anchors: [], at: null } },
    unwatched,
  )
  database.close()
})
let place: string
beforeEach(() => {
  place = scratchFolder()
  cpSync(kept, join(place, 'case'), { recursive: true })
})
async function opened(): Promise<Engine> {
  const engine = await createEngine({
    dataFolder: join(place, 'lab'),
    resourcesFolder: place,
    runtime: 'cli',
    emit: () => undefined,
  })
  onTestFinished(() => engine.close())
  await engine.handlers['case.open']({ path: join(place, 'case'), examiner: 'Ada' })
  return engine
}
const index = () => {
  try {
    return readFileSync(join(place, 'lab', 'trust', 'index.json'), 'utf8')
  } catch {
    return ''
  }
}

describe('the store of the workstation', () => {
  it('is not changed where the ledger cannot be written', async () => {
    const { handlers } = await opened()
    const db = new Database(join(place, 'case', 'case.sqlite'))
    const [table] = db
      .prepare("SELECT name FROM sqlite_master WHERE type='table' AND sql LIKE '%prev%'")
      .all() as { name: string }[]
    db.exec(
      `CREATE TRIGGER refuse BEFORE INSERT ON ${table!.name} BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
    )
    db.close()
    await expect(
      handlers['trust.import']({ path: rootFile, reason: 'x', scope: 'workstation' }),
    ).rejects.toThrow()
    expect(index()).not.toContain(rootSha)
  })
  it('removal that fails half way: ledger, index and answers agree', async () => {
    const { handlers } = await opened()
    await handlers['trust.import']({ path: rootFile, reason: 'x', scope: 'workstation' })
    const file = join(place, 'lab', 'trust', `${rootSha}.cer`)
    rmSync(file)
    mkdirSync(file)
    writeFileSync(join(file, 'x'), '')
    const failure = await handlers['trust.remove']({
      sha256: rootSha,
      reason: 'lost',
      scope: 'workstation',
    }).then(
      () => null,
      (e: unknown) => e,
    )
    console.log('failure', String(failure))
    const removed = !index().includes(rootSha)
    const told = (await handlers['custody.list']({ itemId: null })).items.some(
      ({ action }) => action === 'trust-removed',
    )
    const [item] = await handlers['item.list']({})
    expect({ told, trust: item!.trust }).toEqual({
      told: removed,
      trust: removed ? 'not-checked' : 'trusted',
    })
  })
})
