// The engine is ended by SIGKILL at random moments of taking in and of handing on, and started again. Nothing may be lost,
// doubled or half visible; the ledger has to hold together; originals are as they were. The moments come from a fixed
// seed: 10 of them here, as many as EXHIBIT_CRASH_MOMENTS says elsewhere.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ItemSummary } from '#contract/item.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { unwatched } from '#engine/base/progress.ts'
import { auditItems } from '#engine/ingest/audit-items.ts'
import { createCase, openCase } from '#engine/store/case-database.ts'
import { EngineProcess } from '../support/engine-process.ts'
import { folderState } from '../support/folder-state.ts'
import { makeSigner, writeSealed, writeUnsealed } from '../support/made-export.ts'
import { seededRandom } from '../support/random.ts'

const moments = Number(process.env['EXHIBIT_CRASH_MOMENTS'] ?? 10)
const random = seededRandom(20_261_128)

let home: string
let sources: string
let before: Record<string, string>
/** SHA-256 of everything in `sources` that a case has to hold in the end. */
let wanted: Set<string>
/** A case with all of it, for exports. */
let filled: string

beforeAll(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'exhibit-crash-'))
  sources = path.join(home, 'sources')
  mkdirSync(path.join(sources, 'camera 2'), { recursive: true })
  const { key } = await makeSigner('VMS')
  for (let at = 0; at < 6; at += 1)
    await writeSealed(path.join(sources, `small-${at}.mp4`), key, { seed: `small ${at}` })
  for (let at = 0; at < 2; at += 1) {
    // The second is one for a thread of its own.
    const large = { seed: `large ${at}`, frames: 150, sampleBytes: at === 0 ? 40_000 : 115_000 }
    await writeSealed(path.join(sources, 'camera 2', `large-${at}.mp4`), key, large)
  }
  await writeUnsealed(path.join(sources, 'unsealed.mp4'), { seed: 'unsealed' })
  cpSync(path.join(sources, 'small-0.mp4'), path.join(sources, 'camera 2', 'the same again.mp4'))
  writeFileSync(path.join(sources, 'readme.txt'), 'Player for Windows 7 only.\n')
  before = folderState(sources)
  wanted = new Set(filesIn(sources).map((path) => sha256Of(readFileSync(path))))
  filled = path.join(home, 'filled')
  const engine = new EngineProcess(path.join(home, 'data'))
  ;(await createCase(filled, { reference: 'R', examiner: 'Ada' })).close()
  await engine.call('case.open', { path: filled, examiner: 'Ada' })
  await ingestAll(engine)
  await engine.close()
}, 120_000)
afterAll(() => rmSync(home, { recursive: true, force: true }))

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())

/** Goes on with what was interrupted, then takes in everything once more. */
async function ingestAll(engine: EngineProcess): Promise<void> {
  for (const { id } of (await engine.call('ingest.unfinished', {})) ?? []) {
    const resumed = await engine.call('ingest.resume', { intakeId: id })
    if (resumed) await engine.endOf(resumed.jobId)
  }
  const started = await engine.call('ingest.start', { sources: [sources] })
  if (started) await engine.endOf(started.jobId)
}

type Act = {
  what: string
  begin(place: string): void
  run(engine: EngineProcess, place: string): Promise<void>
}

const caseIn = (place: string): string => path.join(place, 'case')
const packagesIn = (place: string): string => path.join(place, 'packages')

const acts: Act[] = [
  {
    what: 'taking in',
    begin: () => undefined,
    async run(engine, place) {
      await engine.call('case.open', { path: caseIn(place), examiner: 'Ada' })
      const started = await engine.call('ingest.start', { sources: [sources] })
      if (started) await engine.endOf(started.jobId)
      await engine.call('case.close', {})
    },
  },
  {
    what: 'handing on',
    begin(place) {
      rmSync(caseIn(place), { recursive: true, force: true })
      cpSync(filled, caseIn(place), { recursive: true, preserveTimestamps: true })
    },
    async run(engine, place) {
      await engine.call('case.open', { path: caseIn(place), examiner: 'Ada' })
      const items = (await engine.call('item.list', {})) ?? []
      const started = await engine.call('export.start', {
        itemIds: items.filter(({ kind }) => kind === 'export').map(({ id }) => id),
        destination: packagesIn(place),
        from: null,
        to: null,
        key: { kind: 'workstation' },
        operator: 'Ada',
        comment: '',
      })
      if (started) await engine.endOf(started.jobId)
      await engine.call('case.close', {})
    },
  },
]

/** A place of its own with an empty case. */
async function freshPlace(name: string): Promise<string> {
  const place = path.join(home, name)
  mkdirSync(packagesIn(place), { recursive: true })
  ;(await createCase(caseIn(place), { reference: 'R', examiner: 'Ada' })).close()
  return place
}

/** How long the act takes when nobody ends it, in milliseconds. */
async function measure(act: Act, place: string): Promise<number> {
  act.begin(place)
  const began = performance.now()
  const engine = new EngineProcess(path.join(place, 'data'))
  await act.run(engine, place)
  const took = performance.now() - began
  await engine.close()
  return took
}

/** Whether it had not ended by itself before. */
async function killAt(act: Act, place: string, milliseconds: number): Promise<boolean> {
  const engine = new EngineProcess(path.join(place, 'data'))
  let isOver = false
  const running = act.run(engine, place).finally(() => (isOver = true))
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  const wasRunning = !isOver
  await engine.kill()
  await running
  return wasRunning
}

/** What has to hold at any time, however the last program ended. */
async function examineCase(root: string): Promise<ItemSummary[]> {
  const database = await openCase(root, { actor: 'the test' })
  try {
    const ledger = database.custody.verifyLedger()
    expect({ valid: ledger.valid, reason: ledger.reason }).toEqual({ valid: true, reason: null })
    const items = database.items.list()
    // Wholly in the case: its bytes are there, its reports can be read, its metadata are indexed or known not to be.
    expect(await auditItems(database, ledger.items, unwatched)).toEqual([])
    for (const { id } of items) expect(database.items.load(id).summary.id).toBe(id)
    const hashes = items.map(({ sha256 }) => String(sha256))
    expect(new Set(hashes).size, 'no item twice').toBe(hashes.length)
    expect(
      hashes.filter((hash) => !wanted.has(hash)),
      'nothing but what was given',
    ).toEqual([])
    expect(items.filter(({ status }) => status !== 'ingested')).toEqual([])
    return items
  } finally {
    database.close()
  }
}

/** Every package that has its name is whole, by other programs' judgement, and the ledger knows of it. */
async function examinePackages(place: string): Promise<void> {
  const database = await openCase(caseIn(place), { actor: 'the test', readOnly: true })
  const known = new Set<unknown>()
  const takenBack = new Set<unknown>()
  for (const { detail, outputSha256 } of database.custody.entriesOf(['export'])) {
    if (detail['failed'] === true) takenBack.add(outputSha256)
    else known.add(outputSha256)
  }
  database.close()
  const named = readdirSync(packagesIn(place)).filter((name) => !name.endsWith('.partial'))
  const delivered = new Set<string>()
  for (const name of named) {
    const folder = path.join(packagesIn(place), name)
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: folder, stdio: 'pipe' })
    for (const file of readdirSync(folder).filter((one) => one.endsWith('.mp4')))
      delivered.add(sha256Of(readFileSync(path.join(folder, file))))
  }
  expect(
    [...delivered].filter((hash) => !known.has(hash)),
    'a package without its entries',
  ).toEqual([])
  const promised = [...known].filter((hash) => !takenBack.has(hash) && !delivered.has(String(hash)))
  expect(promised, 'an entry without its package').toEqual([])
}

describe.each(acts)('$what, ended at any moment', (act) => {
  const count = Math.ceil(moments / acts.length)
  test(`${count} moments`, { timeout: 60_000 + count * 60_000 }, async () => {
    const took = await measure(act, await freshPlace(`${act.what} unhurt`))
    let hit = 0
    for (let at = 0; at < count; at += 1) {
      const moment = random(Math.ceil(took * 1.05))
      const place = await freshPlace(`${act.what} ${at}`)
      act.begin(place)
      const held = act.what === 'handing on' ? wanted.size : 0
      if (await killAt(act, place, moment)) hit += 1
      const label = `${act.what}, killed after ${moment} of ${Math.round(took)} ms`
      const left = await examineCase(caseIn(place)).catch((error: unknown) => {
        throw new Error(`${label}: ${String(error)}`, { cause: error })
      })
      expect(left.length, label).toBeGreaterThanOrEqual(held)
      // Killed once more while it goes on, then left in peace.
      await killAt({ ...act, run: goOn }, place, random(Math.ceil(took)))
      await examineCase(caseIn(place))
      const engine = new EngineProcess(path.join(place, 'data'))
      await goOn(engine, place)
      await engine.close()
      const items = await examineCase(caseIn(place))
      expect(new Set(items.map(({ sha256 }) => String(sha256))), label).toEqual(wanted)
      expect(folderState(sources), label).toEqual(before)
      expect(leftovers(caseIn(place)), label).toEqual([])
      if (existsSync(packagesIn(place))) await examinePackages(place)
      rmSync(place, { recursive: true, force: true })
    }
    expect(hit, 'ended while it worked').toBeGreaterThan(0)
  })
})

async function goOn(engine: EngineProcess, place: string): Promise<void> {
  await engine.call('case.open', { path: caseIn(place), examiner: 'Ada' })
  await ingestAll(engine)
}

/** Copies that belong to nothing any more. */
function leftovers(root: string): string[] {
  const incoming = path.join(root, 'vault', '.incoming')
  return existsSync(incoming) ? readdirSync(incoming) : []
}
