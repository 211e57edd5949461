// What becomes of files: whole, in part, twice, of other kinds, without a byte; and that their sources are as they were.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ItemDetail } from '#contract/item.ts'
import { IntakePlan } from '#contract/intake.ts'
import type { Progress } from '#engine/base/progress.ts'
import { unwatched } from '#engine/base/progress.ts'
import { planIntake } from '#engine/ingest/plan-intake.ts'
import { utcOf } from '#engine/ingest/source/place.ts'
import { auditItems } from '#engine/store/audit-items.ts'
import { sha256Of } from '../support/cli.ts'
import { suiteFolder } from '../support/evidence.ts'
import { failingReading } from '../support/failing-reads.ts'
import { acts, contextOf, held, said, take } from '../support/ingest.ts'
import { makeSigner, scratchFolder, writeSealed, writeUnsealed } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'

const folder = suiteFolder()
const large = join(folder, 'large.mp4')
const small = join(folder, 'small.mp4')
const other = join(folder, 'other.mp4')
beforeAll(async () => {
  const { key } = await makeSigner('VMS')
  await writeSealed(large, key, { frames: 80, sampleBytes: 40_000, seed: 'large' })
  await writeSealed(small, key, { frames: 20, seed: 'small' })
  await writeUnsealed(other, { frames: 20, seed: 'other' })
})

/** A stick with everything on it that sticks have. */
function stick(): string {
  const root = join(scratchFolder(), 'stick')
  mkdirSync(join(root, 'cam 1', 'deep'), { recursive: true })
  copyFileSync(large, join(root, 'cam 1', 'large.mp4'))
  copyFileSync(small, join(root, 'a.mp4'))
  copyFileSync(small, join(root, 'cam 1', 'the same.mp4'))
  copyFileSync(other, join(root, 'cam 1', 'deep', 'other.mp4'))
  linkSync(join(root, 'a.mp4'), join(root, 'hard link.mp4'))
  symlinkSync(large, join(root, 'link.mp4'))
  spawnSync('mkfifo', [join(root, 'pipe.mp4')])
  writeFileSync(join(root, 'empty.mp4'), '')
  writeFileSync(join(root, 'player.exe'), Buffer.concat([Buffer.from('MZ'), Buffer.alloc(70_000, 1)]))
  writeFileSync(join(root, 'read me.txt'), 'How to play these files.')
  writeFileSync(
    Buffer.concat([Buffer.from(`${root}/K`), Buffer.from([0xe4]), Buffer.from('se.txt')]),
    'cheese',
  )
  return root
}

type Listing = Record<string, unknown>

/** Everything that a program could change, but for times of access, which this listing changes itself. */
function listing(root: string): Listing {
  const found: Listing = {}
  for (const path of walk(Buffer.from(root))) {
    const { mtimeNs, ctimeNs, mode, size, ino, nlink } = lstatSync(path, { bigint: true })
    const isFile = lstatSync(path).isFile()
    const seen = { mtimeNs, ctimeNs, mode, size, ino, nlink }
    const sha256 = (): string => createHash('sha256').update(readFileSync(path)).digest('hex')
    found[path.toString('latin1')] = isFile ? { ...seen, sha256: sha256() } : seen
  }
  return found
}

function* walk(folder: Buffer): Generator<Buffer> {
  for (const name of readdirSync(folder, { encoding: 'buffer' })) {
    const path = Buffer.concat([folder, Buffer.from('/'), name])
    yield path
    if (lstatSync(path).isDirectory()) yield* walk(path)
  }
}

describe('a stick', () => {
  it('everything on it is taken in or told; on the stick nothing has changed', async () => {
    const root = stick()
    const before = listing(root)
    const database = await newCase()
    const { items } = await take(database, [root])
    expect(listing(root)).toEqual(before)
    const told = Object.fromEntries(items.map(({ path, status, kind }) => [path, [status, kind]]))
    expect(told).toEqual({
      'a.mp4': ['ingested', 'export'],
      'cam 1/deep/other.mp4': ['ingested', 'export'],
      'cam 1/large.mp4': ['ingested', 'export'],
      'cam 1/the same.mp4': ['already-present', 'export'],
      'empty.mp4': ['failed', null],
      'hard link.mp4': ['already-present', 'export'],
      'K\ufffdse.txt': ['ingested', 'attachment'],
      'link.mp4': ['failed', null],
      'pipe.mp4': ['failed', null],
      'player.exe': ['ingested', 'attachment'],
      'read me.txt': ['ingested', 'attachment'],
    })
    const started = said(database, 'intake-started')
    expect(started).toMatchObject({ files: 9, skipped: 2, sources: [{ source: root, kind: 'folder' }] })
    for (const { detail } of items.filter(({ path }) => path === 'empty.mp4'))
      expect(detail).toMatch(/is empty \(0 bytes\).*export it again/)
    expect(acts(database).sort()).toEqual([
      'case-created',
      ...Array<string>(6).fill('ingest'),
      ...Array<string>(3).fill('ingest-failed'),
      'intake-started',
      'seen-again',
      'seen-again',
    ])
    expect([database.intakes.unfinished(), held(database).unfinished, auditItems(database)]).toEqual([
      [],
      [],
      [],
    ])
  })

  it('attachments are items like others: in the vault, hashed, with nothing claimed of them', async () => {
    const database = await newCase()
    const root = stick()
    await take(database, [join(root, 'player.exe')])
    const [item] = database.items.list()
    const detail = ItemDetail.parse(database.items.load(item!.id))
    expect(detail.summary).toMatchObject({ kind: 'attachment', verdict: 'unreadable', status: 'ingested' })
    expect(sha256Of(database.vault.path(item!.sha256))).toBe(sha256Of(join(root, 'player.exe')))
    expect(detail.verification.reason).toMatch(/attachment/)
  })

  it('the original’s times and mode stand in the item and in the ledger', async () => {
    const path = join(scratchFolder(), 'a.mp4')
    copyFileSync(small, path)
    utimesSync(path, new Date('2024-02-03T04:05:06Z'), new Date('2023-01-02T03:04:05.500Z'))
    const { ctimeNs } = statSync(path, { bigint: true })
    const database = await newCase()
    const { items } = await take(database, [path])
    const { original } = database.items.load(items[0]!.id!)
    expect(original).toMatchObject({
      modified: '2023-01-02T03:04:05.500Z',
      accessed: '2024-02-03T04:05:06.000Z',
      changed: utcOf(ctimeNs),
      mode: '0644',
    })
    expect(said(database, 'ingest')['original']).toEqual(original)
  })
})

describe('many small files', () => {
  it('are committed together, each for itself; one that cannot be recorded takes no other with it', async () => {
    const root = scratchFolder()
    const { key } = await makeSigner('Small')
    for (let at = 0; at < 70; at += 1)
      await writeSealed(join(root, `${at}.mp4`), key, { frames: 3, seed: `small ${at}`, withMetadata: false })
    const database = await newCase()
    let commits = 0
    const transaction = database.transaction.bind(database)
    database.transaction = (work) => {
      commits += 1
      return transaction(work)
    }
    const { items } = await take(database, [root], { limits: {} })
    expect(items.map(({ status }) => status)).toEqual(Array(70).fill('ingested'))
    // One for the beginning; three for 70 files.
    expect(commits).toBeLessThan(6)
    expect(acts(database)).toHaveLength(72)
    for (const { sha256 } of database.items.list()) expect(sha256Of(database.vault.path(sha256))).toBe(sha256)
    expect(auditItems(database)).toEqual([])
  })

  it('the same bytes twice in one group are one item', async () => {
    const root = scratchFolder()
    for (const name of ['a.mp4', 'b.mp4', 'c.mp4']) copyFileSync(small, join(root, name))
    const database = await newCase()
    const { items } = await take(database, [root], { limits: {} })
    expect(items.map(({ status }) => status)).toEqual(['ingested', 'already-present', 'already-present'])
    expect(acts(database).slice(2)).toEqual(['ingest', 'seen-again', 'seen-again'])
    expect(held(database)).toEqual({ originals: [sha256Of(small)], unfinished: [] })
  })

  it('that two intakes bring at the same time are one item', async () => {
    const database = await newCase()
    const both = await Promise.all([0, 1].map(() => take(database, [small, other], { limits: {} })))
    expect(both.flatMap(({ items }) => items.map(({ status }) => status)).sort()).toEqual([
      'already-present',
      'already-present',
      'ingested',
      'ingested',
    ])
    expect(auditItems(database)).toEqual([])
    acts(database)
  })
})

describe('a damaged medium', () => {
  it.each<[string, [number, number][], { start: number; end: number }[]]>([
    ['one sector', [[1_500_000, 1_500_001]], [{ start: 1_499_648, end: 1_500_160 }]],
    [
      'several, over the border of two chunks too',
      [
        [700, 800],
        [(1 << 20) - 1, (1 << 20) + 1],
        [3_000_000, 3_010_000],
      ],
      [
        { start: 512, end: 1_024 },
        { start: (1 << 20) - 512, end: (1 << 20) + 512 },
        { start: 2_999_808, end: 3_010_048 },
      ],
    ],
  ])(
    '%s: what can be read is kept, exactly the rest is missing, and no seal is judged',
    async (_, bad, missing) => {
      const database = await newCase()
      const { items } = await take(database, [large], { reading: failingReading({ bad }) })
      const bytes = missing.reduce((sum, { start, end }) => sum + end - start, 0)
      expect(items).toMatchObject([{ status: 'partial', verdict: 'unreadable', kind: 'export' }])
      expect(items[0]?.detail).toContain(`${bytes.toLocaleString('en')} bytes at`)
      const detail = database.items.load(items[0]!.id!)
      expect([detail.missing, detail.summary.missingBytes, detail.summary.intact]).toEqual([
        missing,
        bytes,
        'not-checked',
      ])
      expect(detail.verification.seals).toEqual([])
      expect(detail.verification.notChecked).toEqual(expect.arrayContaining(['seals', 'partial-file']))
      const expected = readFileSync(large)
      for (const { start, end } of missing) expected.fill(0, start, end)
      expect(readFileSync(database.vault.path(detail.summary.sha256)).equals(expected)).toBe(true)
      const ranges = missing.map(({ start, end }) => [start, end])
      expect(said(database, 'ingest')['missing']).toEqual({ ranges, rangesTotal: missing.length, bytes })
      // Whole, from a better medium, it is another item.
      expect((await take(database, [large])).items).toMatchObject([{ status: 'ingested', verdict: 'sealed' }])
    },
  )

  it('of which nothing can be read: nothing is taken in', async () => {
    const database = await newCase()
    const { items } = await take(database, [small], { reading: failingReading({ bad: [[0, Infinity]] }) })
    expect(items).toMatchObject([
      { status: 'failed', detail: expect.stringMatching(/^Not one of the/) as string },
    ])
    expect(held(database)).toEqual({ originals: [], unfinished: [] })
  })
})

describe('progress', () => {
  it('is of the whole, of the file at hand and of the number of files; never backwards, and ends at its end', async () => {
    const reports: Progress[] = []
    const work = { ...unwatched, report: (progress: Progress) => void reports.push(progress) }
    await take(await newCase(), [large, small, other], {}, work)
    const bytes = reports.filter(({ unit }) => unit === 'bytes')
    const total = [large, small, other].reduce((sum, path) => sum + statSync(path).size, 0)
    expect(new Set(bytes.map((one) => one.total))).toEqual(new Set([total]))
    for (const [at, { done, count }] of bytes.entries()) {
      expect(done).toBeGreaterThanOrEqual(bytes[at - 1]?.done ?? 0)
      expect(count!.done).toBeGreaterThanOrEqual(bytes[at - 1]?.count?.done ?? 0)
    }
    expect(bytes.at(-1)).toMatchObject({ done: total, count: { done: 3, total: 3 } })
    const ofLarge = bytes.filter(({ part }) => part?.label === 'large.mp4')
    expect(ofLarge.at(-1)?.part).toEqual({
      label: 'large.mp4',
      done: statSync(large).size,
      total: statSync(large).size,
    })
    expect(reports[0]?.done).toBeLessThanOrEqual(1)
  })
})

describe('a plan', () => {
  it('says what is there, how big, and whether there is room; nothing is copied or recorded', async () => {
    const root = stick()
    const database = await newCase()
    const before = acts(database)
    const plan = IntakePlan.parse(await planIntake([root, large], contextOf(database), unwatched))
    expect(plan).toMatchObject({ files: 10, unknownSizes: 0, enough: true, skippedTotal: 2 })
    expect(plan.sources.map(({ source, kind, files }) => [source, kind, files])).toEqual([
      [root, 'folder', 9],
      [large, 'file', 1],
    ])
    expect(plan.bytes).toBe(plan.first.reduce((sum, { size }) => sum + (size ?? 0), 0))
    expect(plan.neededBytes).toBeGreaterThan(plan.bytes)
    expect(Object.fromEntries(plan.first.map(({ path, guess }) => [path, guess]))).toMatchObject({
      'a.mp4': 'export',
      'empty.mp4': 'empty',
      'player.exe': 'other',
      'read me.txt': 'other',
    })
    expect([acts(database), database.items.list(), database.intakes.unfinished()]).toEqual([before, [], []])
  })
})
