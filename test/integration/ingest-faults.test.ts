// What may go wrong while files are taken in: each is then wholly in the case or wholly out of it, and the ledger says which.
import { spawnSync } from 'node:child_process'
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
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Sha256 } from '#contract/units.ts'
import type { Work } from '#engine/base/progress.ts'
import { unwatched } from '#engine/base/progress.ts'
import { resumeIntake } from '#engine/ingest/ingest.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { Incoming } from '#engine/store/incoming.ts'
import type { WritableFile } from '#engine/store/incoming.ts'
import { sha256Of } from '../support/cli.ts'
import { held } from '../support/ingest.ts'
import { scratchFolder } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'
import { actsWithCodes, takeAsUsual, twoExports } from '../support/two-exports.ts'

const { first, second } = twoExports()
afterEach(() => vi.restoreAllMocks())

describe('cancelled', () => {
  it('at every step: what is in the case is whole, what is not has left nothing', async () => {
    let rounds = 0
    for (let count = 1; ; count += 1) {
      const root = join(scratchFolder(), 'case')
      const database = await newCase(root)
      const controller = new AbortController()
      let seen = 0
      const report = (): void => {
        seen += 1
        if (seen === count) controller.abort()
      }
      const outcome = await takeAsUsual(database, [first, second], {
        signal: controller.signal,
        report,
      }).then(
        () => 'done',
        (error: unknown) => (error as Error).name,
      )
      if (seen < count) break
      rounds += 1
      const items = database.items.list()
      const unfinished = database.intakes.unfinished()
      expect(held(database)).toEqual({
        originals: items.map(({ sha256 }) => sha256).sort(),
        unfinished: [...database.intakes.parts()],
      })
      expect(database.custody.verifyLedger().valid).toBe(true)
      expect(actsWithCodes(database).filter(([action]) => action === 'ingest')).toHaveLength(items.length)
      for (const { sha256 } of items) expect(sha256Of(database.vault.path(sha256))).toBe(sha256)
      if (items.length < 2) expect([count, outcome]).toEqual([count, 'AbortError'])
      database.close()
      const again = await openCase(root, { actor: 'Ada' })
      onTestFinished(() => again.close())
      expect(again.notices).toEqual(
        unfinished.map(
          () => expect.stringMatching(/was interrupted after \d of 2 files.* can go on/) as string,
        ),
      )
      // And it does, from wherever it stopped.
      const context = { database: again, actor: 'Ada', trust: { anchors: [], at: null } }
      for (const { id, filesDone } of unfinished) {
        expect(filesDone).toBe(items.length)
        const resumed = await resumeIntake(id, context, unwatched)
        expect(resumed.items.map(({ status }) => status)).toEqual(['ingested', 'ingested'])
      }
      const sources = outcome === 'AbortError' && unfinished.length === 0 ? [] : [first, second]
      expect(held(again)).toEqual({ originals: sources.map(sha256Of).sort(), unfinished: [] })
      expect(again.intakes.unfinished()).toEqual([])
    }
    expect(rounds).toBeGreaterThan(6)
  })
})

describe('a source that is not what it was', () => {
  const whileRead = (change: (path: string) => void): { path: string; work: Work } => {
    const path = join(scratchFolder(), 'moving.mp4')
    copyFileSync(first, path)
    let done = false
    const report = (): void => {
      if (!done) change(path)
      done = true
    }
    return { path, work: { ...unwatched, report } }
  }

  it.each<[string, (path: string) => void]>([
    ['grows', (path) => appendFileSync(path, Buffer.alloc(100))],
    ['shrinks', (path) => truncateSync(path, 1_500_000)],
    ['is written to', (path) => utimesSync(path, new Date(), new Date('2026-06-01T00:00:00Z'))],
    ['vanishes', (path) => rmSync(path)],
    [
      'is exchanged for one of the same size and time',
      (path) => {
        const { atime, mtime, size } = statSync(path)
        writeFileSync(`${path}.new`, readFileSync(second).subarray(0, size))
        truncateSync(`${path}.new`, size)
        utimesSync(`${path}.new`, atime, mtime)
        renameSync(`${path}.new`, path)
      },
    ],
    [
      'is written to and set back in time',
      (path) => {
        const { atime, mtime } = statSync(path)
        appendFileSync(path, 'x')
        truncateSync(path, statSync(path).size - 1)
        utimesSync(path, atime, mtime)
      },
    ],
    [
      'is exchanged',
      (path) => {
        copyFileSync(second, `${path}.new`)
        renameSync(`${path}.new`, path)
      },
    ],
  ])('while it is read, it %s: it is not taken, and the next one is', async (_, change) => {
    const database = await newCase()
    const { path, work } = whileRead(change)
    const { items } = await takeAsUsual(database, [path, second], work)
    expect(items.map(({ status, id }) => [status, id === null])).toEqual([
      ['failed', true],
      ['ingested', false],
    ])
    expect(items[0]?.detail).toMatch(/changed|ended early/)
    expect(held(database)).toEqual({ originals: [sha256Of(second)], unfinished: [] })
    expect(actsWithCodes(database)).toEqual([
      ['case-created', null],
      ['ingest-failed', 'source-changed'],
      ['ingest', null],
    ])
  })
})

describe('a vault that does not keep what it is given', () => {
  /** Lets one write go through `fault`, after more than is given up for nothing. */
  function broken(
    database: CaseDatabase,
    fault: (write: WritableFile['write'], args: [Uint8Array, number, number, number]) => Promise<unknown>,
  ): void {
    const begin = database.vault.beginIncoming.bind(database.vault)
    vi.spyOn(database.vault, 'beginIncoming').mockImplementationOnce(async (source) => {
      await (await begin(source)).discard()
      const path = join(database.folder.incoming, 'faulty.part')
      const { open } = await import('node:fs/promises')
      const file = await open(path, 'wx')
      let writes = 0
      const write = ((...args: [Uint8Array, number, number, number]) => {
        writes += 1
        const plain: WritableFile['write'] = file.write.bind(file)
        return writes === 6 ? fault(plain, args) : plain(...args)
      }) as WritableFile['write']
      return new Incoming(path, {
        write,
        sync: () => file.sync(),
        datasync: () => file.datasync(),
        truncate: (length) => file.truncate(length),
        chmod: (mode) => file.chmod(mode),
        close: () => file.close(),
      })
    })
  }

  it('one bit differs on the disk: the copy is removed, the item is not in the case, the next one is', async () => {
    const database = await newCase()
    broken(database, (write, [chunk, ...rest]) => {
      const bytes = Uint8Array.from(chunk)
      bytes[77] = (bytes[77] ?? 0) ^ 1
      return write(bytes, ...rest)
    })
    const { items } = await takeAsUsual(database, [first, second])
    expect(items.map(({ status }) => status)).toEqual(['failed', 'ingested'])
    expect(items[0]?.detail).toContain(sha256Of(first))
    expect(held(database)).toEqual({ originals: [sha256Of(second)], unfinished: [] })
    expect(actsWithCodes(database)).toEqual([
      ['case-created', null],
      ['ingest-failed', 'copy-mismatch'],
      ['ingest', null],
    ])
  })

  it('writes that claim more than they did are found out too', async () => {
    const database = await newCase()
    broken(database, (_, [chunk]) => Promise.resolve({ bytesWritten: chunk.length, buffer: chunk }))
    const { items } = await takeAsUsual(database, [first])
    expect(items[0]).toMatchObject({ status: 'failed', id: null })
    expect(held(database)).toEqual({ originals: [], unfinished: [] })
  })

  it.each([
    ['ENOSPC', 'disk-full'],
    ['EIO', 'destination-unwritable'],
  ])('%s: it stops, and what was taken before is kept', async (errno, code) => {
    const database = await newCase()
    await takeAsUsual(database, [second])
    broken(database, () => Promise.reject(Object.assign(new Error(errno), { code: errno })))
    await expect(takeAsUsual(database, [first, second])).rejects.toMatchObject({ code })
    // What was written before the failure is kept, and the intake can go on.
    expect(held(database)).toEqual({ originals: [sha256Of(second)], unfinished: ['faulty.part'] })
    expect(database.intakes.unfinished()).toMatchObject([{ filesDone: 1, interruptedAt: first }])
    expect(actsWithCodes(database).at(-1)?.[0]).toBe('intake-stopped')
    expect(database.custody.verifyLedger().valid).toBe(true)
  })

  it('the database does not take the item: the original does not stay without it unnoticed', async () => {
    const root = join(scratchFolder(), 'case')
    const database = await newCase(root)
    vi.spyOn(database.items, 'insert').mockImplementationOnce(() => {
      throw new Error('no')
    })
    await expect(takeAsUsual(database, [second])).rejects.toThrow('no')
    expect([database.items.list(), actsWithCodes(database)]).toEqual([
      [],
      [
        ['case-created', null],
        ['intake-stopped', null],
      ],
    ])
    // Ingested again it is whole, whatever was left.
    expect((await takeAsUsual(database, [second])).items[0]?.status).toBe('ingested')
    expect(held(database)).toEqual({ originals: [sha256Of(second)], unfinished: [] })
  })
})

describe('an original that is not in the vault as it should be', () => {
  it.each<[string, (path: string) => void, string, boolean]>([
    ['missing', (path) => rmSync(path), 'was missing', false],
    [
      'damaged',
      (path) => {
        const bytes = readFileSync(path)
        bytes[500] = (bytes[500] ?? 0) ^ 1
        rmSync(path)
        writeFileSync(path, bytes)
      },
      'was damaged (',
      true,
    ],
    ['shorter', (path) => truncateSync(path, 100), 'was damaged (100 bytes', true],
    [
      'a folder',
      (path) => {
        rmSync(path)
        mkdirSync(path)
      },
      'was not a regular file',
      true,
    ],
  ])(
    '%s: it is restored from the same file ingested again, and that is told',
    async (_, damage, told, kept) => {
      const database = await newCase()
      const { id, sha256 } = (await takeAsUsual(database, [second])).items[0]!
      const path = database.vault.path(sha256!)
      database.items.setCustody(id!, 'mismatch')
      damage(path)
      const { items } = await takeAsUsual(database, [second])
      expect(items).toMatchObject([{ id, status: 'already-present' }])
      expect(items[0]?.detail).toContain(`The original in the vault ${told}`)
      expect(items[0]?.detail).toContain('restored from this file')
      expect(sha256Of(path)).toBe(sha256)
      expect(statSync(path).mode & 0o777).toBe(0o444)
      expect(database.items.summary(id!).custody).toBe('complete')
      const keptAs = kept ? `${sha256}.damaged-1` : null
      expect(held(database)).toEqual({ originals: kept ? [sha256, keptAs] : [sha256], unfinished: [] })
      const entries = database.custody.verifyLedger().items.slice(-2)
      expect(entries.map(({ action, itemId }) => [action, itemId])).toEqual([
        ['recovered', id],
        ['seen-again', id],
      ])
      expect(entries[0]).toMatchObject({ outputSha256: sha256, detail: { keptAs } })
      expect(`was ${entries[0]?.detail['found'] as string}`).toContain(told)
      // Whole again: nothing more is said.
      expect((await takeAsUsual(database, [second])).items[0]?.detail).not.toContain('restored')
    },
  )

  it('something else under the hash of a new item does not become the item', async () => {
    const database = await newCase()
    const sha256 = sha256Of(second) as Sha256
    mkdirSync(dirname(database.vault.path(sha256)), { recursive: true })
    writeFileSync(database.vault.path(sha256), Buffer.alloc(statSync(second).size))
    expect((await takeAsUsual(database, [second])).items[0]?.status).toBe('ingested')
    expect(sha256Of(database.vault.path(sha256))).toBe(sha256)
    expect(actsWithCodes(database).map(([action]) => action)).toEqual(['case-created', 'recovered', 'ingest'])
  })
})

describe('what is no fault', () => {
  it('one file too large for the disk: smaller ones are taken, and it can go on when there is room', async () => {
    const large = join(scratchFolder(), 'large.mp4')
    copyFileSync(second, large)
    // Sparse: on the source it takes no room.
    truncateSync(large, 2 ** 43)
    const database = await newCase()
    await expect(takeAsUsual(database, [large, second])).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(/^8796093022208 bytes are needed/) as string,
    })
    expect(actsWithCodes(database).map(([action]) => action)).toEqual([
      'case-created',
      'ingest',
      'intake-stopped',
    ])
    expect(database.intakes.unfinished()).toMatchObject([
      { files: 2, filesDone: 1, reason: expect.stringMatching(/^8796093022208 bytes/) as string },
    ])
  })

  it('a name that is not valid text: the item is taken, and the ledger has the bytes of its name', async () => {
    const root = Buffer.from(`${scratchFolder()}/`)
    const bytes = Buffer.concat([root, Buffer.from([0x4b, 0xe4, 0x73, 0x65]), Buffer.from('.mp4')])
    writeFileSync(bytes, readFileSync(second))
    const database = await newCase()
    const { items } = await takeAsUsual(database, [root.toString()])
    expect(items).toMatchObject([{ status: 'ingested', path: 'K\ufffdse.mp4', sha256: sha256Of(second) }])
    const entry = database.custody.verifyLedger().items.at(-1)
    expect(entry?.detail['sourceBytes']).toBe(bytes.toString('hex'))
  })

  it('the case in the folder that is ingested: it is told, and stays locked', async () => {
    const root = scratchFolder()
    copyFileSync(second, join(root, 'a.mp4'))
    const database = await newCase(join(root, 'case'))
    await takeAsUsual(database, [second])
    const { items } = await takeAsUsual(database, [root])
    expect(items.map(({ path, status }) => [path, status])).toEqual([
      ['case', 'failed'],
      ['a.mp4', 'already-present'],
    ])
    const script = join(import.meta.dirname, '../support/store-process.ts')
    const child = spawnSync(process.execPath, [script, 'hold', join(root, 'case')], { timeout: 20_000 })
    expect([child.stdout.toString(), child.stderr.toString()]).toEqual([
      '',
      expect.stringContaining('case-locked'),
    ])
  })

  it('without ffmpeg an item is as good an item, only without its picture', async () => {
    const database = await newCase()
    const { items } = await takeAsUsual(database, [second])
    expect(database.items.summary(items[0]!.id!)).toMatchObject({ hasThumbnail: false, verdict: 'sealed' })
  })

  it('a file cut short on its way is evidence as it is, and says so', async () => {
    const path = join(scratchFolder(), 'short.mp4')
    writeFileSync(path, readFileSync(first).subarray(0, 900_000))
    const database = await newCase()
    const { items } = await takeAsUsual(database, [path])
    expect(items[0]).toMatchObject({ status: 'ingested', verdict: 'unsealed', sha256: sha256Of(path) })
    expect(database.items.load(items[0]!.id!).findings.map(({ severity }) => severity)).toContain('warning')
  })
})
