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
import { wholeLedger } from '../support/whole-ledger.ts'

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

/** From now on no entry can be written, as on a full disk. */
function refuseEntries(): void {
  const db = new Database(join(place, 'case', 'case.sqlite'))
  db.exec("CREATE TRIGGER refuse BEFORE INSERT ON custody BEGIN SELECT RAISE(ABORT, 'disk full'); END")
  db.close()
}
const trusting = { reason: 'compared by telephone', scope: 'workstation' } as const
const answer = async ({ handlers }: Engine) => (await handlers['item.list']({}))[0]?.trust
const removals = async ({ handlers }: Engine) =>
  (await wholeLedger(handlers)).items.filter(({ action }) => action === 'trust-removed')

describe('the store of the workstation, where the ledger cannot be written,', () => {
  it('trusts nobody more', async () => {
    const engine = await opened()
    refuseEntries()
    await expect(engine.handlers['trust.import']({ path: rootFile, ...trusting })).rejects.toThrow()
    expect(index()).toBe('')
    expect((await engine.handlers['trust.list']({})).anchors).toEqual([])
    expect(await answer(engine)).toBe('not-checked')
  })

  it('trusts nobody less', async () => {
    const engine = await opened()
    await engine.handlers['trust.import']({ path: rootFile, ...trusting })
    const before = index()
    refuseEntries()
    await expect(engine.handlers['trust.remove']({ sha256: rootSha, ...trusting })).rejects.toThrow()
    expect(index()).toBe(before)
    expect(await engine.handlers['trust.list']({})).toMatchObject({
      anchors: [{ sha256: rootSha }],
      problems: [],
    })
    expect(await removals(engine)).toEqual([])
    expect(await answer(engine)).toBe('trusted')
  })
})

describe('a certificate of the workstation', () => {
  it('whose file cannot be removed is not trusted any more, and the file is told', async () => {
    const engine = await opened()
    await engine.handlers['trust.import']({ path: rootFile, ...trusting })
    const file = join(place, 'lab', 'trust', `${rootSha}.cer`)
    rmSync(file)
    mkdirSync(file)
    writeFileSync(join(file, 'x'), '')
    const { anchors, problems } = await engine.handlers['trust.remove']({ sha256: rootSha, ...trusting })
    expect([anchors, problems]).toEqual([[], [expect.stringContaining(`“${rootSha}.cer”`)]])
    expect(index()).not.toContain(rootSha)
    expect(await removals(engine)).toHaveLength(1)
    expect(await answer(engine)).toBe('not-checked')
  })
})
