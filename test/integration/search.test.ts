// Searching a case through the calls of the engine: what is found comes from the files, and what leaves the case stands in its
// ledger. Cases of older versions, and indexes that somebody changed.
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JobEnd, JobProgress } from '#contract/job.ts'
import { SearchCounts, SearchFacets, SearchPage } from '#contract/search.ts'
import type { SearchQuery } from '#contract/search.ts'
import { UtcTime, type ItemId, type JobId } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { createCase } from '#engine/store/case-database.ts'
import { caseFolder } from '#engine/store/case-folder.ts'
import { suiteFolder } from '../support/evidence.ts'
import { frameTime, makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { makeOlder } from '../support/older-case.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

const folder = suiteFolder()
const kept = join(folder, 'case')
const plate = '=2+5"\n,AB 12'
beforeAll(async () => {
  const { key } = await makeSigner('VMS')
  await writeSealed(join(folder, 'a.mp4'), key, { seed: 'a', camera: 'North gate' })
  const car = { id: '77', classes: [{ type: 'Car', likelihood: 0.5 }], plate }
  await writeSealed(join(folder, 'b.mp4'), key, { seed: 'b', camera: 'Yard', object: car })
  await writeSealed(join(folder, 'c.mp4'), key, { seed: 'c', withMetadata: false })
  const database = await createCase(kept, { reference: 'R', examiner: 'Ada' })
  const sources = ['a', 'b', 'c'].map((name) => join(folder, `${name}.mp4`))
  await ingest(sources, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
  database.close()
})

let engine: Engine
let place: string
let root: string
let ends: Map<JobId, JobEnd>
let progress: JobProgress[]
beforeEach(async () => {
  place = scratchFolder()
  root = join(place, 'case')
  cpSync(kept, root, { recursive: true, preserveTimestamps: true })
  ends = new Map()
  progress = []
  engine = await createEngine({
    dataFolder: join(place, 'data'),
    resourcesFolder: place,
    runtime: 'cli',
    emit: (name, payload) => {
      if (name === 'job.end') ends.set((payload as JobEnd).id, payload as JobEnd)
      if (name === 'job.progress') progress.push(payload as JobProgress)
    },
  })
})
afterEach(() => engine.close())

const open = (readOnly = false): Promise<unknown> =>
  engine.handlers['case.open']({ path: root, examiner: 'Ada', readOnly })

async function ended(started: Promise<{ jobId: JobId }>): Promise<JobEnd> {
  const { jobId } = await started
  await expect.poll(() => ends.get(jobId), { timeout: 50_000, interval: 10 }).toBeDefined()
  return ends.get(jobId)!
}

const everything: SearchQuery = {
  ...{ text: '', kind: null, itemIds: [], classes: [], topics: [], sources: [], plates: [], object: null },
  ...{ from: null, to: null },
}
const utc = (text: string): UtcTime => UtcTime.parse(text)
const less = (time: string): string => new Date(Date.parse(time) - 420_500).toISOString()

/** As another program reads it. */
function readCsv(path: string): Record<string, string>[] {
  const script = `import csv, json, sys
print(json.dumps(list(csv.DictReader(open(sys.argv[1], encoding='utf-8-sig', newline=''), strict=True))))`
  const { stdout, stderr } = spawnSync('python3', ['-c', script, path], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return JSON.parse(stdout) as Record<string, string>[]
}

const run = (query: Partial<SearchQuery>, limit = 100): Promise<SearchPage> =>
  engine.handlers['search.run']({ query: { ...everything, ...query }, after: null, limit })

async function itemIds(): Promise<Record<string, ItemId>> {
  const items = await engine.handlers['item.list']({})
  return Object.fromEntries(items.map(({ name, id }) => [name, id]))
}

describe('a case with two cameras', () => {
  it('is searched by words and by what is chosen; answers keep to the contract', async () => {
    await open()
    const ids = await itemIds()
    const page = SearchPage.parse(await run({}))
    // Each object is seen for two seconds that lie in one minute or two.
    expect(
      page.entries.map(({ kind, itemId, object, frames }) => [kind, itemId, object, frames]),
    ).toHaveLength(6)
    expect(page).toMatchObject({ total: { count: 6, more: false }, next: null, notIndexed: 0 })
    const found = async (query: Partial<SearchQuery>): Promise<unknown[]> =>
      (await run(query)).entries.map(({ kind, itemId, first }) => [kind, itemId, first])
    const [start, minute] = [frameTime(0), '2026-05-01T22:00:00.020Z']
    const cars = [
      ['object', ids['b.mp4'], start],
      ['object', ids['b.mp4'], minute],
    ]
    for (const query of [
      { text: 'CAR' },
      { text: 'ab12' },
      { text: 'AB "' },
      { plates: [plate] },
      { text: '77' },
    ])
      expect(await found(query), JSON.stringify(query)).toEqual(cars)
    expect(await found({ classes: ['Human'], to: minute as never })).toEqual([
      ['object', ids['a.mp4'], start],
    ])
    expect(await found({ text: 'linedetector', itemIds: [ids['a.mp4']!] })).toEqual([
      ['event', ids['a.mp4'], frameTime(10)],
    ])
    expect(await found({ object: '1' })).toHaveLength(4)
    expect(await found({ text: '7' })).toEqual([])
    expect(await found({ itemIds: [ids['c.mp4']!] })).toEqual([])
    const facets = SearchFacets.parse(await engine.handlers['search.facets']({ query: everything }))
    expect(facets.classes).toEqual([
      { value: 'Car', count: 2 },
      { value: 'Human', count: 2 },
    ])
    expect(facets).toMatchObject({ kinds: { object: 4, event: 2 }, plates: [{ value: plate, count: 2 }] })
    const counts = SearchCounts.parse(
      await engine.handlers['search.counts']({ query: everything, most: 100 }),
    )
    expect(counts.buckets.map(({ objects, events }) => [objects, events])).toEqual(
      [
        [2, 2],
        [2, 0],
        [2, 0],
      ].slice(0, counts.buckets.length),
    )
    const object = { itemId: ids['b.mp4']!, trackId: 2, source: null, object: '77' }
    const { points, next } = await engine.handlers['search.track']({ object, after: null })
    expect([points.map(({ time }) => time), next]).toEqual([
      Array.from({ length: 50 }, (_, at) => frameTime(at)),
      null,
    ])
  })

  it('finds and orders by corrected times; the file says both, by what, and by how much', async () => {
    await open()
    const ids = await itemIds()
    const reading = {
      ...{ recorderTime: utc('2026-05-01T12:07:00.500Z'), referenceTime: utc('2026-05-01T12:00:00.000Z') },
      method: '=beside a radio clock',
    }
    await engine.handlers['clock.set']({ itemIds: [ids['b.mp4']!], reading })
    const before = { from: utc('2026-05-01T21:50:00.000Z'), to: utc('2026-05-01T21:55:00.000Z') }
    const page = SearchPage.parse(await run(before))
    expect(page.entries.map(({ itemId }) => itemId)).toEqual(page.entries.map(() => ids['b.mp4']))
    expect(page).toMatchObject({
      isCorrected: true,
      clocks: [{ itemId: ids['b.mp4'], offsetMicros: 420_500_000 }],
    })
    expect(page.entries[0]).toMatchObject({
      first: frameTime(0),
      corrected: { first: less(frameTime(0)), stated: '0', clock: '-4205000000' },
    })
    const all = await run({})
    expect(all.entries.slice(0, 3).map(({ itemId }) => itemId)).toEqual(
      all.entries.slice(0, 3).map(() => ids['b.mp4']),
    )
    expect(all.total?.count).toBe(6)
    const { span } = await engine.handlers['search.counts']({ query: everything, most: 10_000 })
    expect(span?.from).toBe(less(frameTime(0)))
    const path = join(place, 'both.csv')
    await ended(engine.handlers['search.export']({ query: everything, path }))
    const rows = readCsv(path)
    expect(rows.map((row) => [row['camera'], row['corrected_first'], row['corrected_by']])).toEqual([
      ...rows.slice(0, 3).map((row) => ['Yard', less(row['first']!), 'recorder clock entry']),
      ...rows.slice(3).map((row) => [row['camera'], '', '']),
    ])
    expect(rows[0]).toMatchObject({
      ...{ first: frameTime(0), added_seconds: '-420.5', clock_offset_seconds: '420.5' },
      ...{ clock_method: `'=beside a radio clock`, clock_entered_by: 'Ada' },
    })
    expect(rows.at(-1)).toMatchObject({ added_seconds: '', clock_offset_seconds: '', clock_method: '' })
  })

  it('a newer search ends the older one, which says so', async () => {
    await open()
    const older = run({ text: 'car' })
    const newer = run({ text: 'human' })
    await expect(older).rejects.toMatchObject({ code: 'cancelled' })
    expect((await newer).entries).toHaveLength(2)
  })

  it('leaves as CSV that no spreadsheet runs; what was asked stands in the ledger', async () => {
    await open()
    const path = join(place, 'found.csv')
    const query = { ...everything, text: 'car' }
    const end = await ended(engine.handlers['search.export']({ query, path }))
    expect(end).toMatchObject({ kind: 'search-export', state: 'done', result: { path, entries: 2 } })
    const text = readFileSync(path, 'utf8')
    expect(text.startsWith('\u{feff}first,last,kind,')).toBe(true)
    const rows = readCsv(path)
    expect(
      rows.map((row) => [row['first'], row['class'], row['plate'], row['object'], row['camera']]),
    ).toEqual([
      [frameTime(0), 'Car', `'${plate}`, '77', 'Yard'],
      ['2026-05-01T22:00:00.020Z', 'Car', `'${plate}`, '77', 'Yard'],
    ])
    const { items, valid } = await wholeLedger(engine.handlers)
    const entry = items.find(({ action }) => action === 'search-exported')
    expect([valid, entry]).toMatchObject([
      true,
      { detail: { path, entries: 2, query: { text: 'car' }, notIndexed: 0 } },
    ])
    expect(entry?.outputSha256).toBe((end.result as { sha256: string }).sha256)
    const again = await ended(engine.handlers['search.export']({ query, path }))
    expect(again).toMatchObject({ state: 'failed', error: { code: 'destination-exists' } })
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(readdirSync(place).filter((name) => name.includes('partial'))).toEqual([])
  })

  it('is searched when it is only read, and nothing leaves it then', async () => {
    await open(true)
    expect((await run({ text: 'car' })).entries).toHaveLength(2)
    expect((await run({ text: 'c' })).entries.length).toBeGreaterThan(2)
    const query = everything
    await expect(
      (async () => engine.handlers['search.export']({ query, path: join(place, 'x.csv') }))(),
    ).rejects.toMatchObject({ code: 'case-read-only' })
  })
})

describe('an index that is not there', () => {
  it.each([20, 30, 40, 90])(
    'of version %i is made from the vault, as a job, and finds the same',
    async (version) => {
      await open()
      const before = (await run({})).entries.map(({ at: _, ...rest }) => rest)
      await engine.handlers['case.close']({})
      makeOlder(caseFolder(root).database, version)
      await open()
      await expect
        .poll(() => [...ends.values()].some(({ kind }) => kind === 'index'), { timeout: 50_000 })
        .toBe(true)
      const end = [...ends.values()].find(({ kind }) => kind === 'index')
      expect(end).toMatchObject({ state: 'done', result: { failed: [] } })
      const page = await run({})
      expect([page.entries.map(({ at: _, ...rest }) => rest), page.notIndexed]).toEqual([before, 0])
    },
  )

  it('is told to who only reads; whoever writes can have it made', async () => {
    const { database: path } = caseFolder(root)
    const file = new Database(path)
    file.exec(`UPDATE item SET metadata_indexed = 0 WHERE name = 'a.mp4'; DELETE FROM search_entry`)
    file.close()
    await open(true)
    expect(await run({})).toMatchObject({ entries: [], notIndexed: 1 })
    await expect((async () => engine.handlers['search.index']({}))()).rejects.toMatchObject({
      code: 'case-read-only',
    })
    await engine.handlers['case.close']({})
    await open()
    // Opening has begun it: who asks as well watches the same job.
    const end = await ended(engine.handlers['search.index']({}))
    expect(end).toMatchObject({ kind: 'index', state: 'done' })
    expect([...ends.values()].filter(({ kind }) => kind === 'index')).toHaveLength(1)
    expect((await run({})).notIndexed).toBe(0)
    expect((await run({ classes: ['Human'] })).entries).toHaveLength(2)
  })
})

describe('an index that somebody changed', () => {
  const changes: [string, string][] = [
    ['an entry taken out', 'DELETE FROM search_entry WHERE key = (SELECT min(key) FROM search_entry)'],
    [
      'an entry put in',
      'INSERT INTO search_entry SELECT NULL, item, first, last, frames, likelihood, track, sample, object, class, topic, source, plate, text, event, idle FROM search_entry LIMIT 1',
    ],
    ['a time', 'UPDATE search_entry SET last = last + 1'],
    ['a number', `UPDATE search_entry SET object = '78' WHERE object = '77'`],
    ['that it is idle', 'UPDATE search_entry SET idle = 1'],
    ['another class', `UPDATE search_entry SET class = (SELECT max(class) FROM search_entry)`],
    ['an event for another', 'UPDATE search_entry SET event = event + 1 WHERE event IS NOT NULL'],
    ['a value', `UPDATE search_value SET value = '["Bus"]' WHERE value = '["Car"]'`],
    ['words', `UPDATE search_text SET folded = 'bus' WHERE folded = 'car'`],
    ['a word that is not found any more', `DELETE FROM search_text_data WHERE id > 10`],
  ]
  it.each(changes)('%s: verifying the case finds it', async (_, sql) => {
    const file = new Database(caseFolder(root).database)
    file.unsafeMode()
    file.pragma('writable_schema = ON')
    file.exec(sql)
    file.close()
    await open()
    const end = await ended(engine.handlers['case.verify']({}))
    const { changed } = end.result as { changed: { problem: string }[] }
    expect(changed.map(({ problem }) => problem).join('\n')).toMatch(/index/)
  })

  it('whole, it is called unchanged', async () => {
    await open()
    const end = await ended(engine.handlers['case.verify']({}))
    expect(end.result).toMatchObject({ changed: [], unchanged: 3 })
  })
})

it('a file that is in the way of the export is kept', async () => {
  await open()
  const path = join(place, 'taken.csv')
  writeFileSync(path, 'mine')
  const end = await ended(engine.handlers['search.export']({ query: everything, path }))
  expect([end.error?.code, readFileSync(path, 'utf8')]).toEqual(['destination-exists', 'mine'])
})
