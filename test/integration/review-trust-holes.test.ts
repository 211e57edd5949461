// Holes in trust answers: each test states what an examiner may rely on.
import {
  cpSync,
  readFileSync,
  rmSync,
  writeFileSync,
  linkSync,
  openSync,
  writeSync,
  ftruncateSync,
  closeSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import Database from 'better-sqlite3'
import type { JobEnd } from '#contract/job.ts'
import type { JobId } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { createCase } from '#engine/store/case-database.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner, scratchFolder, sealOnceMore, writeSealed } from '../support/made-export.ts'
import type { Signer } from '../support/made-export.ts'

const folder = suiteFolder()
const kept = join(folder, 'case')
const rootFile = join(folder, 'root.pem')
const otherRootFile = join(folder, 'other.pem')
const large = join(folder, 'large.mp4')
let signer: Signer
let other: Signer
beforeAll(async () => {
  signer = await makeSigner('Video management system')
  other = await makeSigner('Mallory')
  writeFileSync(rootFile, formatPem('CERTIFICATE', signer.root.certificate.der))
  writeFileSync(otherRootFile, formatPem('CERTIFICATE', other.root.certificate.der))
  for (const name of ['a', 'b'])
    await writeSealed(join(folder, `${name}.mp4`), name === 'a' ? signer.key : other.key, {
      seed: name,
      withMetadata: false,
    })
  const database = await createCase(kept, { reference: 'R', examiner: 'Ada' })
  const sources = ['a', 'b'].map((name) => join(folder, `${name}.mp4`))
  await ingest(sources, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
  database.close()
  const file = openSync(large, 'w')
  const size = Buffer.alloc(8)
  size.writeBigUInt64BE(2n ** 34n)
  writeSync(
    file,
    Buffer.concat([Buffer.from('000000106674797069736f6d00000000' + '0000000166726565', 'hex'), size]),
  )
  ftruncateSync(file, 16 + 2 ** 34)
  closeSync(file)
})
let place: string
let ends: JobEnd[]
let onChanged: () => void = () => undefined
beforeEach(() => {
  place = scratchFolder()
  ends = []
  onChanged = () => undefined
  cpSync(kept, join(place, 'case'), { recursive: true })
})
async function workstation(name = 'lab'): Promise<Engine> {
  const engine = await createEngine({
    dataFolder: join(place, name),
    resourcesFolder: place,
    runtime: 'cli',
    emit: (event, payload) => {
      if (event === 'job.end') ends.push(payload as JobEnd)
      if (event === 'items.changed') onChanged()
    },
  })
  onTestFinished(() => engine.close())
  return engine
}
async function opened(name?: string): Promise<Engine> {
  const engine = await workstation(name)
  await engine.handlers['case.open']({ path: join(place, 'case'), examiner: 'Ada' })
  return engine
}
const reason = 'why'
const answers = async ({ handlers }: Engine) =>
  (await handlers['item.list']({})).map(({ intact, trust }) => `${intact} ${trust}`)
const endOf = async (jobId: JobId) => {
  await expect.poll(() => ends.find(({ id }) => id === jobId), { timeout: 20_000 }).toBeDefined()
  return ends.find(({ id }) => id === jobId)!
}
const originalOf = (sha256: string): string => join(place, 'case', 'vault', sha256.slice(0, 2), sha256)

describe('an original that was exchanged in the vault', () => {
  it('gives no signer of other bytes to the seal that was verified', async () => {
    const engine = await opened()
    const { handlers } = engine
    const [a, b] = await handlers['item.list']({})
    // The bytes of a (sealed by VMS) in the place of b (sealed by Mallory).
    const at = originalOf(b!.sha256)
    const bytes = readFileSync(originalOf(a!.sha256))
    rmSync(at, { force: true })
    writeFileSync(at, bytes)
    await handlers['trust.import']({ path: rootFile, reason, scope: 'case' })
    const { verification } = await handlers['item.get']({ itemId: b!.id })
    expect(verification.seals[0]?.signer?.subject).toContain('Mallory')
    expect(verification.seals[0]?.trust).not.toBe('trusted')
  })
})

describe('a correction of the start time', () => {
  it('by a signer who turns out not to be trusted does not go on counting', async () => {
    const path = join(place, 'twice.mp4')
    await writeSealed(path, signer.key, { seed: 'c', withMetadata: false })
    const out = join(place, 'twice2.mp4')
    await sealOnceMore(path, out, other.key, '', '2025-01-01T00:00:00.000Z')
    const engine = await opened()
    const { handlers } = engine
    const { jobId } = await handlers['ingest.start']({ sources: [out] })
    await endOf(jobId)
    await handlers['trust.import']({ path: rootFile, reason, scope: 'case' })
    const item = (await handlers['item.list']({}))[2]!
    const detail = await handlers['item.get']({ itemId: item.id })
    expect(detail.verification.seals.map(({ trust }) => trust)).toEqual(['trusted', 'untrusted'])
    console.log(
      item.start,
      item.startOrigin,
      detail.inspection.startTimes,
      detail.inspection.issues.filter(({ code }) => code === 'start-time-corrected'),
    )
    expect(item.startOrigin).not.toBe('corrected cstb')
  })
})

