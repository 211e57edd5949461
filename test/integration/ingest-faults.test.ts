// What may go wrong while files are taken in: each is then wholly in the case or wholly out of it, and the ledger says which.
import {
  appendFileSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { IngestResult } from '#contract/item.ts'
import type { Work } from '#engine/base/progress.ts'
import { unwatched } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { Incoming } from '#engine/store/incoming.ts'
import type { WritableFile } from '#engine/store/incoming.ts'
import { sha256Of } from '../support/cli.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'

// Nothing here has pictures; without this each item would wait for ffmpeg to find that out.
vi.stubEnv('FFMPEG_BIN', '/nonexistent/ffmpeg')

const folder = suiteFolder()
const first = join(folder, 'first.mp4')
const second = join(folder, 'second.mp4')
beforeAll(async () => {
  const { key } = await makeSigner('VMS')
  // More than two chunks, so that there is a middle.
  await writeSealed(first, key, { frames: 60, sampleBytes: 40_000, seed: 'first' })
  await writeSealed(second, key, { frames: 20, seed: 'second' })
})
afterEach(() => vi.restoreAllMocks())

const take = (database: CaseDatabase, sources: string[], work: Work = unwatched): Promise<IngestResult> =>
  ingest(sources, { database, actor: 'Ada', trust: { anchors: [], at: null } }, work)

/** Files in the vault by their hash, and unfinished copies. */
function held({ folder: { vault, incoming } }: CaseDatabase): { originals: string[]; unfinished: string[] } {
  const folders = readdirSync(vault).filter((name) => !name.startsWith('.'))
  return {
    originals: folders.flatMap((name) => readdirSync(join(vault, name))).sort(),
    unfinished: readdirSync(incoming),
  }
}

const ledger = (database: CaseDatabase): [string, unknown][] =>
  database.custody.verifyLedger().items.map(({ action, detail }) => [action, detail['code'] ?? null])

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
      const outcome = await take(database, [first, second], { signal: controller.signal, report }).then(
        () => 'done',
        (error: unknown) => (error as Error).name,
      )
      if (seen < count) break
      rounds += 1
      const items = database.items.list()
      expect(held(database)).toEqual({ originals: items.map(({ sha256 }) => sha256).sort(), unfinished: [] })
      expect(database.custody.verifyLedger()).toMatchObject({ valid: true, entries: 1 + items.length })
      for (const { sha256 } of items) expect(sha256Of(database.vault.path(sha256))).toBe(sha256)
      if (items.length < 2) expect([count, outcome]).toEqual([count, 'AbortError'])
      database.close()
      const again = await openCase(root, { actor: 'Ada' })
      onTestFinished(() => again.close())
      expect(again.notices).toEqual([])
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
      'is exchanged',
      (path) => {
        copyFileSync(second, `${path}.new`)
        renameSync(`${path}.new`, path)
      },
    ],
  ])('while it is read, it %s: it is not taken, and the next one is', async (_, change) => {
    const database = await newCase()
    const { path, work } = whileRead(change)
    const { items } = await take(database, [path, second], work)
    expect(items.map(({ status, id }) => [status, id === null])).toEqual([
      ['failed', true],
      ['ingested', false],
    ])
    expect(items[0]?.detail).toMatch(/changed|ended early/)
    expect(held(database)).toEqual({ originals: [sha256Of(second)], unfinished: [] })
    expect(ledger(database)).toEqual([
      ['case-created', null],
      ['ingest-failed', 'source-changed'],
      ['ingest', null],
    ])
  })
})

describe('a vault that does not keep what it is given', () => {
  /** Lets the n-th write to a copy go through `fault`. */
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
        return writes === 2 ? fault(plain, args) : plain(...args)
      }) as WritableFile['write']
      return new Incoming(path, {
        write,
        sync: () => file.sync(),
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
    const { items } = await take(database, [first, second])
    expect(items.map(({ status }) => status)).toEqual(['failed', 'ingested'])
    expect(items[0]?.detail).toContain(sha256Of(first))
    expect(held(database)).toEqual({ originals: [sha256Of(second)], unfinished: [] })
    expect(ledger(database)).toEqual([
      ['case-created', null],
      ['ingest-failed', 'copy-mismatch'],
      ['ingest', null],
    ])
  })

  it('writes that claim more than they did are found out too', async () => {
    const database = await newCase()
    broken(database, (_, [chunk]) => Promise.resolve({ bytesWritten: chunk.length, buffer: chunk }))
    const { items } = await take(database, [first])
    expect(items[0]).toMatchObject({ status: 'failed', id: null })
    expect(held(database)).toEqual({ originals: [], unfinished: [] })
  })

  it.each([
    ['ENOSPC', 'disk-full'],
    ['EIO', 'destination-unwritable'],
  ])('%s: it stops, and what was taken before is kept', async (errno, code) => {
    const database = await newCase()
    await take(database, [second])
    broken(database, () => Promise.reject(Object.assign(new Error(errno), { code: errno })))
    await expect(take(database, [first, second])).rejects.toMatchObject({ code })
    expect(held(database)).toEqual({ originals: [sha256Of(second)], unfinished: [] })
    expect(database.custody.verifyLedger().valid).toBe(true)
  })

  it('the database does not take the item: the original does not stay without it unnoticed', async () => {
    const root = join(scratchFolder(), 'case')
    const database = await newCase(root)
    vi.spyOn(database.items, 'insert').mockImplementationOnce(() => {
      throw new Error('no')
    })
    await expect(take(database, [second])).rejects.toThrow('no')
    expect([database.items.list(), ledger(database)]).toEqual([[], [['case-created', null]]])
    // Ingested again it is whole, whatever was left.
    expect((await take(database, [second])).items[0]?.status).toBe('ingested')
    expect(held(database)).toEqual({ originals: [sha256Of(second)], unfinished: [] })
  })
})

describe('what is no fault', () => {
  it('without ffmpeg an item is as good an item, only without its picture', async () => {
    const database = await newCase()
    const { items } = await take(database, [second])
    expect(database.items.summary(items[0]!.id!)).toMatchObject({ hasThumbnail: false, verdict: 'sealed' })
  })

  it('a file cut short on its way is evidence as it is, and says so', async () => {
    const path = join(scratchFolder(), 'short.mp4')
    writeFileSync(path, readFileSync(first).subarray(0, 900_000))
    const database = await newCase()
    const { items } = await take(database, [path])
    expect(items[0]).toMatchObject({ status: 'ingested', verdict: 'unsealed', sha256: sha256Of(path) })
    expect(database.items.load(items[0]!.id!).findings.map(({ severity }) => severity)).toContain('warning')
  })
})
