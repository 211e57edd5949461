// Where the vault, the disk or the case fail an intake: nothing that was read is let go of, nothing is called whole that is
// not, and nothing that the disk refused becomes an item.
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ByteRange } from '#contract/units.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { giveUpIntake } from '#engine/ingest/give-up.ts'
import { completeItem } from '#engine/ingest/complete-item.ts'
import { planIntake } from '#engine/ingest/plan-intake.ts'
import type { OpenedSource } from '#engine/ingest/source/source-file.ts'
import { auditItems } from '#engine/store/audit-items.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { Incoming } from '#engine/store/incoming.ts'
import type { WritableFile } from '#engine/store/incoming.ts'
import { Vault } from '#engine/store/vault.ts'
import { failingReading, systemError } from '../support/failing-reads.ts'
import { handmadeZip, zipEntry } from '../support/handmade-zip.ts'
import { contextOf, goOn, held, said, take } from '../support/ingest.ts'
import { bytesFrom, scratchFolder } from '../support/made-export.ts'
import { ranges, takePartial, withGaps } from '../support/partial-item.ts'
import { failureOf, newCase } from '../support/store.ts'

const mib = 1 << 20

type Told = { name: string; [key: string]: unknown }

/** Files of these bytes in a folder, in the order of their names. */
function folderOf(...contents: Uint8Array[]): string {
  const folder = join(scratchFolder(), 'source')
  mkdirSync(folder)
  for (const [at, content] of contents.entries()) writeFileSync(join(folder, `${at}.bin`), content)
  return folder
}

/** No original can be placed there: a file lies where its folder in the vault should be. */
function block({ folder }: CaseDatabase, content: Uint8Array): { unblock: () => void } {
  const place = join(folder.vault, sha256Of(content).slice(0, 2))
  writeFileSync(place, '')
  return { unblock: () => rmSync(place) }
}

const only = (database: CaseDatabase) => {
  const [intake, ...others] = database.intakes.unfinished()
  if (!intake || others.length > 0) throw new Error('there should be exactly one unfinished intake')
  return intake
}

describe('a source of which not even the files can be listed', () => {
  it('stands in the ledger, planned or taken in, with what was wrong', async () => {
    const database = await newCase()
    const archive = join(scratchFolder(), 'cut.zip')
    const whole = handmadeZip({ entries: [zipEntry('a.bin', Buffer.alloc(400, 7))] })
    writeFileSync(archive, whole.subarray(0, whole.length / 2))
    const refused = { code: 'archive-refused' }
    await expect(planIntake([archive], contextOf(database), unwatched)).rejects.toMatchObject(refused)
    await expect(take(database, [archive])).rejects.toMatchObject(refused)
    const reason = expect.stringContaining('damaged or cut off')
    expect(
      [...database.custody.entriesOf(['ingest-failed'])].map(({ itemId, detail }) => [itemId, detail]),
    ).toEqual([
      [null, { ...refused, path: archive, reason }],
      [null, { ...refused, path: archive, reason }],
    ])
    expect(database.custody.verifyLedger().valid).toBe(true)
  })

  it('is no evidence where the name was mistyped', async () => {
    const database = await newCase()
    const before = database.custody.end()
    for (const source of [join(scratchFolder(), 'none'), 'ftp://host.example/a.mp4', 'http://host.example/a'])
      await expect(take(database, [source])).rejects.toThrow()
    expect([...database.custody.entriesOf(['ingest-failed'])].map(({ detail }) => detail['code'])).toEqual([
      'download-refused',
    ])
    expect(database.custody.end().seq).toBe(before.seq + 1)
  })
})

describe('a group of which not all get their place in the vault', () => {
  // Below and at the size from which a copy is kept.
  it.each([5_000, 1 << 16])('files of %i bytes: all are taken in when it goes on', async (size) => {
    const database = await newCase()
    const [one, two, three] = ['one', 'two', 'three'].map((name) => bytesFrom(name, size))
    const { unblock } = block(database, two ?? Buffer.alloc(0))
    const sources = [folderOf(...[one, two, three].flatMap((content) => content ?? []))]
    await expect(take(database, sources)).rejects.toMatchObject({ code: 'destination-unwritable' })
    expect(only(database)).toMatchObject({ files: 3, filesDone: 0 })
    expect([...database.custody.entriesOf(['ingest-failed'])]).toEqual([])
    unblock()
    expect((await goOn(database)).map(({ status }) => status)).toEqual(['ingested', 'ingested', 'ingested'])
    const originals = database.items.list().map(({ sha256 }) => sha256)
    expect(held(database)).toEqual({ originals: originals.sort(), unfinished: [] })
    expect(auditItems(database)).toEqual([])
  })
})

describe('a disk that refuses what was written', () => {
  /** The first copy of that file cannot be made durable, and Linux says so only once. */
  function refusing(database: CaseDatabase, name: string): void {
    const begin = database.vault.beginIncoming.bind(database.vault)
    let count = 0
    const begun = vi.spyOn(database.vault, 'beginIncoming').mockImplementation(async (source) => {
      const incoming = await begin(source)
      if (source.name === name) count += 1
      if (source.name !== name || count > 1) return incoming
      await incoming.discard()
      const { open } = await import('node:fs/promises')
      const file = await open(incoming.path, 'wx')
      const write: WritableFile['write'] = file.write.bind(file)
      let isTold = false
      return new Incoming(incoming.path, {
        write,
        sync: () => {
          if (isTold) return file.sync()
          isTold = true
          return Promise.reject(systemError('EIO'))
        },
        datasync: () => file.datasync(),
        truncate: (length) => file.truncate(length),
        chmod: () => Promise.reject(systemError('EPERM')),
        close: () => file.close(),
      })
    })
    onTestFinished(() => begun.mockRestore())
  }

  it('stops the intake and not the program, and the copy never becomes an item', async () => {
    const unhandled = vi.fn<(reason: unknown) => void>()
    process.on('unhandledRejection', unhandled)
    onTestFinished(() => void process.off('unhandledRejection', unhandled))
    const database = await newCase()
    const contents = ['a', 'b', 'c', 'd'].map((name) => bytesFrom(name, 1 << 16))
    refusing(database, '2.bin')
    await expect(take(database, [folderOf(...contents)])).rejects.toMatchObject({
      code: 'destination-unwritable',
    })
    // An unhandled one is told after the turn in which it came.
    await new Promise((resolve) => void setImmediate(resolve))
    expect(unhandled).not.toHaveBeenCalled()
    const refused = sha256Of(contents[2] ?? Buffer.alloc(0))
    expect(database.items.findBySha256(refused)).toBeNull()
    expect(held(database).originals).not.toContain(refused)
    expect(database.intakes.openCheckpoints().map(({ part }) => part)).not.toContainEqual(
      expect.stringMatching(/^2\.bin/),
    )
    expect((await goOn(database)).map(({ status }) => status)).toEqual(Array(4).fill('ingested'))
    expect(auditItems(database)).toEqual([])
  })
})

describe('given up, what was read being kept', () => {
  /** Its medium is gone in the middle. */
  async function interrupted(content: Uint8Array, bad: [number, number][]): Promise<CaseDatabase> {
    const database = await newCase()
    const reading = failingReading({ bad, errno: 'ENODEV' })
    await expect(take(database, [folderOf(content)], { reading })).rejects.toMatchObject({
      code: 'source-gone',
    })
    return database
  }

  it('stays where it is when it cannot be made an item, and can be kept later', async () => {
    const content = bytesFrom('large', 4 * mib)
    const database = await interrupted(content, [[2 * mib, Infinity]])
    const { id } = only(database)
    const parts = held(database).unfinished
    expect(parts).toHaveLength(1)
    const partial = withGaps(content, ranges([2 * mib, 4 * mib]))
    const { unblock } = block(database, partial)
    const failed = giveUpIntake(id, true, contextOf(database), unwatched)
    await expect(failed).rejects.toMatchObject({ code: 'destination-unwritable' })
    expect([readdirSync(database.folder.incoming), database.items.list()]).toEqual([parts, []])
    expect(only(database).bytesKept).toBe(2 * mib)
    unblock()
    await giveUpIntake(id, true, contextOf(database), unwatched)
    expect(database.items.list()).toMatchObject([{ status: 'partial', sha256: sha256Of(partial) }])
    expect([held(database).unfinished, database.intakes.unfinished()]).toEqual([[], []])
  })

  /** An engine that has an interrupted intake open, and what it tells. */
  async function engineWith(database: CaseDatabase): Promise<{ engine: Engine; told: Told[] }> {
    const { root } = database.folder
    database.close()
    const place = scratchFolder()
    const told: Told[] = []
    const emit = (name: string, payload: unknown): void => {
      if (name.startsWith('job.')) told.push({ ...(payload as object), name })
    }
    const options = { dataFolder: join(place, 'data'), resourcesFolder: place, runtime: 'cli' } as const
    const engine = await createEngine({ ...options, emit })
    onTestFinished(() => engine.close())
    await engine.handlers['case.open']({ path: root, examiner: 'Ada' })
    return { engine, told }
  }

  it('is work that is watched: it tells how far it is, and ends once', async () => {
    const database = await interrupted(bytesFrom('large', 4 * mib), [[2 * mib, Infinity]])
    const { id } = only(database)
    const { engine, told } = await engineWith(database)
    const { jobId } = await engine.handlers['ingest.giveUp']({ intakeId: id, keepPartial: true })
    await expect
      .poll(() => told.filter(({ name }) => name === 'job.end'), { timeout: 20_000 })
      .toHaveLength(1)
    expect(told.at(-1)).toMatchObject({ id: jobId, kind: 'give-up', state: 'done', error: null })
    expect(told[0]).toMatchObject({ name: 'job.progress', kind: 'give-up', unit: 'bytes', total: 4 * mib })
    expect(await engine.handlers['ingest.unfinished']({})).toEqual([])
    await expect(engine.handlers['ingest.giveUp']({ intakeId: id, keepPartial: true })).rejects.toMatchObject(
      {
        code: 'wrong-input',
      },
    )
  })

  it('ends before the case is closed, and can then be asked for again: nothing is lost', async () => {
    const database = await interrupted(bytesFrom('large', 4 * mib), [[2 * mib, Infinity]])
    const { id } = only(database)
    const { root } = database.folder
    const { engine, told } = await engineWith(database)
    let goOn = (): void => undefined
    const gate = new Promise<void>((resolve) => (goOn = resolve))
    const resume = Vault.prototype.resumeIncoming
    const held = vi.spyOn(Vault.prototype, 'resumeIncoming').mockImplementation(async function (
      this: Vault,
      ...args
    ) {
      await gate
      return resume.apply(this, args)
    })
    onTestFinished(() => held.mockRestore())
    await engine.handlers['ingest.giveUp']({ intakeId: id, keepPartial: true })
    await expect.poll(() => held.mock.calls.length).toBe(1)
    let isClosed = false
    const closed = engine.handlers['case.close']({}).then(() => (isClosed = true))
    // Long enough for a closing that does not wait.
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(isClosed).toBe(false)
    goOn()
    await closed
    expect(told.at(-1)).toMatchObject({ name: 'job.end', kind: 'give-up', state: 'cancelled' })
    const again = await openCase(root, { actor: 'Ada' })
    onTestFinished(() => again.close())
    expect([again.items.list(), again.intakes.unfinished().length]).toEqual([[], 1])
    expect(again.notices).toEqual([expect.stringContaining('It can go on.')])
    await giveUpIntake(id, true, contextOf(again), unwatched)
    expect(again.items.list()).toMatchObject([{ status: 'partial', missingBytes: 2 * mib }])
  })

  /** Files that wait for the commit of their group, when the user has it end. */
  async function cancelled(database: CaseDatabase, count: number): Promise<string[]> {
    const contents = Array.from({ length: count }, (_, at) => bytesFrom(`file ${at}`, 1 << 17))
    const controller = new AbortController()
    const report: Work['report'] = ({ label, done, part }) => {
      if (done > 0 && label === `${count - 1}.bin` && (part?.done ?? 0) > 0) controller.abort()
    }
    const limits = { checkpointBytes: 1 << 16, keepBytes: 1 << 16, smallBytes: 1 << 20 }
    const work = { signal: controller.signal, report }
    await expect(take(database, [folderOf(...contents)], { limits }, work)).rejects.toMatchObject({
      name: 'AbortError',
    })
    return contents.map((content) => sha256Of(content))
  }

  it('every one of several files', async () => {
    const root = join(scratchFolder(), 'case')
    const database = await newCase(root)
    const hashes = await cancelled(database, 3)
    expect(held(database).unfinished.length).toBeGreaterThan(1)
    const begun = held(database).unfinished.length
    await giveUpIntake(only(database).id, true, contextOf(database), unwatched)
    const items = database.items.list()
    expect(items).toHaveLength(begun)
    for (const { sha256, missingBytes } of items) if (missingBytes === 0) expect(hashes).toContain(sha256)
    expect(held(database).unfinished).toEqual([])
    expect(auditItems(database)).toEqual([])
    database.close()
    const again = await openCase(root, { actor: 'Ada' })
    onTestFinished(() => again.close())
    expect(again.notices).toEqual([])
  })

  it('or none of them, without a part left', async () => {
    const database = await newCase()
    await cancelled(database, 3)
    await giveUpIntake(only(database).id, false, contextOf(database), unwatched)
    expect([database.items.list(), held(database)]).toEqual([[], { originals: [], unfinished: [] }])
  })

  it('not where no byte was read: there is nothing to keep', async () => {
    const content = bytesFrom('unreadable', 4 * mib)
    const database = await interrupted(content, [[2 * mib, Infinity]])
    const { id } = only(database)
    const intake = database.intakes.open(id)
    const [file] = database.intakes.begun(intake)
    const checkpoint = file?.checkpoint
    if (!checkpoint) throw new Error('a checkpoint')
    // As a medium leaves it of which nothing can be read.
    const missing = ranges([0, checkpoint.bytes])
    database.intakes.setCheckpoint(intake, 0, { ...checkpoint, missing })
    const failed = giveUpIntake(id, true, contextOf(database), unwatched)
    await expect(failed).rejects.toMatchObject({
      code: 'wrong-input',
      message: expect.stringContaining('Not one byte') as string,
    })
    expect([database.items.list(), held(database).unfinished]).toEqual([[], [checkpoint.part]])
  })
})

describe('an entry of an archive that was interrupted', () => {
  it('is not gone on with from another archive of the same name, size and date', async () => {
    const database = await newCase()
    const path = join(scratchFolder(), 'a.zip')
    const write = (letter: string): void => {
      writeFileSync(path, handmadeZip({ entries: [zipEntry('v.bin', Buffer.alloc(6 * mib, letter))] }))
      utimesSync(path, 1_700_000_000, 1_700_000_000)
    }
    write('A')
    const controller = new AbortController()
    const report: Work['report'] = ({ part }) => {
      if ((part?.done ?? 0) > 3 * mib) controller.abort()
    }
    await take(database, [path], {}, { signal: controller.signal, report }).catch(() => undefined)
    expect(only(database).bytesKept).toBeGreaterThan(mib)
    write('B')
    const [item] = await goOn(database)
    expect(item).toMatchObject({ status: 'failed', id: null })
    expect(said(database, 'ingest-failed')).toMatchObject({ code: 'source-changed' })
    expect(held(database)).toEqual({ originals: [], unfinished: [] })
  })

  it.each([0, 8])('is gone on with from the same one (method %i)', async (method) => {
    const database = await newCase()
    const path = join(scratchFolder(), 'a.zip')
    const content = Buffer.from(bytesFrom('entry', 6 * mib))
    writeFileSync(path, handmadeZip({ entries: [{ ...zipEntry('v.bin', content), method }] }))
    const controller = new AbortController()
    const report: Work['report'] = ({ part }) => {
      if ((part?.done ?? 0) > 3 * mib) controller.abort()
    }
    await take(database, [path], {}, { signal: controller.signal, report }).catch(() => undefined)
    const { bytesKept } = only(database)
    expect(bytesKept).toBeGreaterThan(mib)
    expect(await goOn(database)).toMatchObject([{ status: 'ingested', sha256: sha256Of(content) }])
    expect(said(database, 'ingest')).toMatchObject({ resumedAt: bytesKept })
  })
})

describe('what completes a partial item', () => {
  /** A copy that cannot be read in these places. */
  const damaged =
    (content: Uint8Array, [bad]: readonly ByteRange[]) =>
    (): Promise<OpenedSource> =>
      Promise.resolve({
        size: content.length,
        start: 0,
        original: { modified: null, created: null, changed: null, accessed: null, mode: null },
        async *stream() {
          await Promise.resolve()
          const { start, end } = bad ?? { start: 0, end: 0 }
          yield content.subarray(0, start)
          yield { unreadable: end - start, reason: 'EIO' }
          yield content.subarray(end)
        },
        confirm: () => Promise.resolve(),
        detail: () => ({ source: 'second disc' }),
        close: () => Promise.resolve(),
      })

  it('is no other partial item, however often it is tried', async () => {
    const database = await newCase()
    const content = bytesFrom('film', 100_000)
    const { summary } = await takePartial(
      database,
      'v.bin',
      content,
      ranges([8_192, 8_704], [40_960, 41_472]),
    )
    const bad = ranges([40_960, 41_472])
    const order = { itemId: summary.id, source: '/media/second/v.bin', open: damaged(content, bad) }
    const context = contextOf(database)
    expect(await completeItem(order, context, unwatched)).toMatchObject({ status: 'partial' })
    expect(await failureOf(() => completeItem(order, context, unwatched))).toBe('wrong-input')
    expect(database.items.summary(summary.id).completedBy).toBeNull()
    expect([...database.custody.entriesOf(['completed'])].map(({ detail }) => detail['whole'])).toEqual([
      false,
    ])
    // And the whole one does.
    const source = join(folderOf(content), '0.bin')
    const whole = await completeItem({ itemId: summary.id, source }, context, unwatched)
    expect(database.items.summary(summary.id).completedBy).toBe(whole.id)
    expect(auditItems(database)).toEqual([])
  })

  it('is one item, where two files of one group are the same outside the gap', async () => {
    const database = await newCase()
    const content = Buffer.from(bytesFrom('film', 60_000))
    const gap = ranges([1_000, 2_000])
    const { summary } = await takePartial(database, 'v.bin', content, gap)
    const other = Buffer.from(content)
    other[1_500] = (other[1_500] ?? 0) ^ 1
    const { items } = await take(database, [folderOf(content, other)])
    expect(items.map(({ status }) => status)).toEqual(['ingested', 'ingested'])
    const completed = [...database.custody.entriesOf(['completed'])]
    expect(completed).toMatchObject([{ itemId: items[0]?.id, detail: { bytesCompared: 59_000 } }])
    expect(database.items.summary(summary.id).completedBy).toBe(items[0]?.id)
    expect(auditItems(database)).toEqual([])
  })

  it('is no file of the same length that only begins alike', async () => {
    const database = await newCase()
    const content = Buffer.from(bytesFrom('segment', 1 << 16))
    const { summary } = await takePartial(database, 'v.bin', content, ranges([512, 1 << 16]))
    const next = Buffer.concat([content.subarray(0, 512), bytesFrom('next', (1 << 16) - 512)])
    await take(database, [folderOf(next)])
    expect(database.items.summary(summary.id).completedBy).toBeNull()
    expect(readdirSync(database.folder.incoming)).toEqual([])
  })
})
