// An answer about a signer never outlives what it was given with: whoever changes whom one trusts, and whatever fails meanwhile.
import {
  cpSync,
  rmSync,
  writeFileSync,
  linkSync,
  openSync,
  writeSync,
  ftruncateSync,
  closeSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import Database from 'better-sqlite3'
import type { JobEnd } from '#contract/job.ts'
import { itemChips } from '#contract/messages/verdict.ts'
import type { JobId } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { MovieCache } from '#engine/movie-cache.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { createCase } from '#engine/store/case-database.ts'
import { acts } from '../support/ledger.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import type { Signer } from '../support/made-export.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

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
  await expect.poll(() => ends.find(({ id }) => id === jobId)).toBeDefined()
  return ends.find(({ id }) => id === jobId)!
}
const originalOf = (sha256: string): string => join(place, 'case', 'vault', sha256.slice(0, 2), sha256)

describe('a cancelled verification of all', () => {
  it('leaves no answer of a trust store that does not count any more', async () => {
    const engine = await opened()
    const { handlers } = engine
    const { anchors } = await handlers['trust.import']({ path: rootFile, reason, scope: 'case' })
    const [a, b] = await handlers['item.list']({})
    expect(await answers(engine)).toEqual(['intact trusted', 'intact untrusted'])
    // b takes long, so that the job can be cancelled while it is read; a thread is used
    rmSync(originalOf(b!.sha256), { force: true })
    linkSync(large, originalOf(b!.sha256))
    const { jobId } = await handlers['case.verify']({})
    // As soon as the job has begun, the keeper takes the root away.
    await new Promise((resolve) => setImmediate(resolve))
    const state = await handlers['trust.remove']({ sha256: anchors[0]!.sha256, reason, scope: 'case' })
    expect(state.anchors).toEqual([])
    const count = async () => (await handlers['item.verifications']({ itemId: a!.id })).length
    await expect.poll(count).toBeGreaterThan(3)
    await handlers['job.cancel']({ jobId })
    expect(await endOf(jobId)).toMatchObject({ state: 'cancelled' })
    expect((await answers(engine))[0]).toBe('intact not-checked')
  })
})

describe('an original that is missing from the vault', () => {
  it('does not keep the answer of a root that was taken away', async () => {
    const engine = await opened()
    const { handlers } = engine
    const { anchors } = await handlers['trust.import']({ path: rootFile, reason, scope: 'case' })
    const [a] = await handlers['item.list']({})
    await handlers['case.close']({})
    const again = await opened()
    rmSync(originalOf(a!.sha256), { force: true })
    await again.handlers['trust.remove']({ sha256: anchors[0]!.sha256, reason, scope: 'case' })
    const { handlers: now } = again
    expect(await answers(again)).toEqual(['intact not-checked', 'intact not-checked'])
    const { verification } = await now['item.get']({ itemId: a!.id })
    expect(verification.seals[0]?.trustDetail).toMatchObject({
      ...{ anchorSha256: null, today: 'not-checked' },
      reason: expect.stringContaining('The original cannot be read'),
    })
    expect(verification.notChecked).toContain('trust')
    expect((await now['case.current']({}))?.notices).toContainEqual(
      expect.stringContaining(`Item ${a!.id} could not be judged by the certificates trusted now.`),
    )
    expect((await now['custody.verify']({})).valid).toBe(true)
  })
})

describe('a case that is opened for reading where its root is not held', () => {
  it('confirms no signer in the table of its items, as it does not where one item is looked at', async () => {
    const judged = await opened('lab')
    await judged.handlers['trust.import']({ path: rootFile, reason, scope: 'workstation' })
    await judged.handlers['case.close']({})
    const reading = { path: join(place, 'case'), examiner: 'Ben', readOnly: true } as const
    const tones: string[][] = []
    for (const name of ['lab', 'court']) {
      const { handlers } = await workstation(name)
      await handlers['case.open'](reading)
      const items = await handlers['item.list']({})
      const details = await Promise.all(items.map(({ id }) => handlers['item.get']({ itemId: id })))
      tones.push(
        [...items, ...details.map(({ summary }) => summary)].map((one) => itemChips(one).signer.tone),
      )
      await handlers['case.close']({})
    }
    expect(tones).toEqual([
      ['good', 'attention', 'good', 'attention'],
      ['attention', 'attention', 'attention', 'attention'],
    ])
  })
})

describe('two programs on one workstation', () => {
  it('an answer is given with the store as it is', async () => {
    const engine = await opened()
    const { handlers } = engine
    const { anchors } = await handlers['trust.import']({ path: rootFile, reason, scope: 'workstation' })
    const command = await workstation()
    await command.handlers['trust.remove']({ sha256: anchors[0]!.sha256, reason, scope: 'workstation' })
    const [a] = await handlers['item.list']({})
    await endOf((await handlers['item.verify']({ itemId: a!.id })).jobId)
    expect(await answers(engine)).toEqual(['intact not-checked', 'intact not-checked'])
  })
  it('whoever asks who is trusted learns of it, and so does every item', async () => {
    const engine = await opened()
    const command = await workstation()
    await command.handlers['trust.import']({ path: rootFile, reason, scope: 'workstation' })
    expect((await engine.handlers['trust.list']({})).anchors).toHaveLength(1)
    expect(await answers(engine)).toEqual(['intact trusted', 'intact untrusted'])
    // Added by the other program already: nothing new, and nobody is left behind.
    const { anchors } = await command.handlers['trust.list']({})
    await command.handlers['trust.remove']({ sha256: anchors[0]!.sha256, reason, scope: 'workstation' })
    await command.handlers['trust.import']({ path: otherRootFile, reason, scope: 'workstation' })
    await engine.handlers['trust.import']({ path: otherRootFile, reason, scope: 'workstation' })
    expect(await answers(engine)).toEqual(['intact untrusted', 'intact trusted'])
  })
})

describe('a row put into the table of trusted certificates', () => {
  it('of which the ledger knows nothing makes nobody trusted', async () => {
    const db = new Database(join(place, 'case', 'case.sqlite'))
    const { certificate } = other.root
    db.prepare(
      'INSERT INTO trust_anchor (sha256, der, subject, not_before, not_after, imported_at, imported_by, reason) VALUES (?,?,?,?,?,?,?,?)',
    ).run(
      certificate.signer.sha256,
      Buffer.from(certificate.der),
      certificate.signer.subject,
      certificate.signer.notBefore,
      certificate.signer.notAfter,
      '2026-05-01T00:00:00.000Z',
      'Ada',
      'trusted',
    )
    db.close()
    const engine = await opened()
    const { handlers } = engine
    const notRelied = expect.stringContaining(
      'was not added by any entry of the ledger, and is not relied on',
    )
    expect((await handlers['trust.list']({})).problems).toEqual([notRelied])
    expect((await handlers['case.current']({}))?.notices).toContainEqual(notRelied)
    const { jobId } = await handlers['case.verify']({})
    expect(await endOf(jobId)).toMatchObject({ state: 'done' })
    expect(await answers(engine)).toEqual(['intact not-checked', 'intact not-checked'])
    // Who decides so with a reason is heard.
    await handlers['trust.import']({ path: otherRootFile, reason, scope: 'case' })
    expect(await answers(engine)).toEqual(['intact untrusted', 'intact trusted'])
    expect((await handlers['trust.list']({})).problems).toEqual([])
  })
})

describe('a case that was judged on another workstation', () => {
  it('does not say that this one trusts the signer', async () => {
    const engine = await opened()
    await engine.handlers['trust.import']({ path: rootFile, reason, scope: 'workstation' })
    await engine.handlers['case.close']({})
    const other = await opened('elsewhere')
    expect((await other.handlers['trust.list']({})).anchors).toEqual([])
    const [a] = await other.handlers['item.list']({})
    const explained = await other.handlers['item.explain']({ itemId: a!.id })
    expect((await other.handlers['case.current']({}))?.notices).toEqual([])
    expect([a!.trust, explained.summary.join(' ')]).toEqual([
      'not-checked',
      expect.not.stringContaining('trusted by this workstation'),
    ])
    // One that was judged by those trusted here is left as it is.
    const entries = async () => acts((await wholeLedger(other.handlers)).items).length
    const before = await entries()
    await other.handlers['case.close']({})
    await other.handlers['case.open']({ path: join(place, 'case'), examiner: 'Ada' })
    expect(await entries()).toBe(before + 1)
  })
  it('is shown before all is judged where that takes long, and says so until it is done', async () => {
    const engine = await opened()
    await engine.handlers['trust.import']({ path: rootFile, reason, scope: 'workstation' })
    await engine.handlers['case.close']({})
    const { structure } = MovieCache.prototype
    const slow = vi.spyOn(MovieCache.prototype, 'structure').mockImplementation(async function (
      this: MovieCache,
      ...asked
    ) {
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      return structure.apply(this, asked)
    })
    onTestFinished(() => slow.mockRestore())
    const other = await opened('elsewhere')
    const notices = async () => (await other.handlers['case.current']({}))?.notices
    expect(await notices()).toEqual([expect.stringContaining('they are being judged again')])
    await expect.poll(notices).toEqual([])
    expect(await answers(other)).toEqual(['intact not-checked', 'intact not-checked'])
  }, 20_000)
})
