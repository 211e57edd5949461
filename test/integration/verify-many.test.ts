// All items of a case verified at once, and several files on the command line: what is recorded, what is told, and what a
// cancelled verification leaves.
import { spawn } from 'node:child_process'
import {
  appendFileSync,
  closeSync,
  cpSync,
  ftruncateSync,
  linkSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { VerifyAllResult } from '#contract/explanation.ts'
import type { JobEnd } from '#contract/job.ts'
import type { ItemId, JobId, UtcTime } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine, EngineOptions } from '#engine/engine.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { createCase } from '#engine/store/case-database.ts'
import { acts } from '../support/ledger.ts'
import { exhibit, main, node, workstation } from '../support/cli.ts'
import { Verify } from '../support/cli-contract.ts'
import { makeEvidence, suiteFolder } from '../support/evidence.ts'
import type { Evidence } from '../support/evidence.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

const folder = suiteFolder()
const kept = join(folder, 'case')
const large = [1, 2, 3].map((index) => join(folder, `large-${index}.mp4`))
const names = ['a', 'b', 'c', 'd']
let evidence: Evidence
let root: Uint8Array
beforeAll(async () => {
  evidence = await makeEvidence(folder)
  const signer = await makeSigner('VMS')
  root = signer.root.certificate.der
  for (const name of names)
    await writeSealed(join(folder, `${name}.mp4`), signer.key, { seed: name, withMetadata: false })
  // A day ago: what was verified then is verified again.
  const now = (): UtcTime => new Date(Date.now() - 86_400_000).toISOString() as UtcTime
  const database = await createCase(kept, { reference: 'R', examiner: 'Ada', now })
  const sources = names.map((name) => join(folder, `${name}.mp4`))
  await ingest(sources, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
  database.close()
  for (const path of large) writeLarge(path)
})

/** Takes long to read and no room on the disk: `ftyp` and a `free` box of 16 GiB of zeros. */
function writeLarge(path: string): void {
  const file = openSync(path, 'w')
  const size = Buffer.alloc(8)
  size.writeBigUInt64BE(2n ** 34n)
  writeSync(
    file,
    Buffer.concat([Buffer.from('000000106674797069736f6d00000000' + '0000000166726565', 'hex'), size]),
  )
  ftruncateSync(file, 16 + 2 ** 34)
  closeSync(file)
}

let engine: Engine
let place: string
let ends: JobEnd[]
let told: { name: string; at: number }[]
const start = async (runtime: EngineOptions['runtime']): Promise<void> => {
  engine = await createEngine({
    dataFolder: join(place, 'data'),
    resourcesFolder: place,
    runtime,
    emit: (name, payload) => {
      told.push({ name, at: performance.now() })
      if (name === 'job.end') ends.push(payload as JobEnd)
    },
  })
  await engine.handlers['case.open']({ path: join(place, 'case'), examiner: 'Ada' })
}
beforeEach(() => {
  place = scratchFolder()
  ;[ends, told] = [[], []]
  cpSync(kept, join(place, 'case'), { recursive: true })
})
afterEach(() => engine.close())

const originalOf = (sha256: string): string => join(place, 'case', 'vault', sha256.slice(0, 2), sha256)

/** The end of the job that the call starts, or that runs already. */
async function endOf(jobId: JobId | null = null): Promise<JobEnd> {
  const end = (): JobEnd | undefined => ends.find(({ id }) => jobId === null || id === jobId)
  await expect.poll(end, { timeout: 20_000 }).toBeDefined()
  return end()!
}
const verifyAll = async (): Promise<VerifyAllResult> => {
  const { jobId } = await engine.handlers['case.verify']({})
  const end = await endOf(jobId)
  expect(end).toMatchObject({ kind: 'verify-case', state: 'done', error: null })
  return VerifyAllResult.parse(end.result)
}
const entries = async (itemId: ItemId | null = null) => {
  const { items, valid } = await wholeLedger(engine.handlers, itemId)
  expect(valid).toBe(true)
  return items
}

/** Where a hole is as good as bytes: the original in the vault becomes long to read, and is another one. */
async function lengthenOriginals(count: number): Promise<void> {
  for (const { sha256 } of (await engine.handlers['item.list']({})).slice(0, count)) {
    rmSync(originalOf(sha256))
    linkSync(large[0]!, originalOf(sha256))
  }
}

describe('a case', () => {
  beforeEach(() => start('cli'))

  it('whole: each item is recorded, and the ledger ends with the counts', async () => {
    expect(await verifyAll()).toEqual({
      ...{ items: 4, atOpening: false, skipped: 0, unchanged: 4, changed: [], missing: [], extra: [] },
      ...{ ledger: { entries: 7, valid: true, firstBad: null, reason: null }, recorded: true },
    })
    const all = await entries()
    expect(all.slice(-5).map(({ action }) => action)).toEqual([
      'verify',
      'verify',
      'verify',
      'verify',
      'case-verified',
    ])
    expect(all.at(-1)?.detail).toMatchObject({ items: 4, unchanged: 4, changed: 0, skipped: 0 })
    for (const { id, verdict, custody } of await engine.handlers['item.list']({})) {
      expect([verdict, custody]).toEqual(['sealed', 'complete'])
      expect(await engine.handlers['item.verifications']({ itemId: id })).toHaveLength(2)
    }
    const changes = told.filter(({ name }) => name === 'items.changed')
    expect(changes.length).toBeGreaterThan(0)
    // The end is told at once, what comes before it once a second.
    for (const [index, { at }] of changes.slice(1, -1).entries())
      expect(at - changes[index]!.at).toBeGreaterThan(990)
  })

  it('says the same of an item as verifying it alone', async () => {
    const [item] = await engine.handlers['item.list']({})
    const { jobId } = await engine.handlers['item.verify']({ itemId: item!.id })
    expect((await endOf(jobId)).state).toBe('done')
    await verifyAll()
    const [alone, together] = (await entries(item!.id)).filter(({ action }) => action === 'verify')
    const { verificationSha256: _one, ...saidAlone } = alone!.detail
    const { verificationSha256: _other, ...saidTogether } = together!.detail
    expect(saidTogether).toEqual(saidAlone)
    expect(together?.outputSha256).toBe(alone?.outputSha256)
  })

  it('with one original gone and one changed: both are named, the others are verified', async () => {
    const [gone, changed] = await engine.handlers['item.list']({})
    rmSync(originalOf(gone!.sha256))
    const path = originalOf(changed!.sha256)
    const whole = `${path}.whole`
    cpSync(path, whole)
    rmSync(path)
    cpSync(whole, path)
    appendFileSync(path, 'one more byte')
    const result = await verifyAll()
    expect(result).toMatchObject({ items: 4, unchanged: 2 })
    expect(new Set(result.changed.map(({ itemId }) => itemId))).toEqual(new Set([gone!.id, changed!.id]))
    const problemOf = (id: ItemId): string | undefined =>
      result.changed.find(({ itemId }) => itemId === id)?.problem
    expect(problemOf(gone!.id)).toContain(gone!.sha256)
    expect(problemOf(changed!.id)).toMatch(new RegExp(`^SHA-256 is .*, ${changed!.sha256} was ingested`))
    expect((await engine.handlers['item.list']({})).map(({ custody }) => custody)).toEqual([
      'mismatch',
      'mismatch',
      'complete',
      'complete',
    ])
    expect((await entries()).at(-1)).toMatchObject({
      action: 'case-verified',
      detail: { items: 4, unchanged: 2, changed: 2 },
    })
  })

  it('cancelled: ends within a second, what was recorded stays, and nothing says that all is done', async () => {
    await lengthenOriginals(2)
    const { jobId } = await engine.handlers['case.verify']({})
    await expect.poll(() => told.filter(({ name }) => name === 'job.progress').length).toBeGreaterThan(1)
    const begun = performance.now()
    await engine.handlers['job.cancel']({ jobId })
    expect(await endOf(jobId)).toMatchObject({ state: 'cancelled' })
    expect(performance.now() - begun).toBeLessThan(1_000)
    const all = await entries()
    expect(all.some(({ action }) => action === 'case-verified')).toBe(false)
    // Each verification that was recorded has its entry, and each entry its verification.
    for (const { id } of await engine.handlers['item.list']({})) {
      const said = all.filter(({ action, itemId }) => action === 'verify' && itemId === id)
      expect(await engine.handlers['item.verifications']({ itemId: id })).toHaveLength(1 + said.length)
    }
  })

  it('asked for twice: one job', async () => {
    const [one, two] = [await engine.handlers['case.verify']({}), await engine.handlers['case.verify']({})]
    expect(two).toEqual(one)
    await endOf(one.jobId)
    expect((await engine.handlers['case.verify']({})).jobId).not.toBe(one.jobId)
  })

  it('closed while it runs: the job ends first', async () => {
    await lengthenOriginals(1)
    const { jobId } = await engine.handlers['case.verify']({})
    await engine.handlers['case.close']({})
    expect(await endOf(jobId)).toMatchObject({ state: 'cancelled' })
  })

  it('is not verified by being opened', async () => {
    await wait(200)
    expect(told.some(({ name }) => name === 'job.progress')).toBe(false)
    expect((await entries()).at(-1)?.action).toBe('case-opened')
  })
})

describe('opening a case in the window', () => {
  beforeEach(() => start('official'))

  it('verifies it beside everything else, and says so', async () => {
    // The screens have their answer at once.
    expect(await engine.handlers['item.list']({})).toHaveLength(4)
    const end = await endOf()
    expect(VerifyAllResult.parse(end.result)).toMatchObject({
      atOpening: true,
      items: 4,
      skipped: 0,
      unchanged: 4,
    })
    expect((await entries()).at(-1)).toMatchObject({ action: 'case-verified', detail: { atOpening: true } })
  })

  it('leaves out what was verified within the hour, and only that', async () => {
    await endOf()
    const [item] = await engine.handlers['item.list']({})
    const before = (await entries()).length
    await engine.close()
    ends = []
    await start('official')
    expect(VerifyAllResult.parse((await endOf()).result)).toMatchObject({
      items: 4,
      skipped: 4,
      unchanged: 0,
    })
    // Nothing was done but opening it.
    expect(acts((await entries()).slice(before)).map(({ action }) => action)).toEqual(['case-opened'])

    // An item that was found changed is looked at each time.
    rmSync(originalOf(item!.sha256))
    await endOf((await engine.handlers['item.verify']({ itemId: item!.id })).jobId)
    await engine.close()
    ends = []
    await start('official')
    const again = VerifyAllResult.parse((await endOf()).result)
    expect(again).toMatchObject({ items: 4, skipped: 3, changed: [{ itemId: item!.id }] })
  })

  it('judges anew by those trusted now, and reads nothing twice for it', async () => {
    await endOf()
    await engine.close()
    // The workstation learns of a certificate while the case is closed.
    const pem = join(place, 'root.pem')
    writeFileSync(pem, formatPem('CERTIFICATE', root))
    const other = await createEngine({
      dataFolder: join(place, 'data'),
      resourcesFolder: place,
      runtime: 'cli',
      emit: () => undefined,
    })
    await other.handlers['case.create']({ path: join(place, 'other'), reference: 'O', examiner: 'Ada' })
    await other.handlers['trust.import']({ path: pem, reason: 'the key of the VMS', scope: 'workstation' })
    await other.close()
    ends = []
    await start('official')
    const trusted = names.map(() => 'trusted')
    expect((await engine.handlers['item.list']({})).map(({ trust }) => trust)).toEqual(trusted)
    expect(VerifyAllResult.parse((await endOf()).result)).toMatchObject({ skipped: 4, changed: [] })
    expect((await engine.handlers['item.list']({})).map(({ trust }) => trust)).toEqual(trusted)
  })

  it('gives way to a verification that is asked for', async () => {
    const end = await verifyAll()
    expect(end).toMatchObject({ atOpening: false, items: 4, skipped: 0, unchanged: 4 })
  })
})

describe('exhibit verify with several files', () => {
  beforeEach(() => start('cli'))
  const missing = join(folder, 'missing.mp4')

  it.each(['1', '2', '8'])(
    '%s at once: answers in the order of the arguments, the worst decides',
    async (threads) => {
      const paths = [
        evidence.unsealed,
        missing,
        evidence.sealed,
        evidence.broken,
        evidence.twice,
        evidence.sealed,
      ]
      const outcome = await exhibit('verify', ...paths, '--threads', threads, '--json')
      expect(outcome.code).toBe(4)
      const { files } = Verify.parse(JSON.parse(outcome.stdout))
      expect(files.map(({ path, verdict }) => [path, verdict])).toEqual([
        [evidence.unsealed, 'unsealed'],
        [missing, 'unreadable'],
        [evidence.sealed, 'sealed'],
        [evidence.broken, 'broken'],
        [evidence.twice, 'sealed'],
        [evidence.sealed, 'sealed'],
      ])
      expect((await exhibit('verify', evidence.sealed, evidence.broken, '--threads', threads)).code).toBe(1)
    },
  )

  it('a number of threads that is none is refused', async () => {
    for (const threads of ['0', '-1', 'all', '1.5'])
      expect((await exhibit('verify', evidence.sealed, `--threads=${threads}`)).code).toBe(2)
  })

  it('Ctrl-C ends it within a second, without anything that looks like an answer', async () => {
    const child = spawn(node, [main, 'verify', ...large], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, EXHIBIT_DATA: workstation },
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    // Long enough for the threads to be at work.
    await wait(2_500)
    expect(child.exitCode).toBeNull()
    const begun = performance.now()
    child.kill('SIGINT')
    expect(await ended).toBe(5)
    expect(performance.now() - begun).toBeLessThan(1_000)
    expect(said).toBe('')
  })
})
