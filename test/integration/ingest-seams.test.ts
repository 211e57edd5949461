// Where several things come together: intakes of the same bytes at one time, files of a group of which one cannot be recorded,
// and what waits while the user has it wait.
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { IngestedItem } from '#contract/item.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { completeItem } from '#engine/ingest/complete-item.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { digestSkipped, notTaken } from '#engine/ingest/record-skipped.ts'
import { makeThumbnails, withoutThumbnail } from '#engine/ingest/thumbnails.ts'
import { auditItems } from '#engine/store/audit-items.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { failingReading } from '../support/failing-reads.ts'
import { acts, contextOf, goOn, held, said, take } from '../support/ingest.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'

const emptyCase = (): Promise<CaseDatabase> => newCase(join(scratchFolder(), 'case'))

/** A case with a file of which a sector could not be read, and the file, readable now. */
async function partial(bytes = randomBytes(100_000)): Promise<{ database: CaseDatabase; source: string }> {
  const database = await emptyCase()
  const source = join(scratchFolder(), 'video.mp4')
  writeFileSync(source, bytes)
  await take(database, [source], { reading: failingReading({ bad: [[8_192, 8_704]] }) })
  expect(database.items.list()).toMatchObject([{ status: 'partial', missingBytes: 512 }])
  return { database, source }
}

describe('the same bytes at one time', () => {
  it('a partial item is completed once, by one item, whoever comes first', async () => {
    const { database, source } = await partial()
    const [item] = database.items.list()
    const order = { itemId: item!.id, source }
    const context = contextOf(database)
    const outcomes = await Promise.all([
      completeItem(order, context, unwatched),
      take(database, [source]).then(({ items }) => items[0]),
      completeItem(order, context, unwatched),
    ])
    const [, whole, ...more] = database.items.list()
    expect([whole?.status, more]).toEqual(['ingested', []])
    expect(outcomes.map((outcome) => outcome?.id)).toEqual([whole?.id, whole?.id, whole?.id])
    expect(database.items.summary(item!.id).completedBy).toBe(whole?.id)
    expect(acts(database).filter((act) => act === 'completed')).toHaveLength(1)
    expect([auditItems(database), held(database).unfinished]).toEqual([[], []])
  })
})

describe('a partial item of which the missing bytes are read as zeros', () => {
  it('stays partial, for a copy of the damage looks the same, and that is said', async () => {
    const bytes = randomBytes(100_000).fill(0, 8_192, 8_704)
    const { database, source } = await partial(bytes)
    const { items } = await take(database, [source])
    expect(items).toMatchObject([{ status: 'already-present' }])
    expect(items[0]?.detail).toMatch(/read without an error.*copy of the same damaged medium.*stays partial/)
    expect(database.items.list()).toMatchObject([{ status: 'partial', missingBytes: 512 }])
    const again = await take(database, [source], { reading: failingReading({ bad: [[8_192, 8_704]] }) })
    expect(again.items[0]?.detail).not.toContain('without an error')
  })
})

describe('a sealed file with zeros where a sector could not be read', () => {
  it('is whole once it is read whole, by its own entry in the ledger', async () => {
    const database = await emptyCase()
    const source = join(scratchFolder(), 'video.mp4')
    await writeSealed(source, (await makeSigner('VMS')).key, { sampleBytes: 4_000, zeros: true })
    const bytes = readFileSync(source)
    const start = bytes.indexOf('mdat') + 2_048 - ((bytes.indexOf('mdat') + 2_048) % 512)
    expect(bytes.subarray(start, start + 512).every((byte) => byte === 0)).toBe(true)
    await take(database, [source], { reading: failingReading({ bad: [[start, start + 512]] }) })
    const [before] = database.items.list()
    expect(before).toMatchObject({ status: 'partial', missingBytes: 512 })
    const { items } = await take(database, [source])
    expect(items).toMatchObject([{ id: before?.id, status: 'already-present', verdict: 'sealed' }])
    expect(items[0]?.detail).toContain('The item is whole now')
    expect(database.items.list()).toMatchObject([
      { id: before?.id, status: 'ingested', missingBytes: 0, verdict: 'sealed', completedBy: null },
    ])
    expect(said(database, 'completed')).toMatchObject({ partial: before?.id, whole: true })
    expect(database.items.load(before!.id).missing).toEqual([])
    expect([auditItems(database, { deep: true }), database.metadata.unfinished()]).toEqual([[], []])
    // Nobody may say so but the ledger.
    database.items.setCompletedBy(before!.id, before!.id)
    expect(auditItems(database)).toHaveLength(1)
  })
})

describe('a group of files', () => {
  it('is recorded but for the one that cannot be, and what is recorded is told', async () => {
    const database = await emptyCase()
    const folder = join(scratchFolder(), 'in')
    mkdirSync(folder)
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, `${name}.bin`), randomBytes(2_000))
    const append = database.custody.append.bind(database.custody)
    const spy = vi.spyOn(database.custody, 'append').mockImplementation((act) => {
      if (act.action === 'ingest' && act.detail?.['path'] === 'b.bin') throw new Error('made by a test')
      return append(act)
    })
    const told: string[] = []
    const taking = ingest([folder], contextOf(database), unwatched, ({ path }) => void told.push(path))
    await expect(taking).rejects.toThrow('made by a test')
    spy.mockRestore()
    expect(told).toEqual(['a.bin', 'c.bin'])
    expect(database.items.list().map(({ path }) => path)).toEqual(['a.bin', 'c.bin'])
    expect((await goOn(database)).map(({ path, status }) => [path, status])).toEqual([
      ['a.bin', 'ingested'],
      ['b.bin', 'ingested'],
      ['c.bin', 'ingested'],
    ])
    expect([auditItems(database), held(database).originals.length]).toEqual([[], 3])
  })
})

describe('a folder of what is not taken', () => {
  it('is told by name at first, then by number and hash; every one of them is in the result', async () => {
    const database = await emptyCase()
    const folder = join(scratchFolder(), 'in')
    mkdirSync(folder)
    const names = Array.from({ length: 1_203 }, (_, at) => `${String(at).padStart(5, '0')}.mp4`)
    for (const name of names) symlinkSync('nowhere', join(folder, name))
    const told: string[] = []
    const { items } = await ingest(
      [folder],
      contextOf(database),
      unwatched,
      ({ path }) => void told.push(path),
    )
    expect([items.map(({ path }) => path), told]).toEqual([names, names])
    const entries = [...database.custody.entriesOf(['ingest-failed'])].map(({ detail }) => detail)
    expect(entries.slice(0, 500).map(({ path }) => path)).toEqual(names.slice(0, 500))
    const list = items.slice(500).map(({ path, detail }) => `${JSON.stringify([path, detail])}\n`)
    expect(entries.slice(500)).toMatchObject([{ skipped: 703, listSha256: sha256Of(list.join('')) }])
    expect(said(database, 'intake-started')).toMatchObject({ files: 0, skipped: 1_203 })
  })

  it('others have their turn meanwhile, and it can be cancelled', async () => {
    const item = (at: number): IngestedItem => notTaken(`${at}.mp4`, 0, 'It is a link.')
    const skipped = Array.from({ length: 50_000 }, (_, at) => item(at))
    const controller = new AbortController()
    setImmediate(() => controller.abort(new Error('cancelled meanwhile')))
    await expect(digestSkipped(skipped, controller.signal)).rejects.toThrow('cancelled meanwhile')
  })
})

describe('completing an item', () => {
  it('waits while it is read back, too', async () => {
    const { database, source } = await partial(randomBytes(2_000_000))
    let isComparing = false
    let waits = 0
    const work: Work = {
      signal: unwatched.signal,
      report: ({ label }) => (isComparing = label === 'compare'),
      waitWhilePaused: () => {
        if (isComparing) waits += 1
        return Promise.resolve()
      },
    }
    await completeItem({ itemId: database.items.list()[0]!.id, source }, contextOf(database), work)
    expect(waits).toBeGreaterThan(0)
  })
})

describe('pictures', () => {
  it('are tried again where it was not for the file that there is none', async () => {
    const database = await emptyCase()
    const source = join(scratchFolder(), 'video.mp4')
    await writeSealed(source, (await makeSigner('VMS')).key, { frames: 5 })
    await take(database, [source])
    const [item] = database.items.list()
    vi.stubEnv('FFMPEG_BIN', '/nonexistent/ffmpeg')
    const ids = withoutThumbnail(database)
    expect(ids).toEqual([item?.id])
    await makeThumbnails(database, ids, unwatched)
    vi.unstubAllEnvs()
    expect(withoutThumbnail(database)).toEqual(ids)
  })
})
