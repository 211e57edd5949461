// Intakes that are interrupted and go on: after a hard end of the program, a pulled medium, a pause. What was
// read is not read again, and what comes out is the same as at one go.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Work } from '#engine/base/progress.ts'
import { unwatched } from '#engine/base/progress.ts'
import { giveUpIntake } from '#engine/ingest/give-up.ts'
import { resumeIntake } from '#engine/ingest/ingest.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { auditItems } from '#engine/store/audit-items.ts'
import { node, sha256Of, stateOf } from '../support/cli.ts'
import { suiteFolder } from '../support/evidence.ts'
import { failingReading } from '../support/failing-reads.ts'
import { acts, contextOf, goOn, held, said, take } from '../support/ingest.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'

const mib = 1 << 20
/** What is read of a file at once. */
const chunk = 1 << 18
const folder = suiteFolder()
const made = join(folder, 'first.mp4')
const small = join(folder, 'second.mp4')
beforeAll(async () => {
  const { key } = await makeSigner('VMS')
  // Some ten chunks and checkpoints.
  await writeSealed(made, key, { frames: 260, sampleBytes: 40_000, seed: 'first' })
  await writeSealed(small, key, { frames: 20, seed: 'second' })
})

/** A copy of the file that a test may change, and a case. */
async function prepared(): Promise<{ source: string; database: CaseDatabase }> {
  const source = join(scratchFolder(), 'first.mp4')
  copyFileSync(made, source)
  return { source, database: await newCase(join(scratchFolder(), 'case')) }
}

/** An intake that came so far before its medium was gone. */
async function interruptedAt(
  place: number,
): Promise<{ source: string; database: CaseDatabase; kept: number }> {
  const { source, database } = await prepared()
  const reading = failingReading({ bad: [[place, Infinity]], errno: 'ENODEV' })
  await expect(take(database, [source], { reading })).rejects.toMatchObject({ code: 'source-gone' })
  const [checkpoint] = database.intakes.openCheckpoints()
  return { source, database, kept: checkpoint?.bytes ?? 0 }
}

/** Where the source is read from while it goes on. */
function watched(): { reading: ReturnType<typeof failingReading>; first: () => number } {
  let first = Infinity
  const reading = failingReading({ bad: [], onRead: (offset) => (first = Math.min(first, offset)) })
  return { reading, first: () => first }
}

function expectWhole(database: CaseDatabase, source: string): void {
  const sha256 = sha256Of(source)
  expect(held(database)).toEqual({ originals: [sha256], unfinished: [] })
  expect(sha256Of(database.vault.path(database.items.list()[0]!.sha256))).toBe(sha256)
  expect(database.items.list()).toMatchObject([{ status: 'ingested', verdict: 'sealed', sha256 }])
  expect([database.intakes.unfinished(), database.intakes.openCheckpoints()]).toEqual([[], []])
  expect([acts(database).filter((act) => act === 'ingest'), auditItems(database)]).toEqual([['ingest'], []])
}

describe('ended hard at a checkpoint', () => {
  it('is told at the next opening, and goes on from there', async () => {
    const { source, database } = await prepared()
    const { root } = database.folder
    database.close()
    const before = [source, small].map(stateOf)
    const script = join(import.meta.dirname, '../support/ingest-process.ts')
    const child = spawn(node, [script, root, String(6 * mib), small, source], { stdio: 'pipe' })
    onTestFinished(() => void child.kill('SIGKILL'))
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    while (!/checkpoint [3-6]\d{6}/.test(output) && child.exitCode === null) await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'close')

    const again = await openCase(root, { actor: 'Ada' })
    onTestFinished(() => again.close())
    expect(again.notices).toEqual([
      expect.stringMatching(/after 1 of 2 files, at “.*first\.mp4”.*It can go on\.$/),
    ])
    const [unfinished] = again.intakes.unfinished()
    const kept = again.intakes.openCheckpoints()[0]!.bytes
    expect(unfinished).toMatchObject({
      actor: 'the other program',
      sources: [small, source],
      ...{ files: 2, filesDone: 1, interruptedAt: source, reason: '' },
      bytesKept: kept + statSync(small).size,
    })
    expect(kept).toBeGreaterThanOrEqual(3 * mib)
    const { reading, first } = watched()
    const items = await goOn(again, { reading })
    expect(items.map(({ path, status }) => [path, status])).toEqual([
      ['second.mp4', 'ingested'],
      ['first.mp4', 'ingested'],
    ])
    // Only the seam is read once more.
    expect(first()).toBe(kept - mib)
    expect(said(again, 'ingest')).toMatchObject({ path: 'first.mp4', resumedAt: kept })
    expect(said(again, 'intake-started')).toMatchObject({ resumed: true, at: { resumedAt: kept } })
    expect(held(again)).toEqual({ originals: [source, small].map(sha256Of).sort(), unfinished: [] })
    expect(again.items.list().map(({ verdict }) => verdict)).toEqual(['sealed', 'sealed'])
    expect(acts(again).filter((act) => act === 'ingest')).toHaveLength(2)
    expect([source, small].map(stateOf)).toEqual(before)
  })
})

describe('a medium that is gone', () => {
  it('keeps what was copied, says so, and goes on when it is back', async () => {
    const { source, database, kept } = await interruptedAt(5 * mib)
    expect(kept).toBe(5 * mib)
    expect(database.intakes.unfinished()).toMatchObject([
      {
        files: 1,
        filesDone: 0,
        bytesKept: kept,
        interruptedAt: source,
        reason: expect.stringMatching(/connect it/),
      },
    ])
    expect(said(database, 'intake-stopped')).toMatchObject({
      files: 1,
      filesDone: 0,
      bytesKept: kept,
      canGoOn: true,
    })
    expect(database.items.list()).toEqual([])
    const { reading, first } = watched()
    await goOn(database, { reading })
    expect(first()).toBe(kept - mib)
    expectWhole(database, source)
  })

  it('more than once', async () => {
    const { source, database } = await interruptedAt(2 * mib)
    for (const place of [4 * mib, 4 * mib, 7 * mib]) {
      const reading = failingReading({ bad: [[place, Infinity]], errno: 'ENXIO' })
      await expect(goOn(database, { reading })).rejects.toMatchObject({ code: 'source-gone' })
      expect(database.intakes.openCheckpoints()).toMatchObject([{ bytes: place }])
    }
    await goOn(database)
    expectWhole(database, source)
  })

  it('with its folder: what comes after it is not read in vain', async () => {
    const { database } = await prepared()
    const stick = join(scratchFolder(), 'stick')
    mkdirSync(stick)
    for (const name of ['a.mp4', 'b.mp4', 'c.mp4']) copyFileSync(small, join(stick, name))
    appendFileSync(join(stick, 'b.mp4'), 'x')
    let count = 0
    const onRead = (): void => {
      count += 1
      if (count === 3) renameSync(stick, `${stick}.pulled`)
    }
    const limits = { checkpointBytes: mib, keepBytes: mib, smallBytes: 0 }
    const work = take(database, [stick], { reading: failingReading({ bad: [], onRead }), limits })
    await expect(work).rejects.toMatchObject({ code: 'source-gone' })
    expect(acts(database)).not.toContain('ingest-failed')
    renameSync(`${stick}.pulled`, stick)
    expect((await goOn(database)).map(({ path, status }) => [path, status])).toEqual([
      ['a.mp4', 'ingested'],
      ['b.mp4', 'ingested'],
      ['c.mp4', 'already-present'],
    ])
  })
})

describe('what is no longer what it was', () => {
  it.each<[string, (source: string) => void]>([
    ['grew', (source) => appendFileSync(source, 'x')],
    ['was written to', (source) => utimesSync(source, new Date(), new Date('2026-06-01T00:00:00Z'))],
    ['vanished', (source) => rmSync(source)],
  ])('the source %s: it is refused, what was copied is removed, and the intake ends', async (_, change) => {
    const { source, database } = await interruptedAt(5 * mib)
    change(source)
    expect(await goOn(database)).toMatchObject([
      { status: 'failed', detail: expect.stringMatching(/changed/) },
    ])
    expect(held(database)).toEqual({ originals: [], unfinished: [] })
    expect(said(database, 'ingest-failed')).toMatchObject({ code: 'source-changed' })
    expect(database.intakes.unfinished()).toEqual([])
  })

  it('the source holds other bytes under the same size and times: the seam shows it', async () => {
    const { source, database } = await interruptedAt(5 * mib)
    const bytes = readFileSync(source)
    flip(bytes, 5 * mib - 10)
    writeFileSync(source, bytes)
    // As a medium without times of change would have it.
    const [ref] = database.intakes.begun(database.intakes.open(database.intakes.unfinished()[0]!.id))
    const { mtimeNs, ctimeNs } = statSync(source, { bigint: true })
    const file = JSON.stringify(ref?.source)
      .replace(/"modifiedNs":"\d+"/, `"modifiedNs":"${mtimeNs}"`)
      .replace(/"changedNs":"\d+"/, `"changedNs":"${ctimeNs}"`)
    rewrite(database, file)
    const again = await openCase(database.folder.root, { actor: 'Ada' })
    onTestFinished(() => again.close())
    expect(await goOn(again)).toMatchObject([
      { status: 'failed', detail: expect.stringContaining('its bytes differ from what was copied') },
    ])
    expect(held(again)).toEqual({ originals: [], unfinished: [] })
  })

  it.each<[string, (part: string) => void]>([
    [
      'a bit of it changed',
      (part) => {
        const bytes = readFileSync(part)
        flip(bytes, 77)
        writeFileSync(part, bytes)
      },
    ],
    ['it is shorter', (part) => truncateSync(part, 3 * mib)],
    ['it is gone', (part) => rmSync(part)],
  ])('the copy: %s: it begins anew at the first byte', async (_, change) => {
    const { source, database } = await interruptedAt(5 * mib)
    change(join(database.folder.incoming, database.intakes.openCheckpoints()[0]!.part))
    const { reading, first } = watched()
    await goOn(database, { reading })
    expect(first()).toBe(0)
    expectWhole(database, source)
    expect(said(database, 'ingest')).not.toHaveProperty('resumedAt')
  })

  it('bytes after the checkpoint are not believed', async () => {
    const { source, database } = await interruptedAt(5 * mib)
    appendFileSync(
      join(database.folder.incoming, database.intakes.openCheckpoints()[0]!.part),
      Buffer.alloc(100_000, 7),
    )
    await goOn(database)
    expectWhole(database, source)
  })
})

describe('stopped by the user', () => {
  it('cancelled: finished items stay, the copy is kept to its last byte, and it goes on', async () => {
    const { source, database } = await prepared()
    const controller = new AbortController()
    const onRead = (offset: number): void => {
      if (offset >= 4 * mib) controller.abort()
    }
    const work = take(
      database,
      [small, source],
      { reading: failingReading({ bad: [], onRead }) },
      {
        ...unwatched,
        signal: controller.signal,
      },
    )
    await expect(work).rejects.toThrow(/abort/i)
    expect(database.items.list()).toHaveLength(1)
    expect(database.intakes.unfinished()).toMatchObject([{ filesDone: 1, reason: 'It was cancelled.' }])
    expect(database.intakes.openCheckpoints()[0]!.bytes).toBeGreaterThanOrEqual(3 * mib)
    await goOn(database)
    expect(held(database)).toEqual({ originals: [source, small].map(sha256Of).sort(), unfinished: [] })
  })

  it('paused: nothing more is read, what was read is made sure of, and it goes on', async () => {
    const { source, database } = await prepared()
    let open: () => void = () => undefined
    let gate: Promise<void> | null = null
    let last = 0
    const onRead = (offset: number): void => {
      last = offset
      if (offset === 4 * mib && !gate) gate = new Promise((resolve) => (open = resolve))
    }
    let waited = false
    const work: Work = {
      ...unwatched,
      isPaused: () => gate !== null && !waited,
      waitWhilePaused: async () => {
        if (gate === null || waited) return
        // The chunk at hand and the one that is read ahead.
        expect(last).toBeLessThanOrEqual(5 * mib)
        expect(database.intakes.openCheckpoints()).toMatchObject([{ bytes: 4 * mib - chunk }])
        setImmediate(() => {
          waited = true
          open()
        })
        await gate
      },
    }
    await take(database, [source], { reading: failingReading({ bad: [], onRead }) }, work)
    expect(waited).toBe(true)
    expectWhole(database, source)
  })

  it('given up: what was begun is removed, what was finished stays', async () => {
    const { database } = await interruptedAt(5 * mib)
    const { id } = database.intakes.unfinished()[0]!
    await giveUpIntake(id, false, contextOf(database), unwatched)
    expect(held(database)).toEqual({ originals: [], unfinished: [] })
    expect([database.items.list(), database.intakes.unfinished()]).toEqual([[], []])
    expect(said(database, 'intake-stopped')).toMatchObject({ reason: 'It was given up.', canGoOn: false })
    await expect(giveUpIntake(id, false, contextOf(database), unwatched)).rejects.toMatchObject({
      code: 'wrong-input',
    })
  })

  it('given up, what was read being kept: a partial item that says what is missing, and claims nothing', async () => {
    const { source, database, kept } = await interruptedAt(5 * mib)
    const { id } = database.intakes.unfinished()[0]!
    await giveUpIntake(id, true, contextOf(database), unwatched)
    const { size } = statSync(source)
    const [item] = database.items.list()
    expect(item).toMatchObject({ status: 'partial', verdict: 'unreadable', size, missingBytes: size - kept })
    const detail = database.items.load(item!.id)
    expect(detail.missing).toEqual([{ start: kept, end: size }])
    expect(detail.verification.seals).toEqual([])
    expect(detail.verification.mediaSigning).toMatchObject([{ verdict: 'not-checkable' }])
    const bytes = Buffer.concat([readFileSync(source).subarray(0, kept), Buffer.alloc(size - kept)])
    expect(readFileSync(database.vault.path(item!.sha256)).equals(bytes)).toBe(true)
    expect(said(database, 'ingest')).toMatchObject({
      missing: { ranges: [[kept, size]], rangesTotal: 1, bytes: size - kept },
      interrupted: true,
    })
    expect([held(database).unfinished, database.intakes.unfinished(), auditItems(database)]).toEqual([
      [],
      [],
      [],
    ])
  })

  it('one that runs is not unfinished, and goes on only once', async () => {
    const { database } = await interruptedAt(5 * mib)
    const { id } = database.intakes.unfinished()[0]!
    const running = resumeIntake(id, contextOf(database), unwatched)
    expect(database.intakes.unfinished()).toEqual([])
    for (const act of [
      () => resumeIntake(id, contextOf(database), unwatched),
      () => giveUpIntake(id, false, contextOf(database), unwatched),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'wrong-input' })
    await running
    expect(database.intakes.unfinished()).toEqual([])
  })
})

const flip = (bytes: Buffer, at: number): void => void bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)

/** Writes into the closed database what stands for the file at hand; only tests do that. */
function rewrite(database: CaseDatabase, source: string): void {
  const path = database.folder.database
  database.close()
  const script = `const D=require('better-sqlite3');const d=new D(process.argv[1]);d.prepare('UPDATE intake_file SET source = ?').run(process.argv[2])`
  const done = spawnSync(node, ['-e', script, path, source], { cwd: join(import.meta.dirname, '../..') })
  if (done.status !== 0) throw new Error(done.stderr.toString())
}
