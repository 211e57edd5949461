// What the index for searching is measured by: how fast objects come into it, from memory and from XML, where another program does
// the same, and how fast a second is found among ten million of them. A program of its own, as memory is measured too: `node test/bench/search.ts [FOLDER]`.
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MetadataItem } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { parseMetadataDocument } from '#engine/metadata/document.ts'
import { formatMetadataDocument } from '#engine/metadata/write-document.ts'
import { crowd } from '../support/many-objects.ts'
import type { Crowd } from '../support/many-objects.ts'
import { SearchBench, everything, noTurn } from '../support/search-case.ts'

export type SearchFigures = {
  /** Objects for each second of processor time: other work on the machine counts less than it would by the clock. */
  inserted: number
  /** The same where no object is seen twice. */
  insertedOnce: number
  fromXml: number
  /** The same by Python's expat and sqlite3; null where there is no Python. */
  fromXmlByPython: number | null
  /** Objects that the index held when seconds were looked for. */
  objects: number
  /** Milliseconds by the clock, of 200 seconds: results of the search, and frames for the picture. */
  window: { median: number; most: number }
  /** The same where the clock of its recorder was wrong, beside a thousand other recorders of which some were, too. */
  corrected: { median: number; most: number }
  frames: { median: number; most: number }
  /** MB of the process when a million objects were in. */
  megabytes: number
}

const million = 1_000_000
const copies = 10
const from = Date.UTC(2026, 4, 1, 22)

const processorSeconds = (work: () => void): number => {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** Without the time that making the crowd takes. */
function insertRate(place: string, options: Crowd): { rate: number; bench: SearchBench } {
  const bench = new SearchBench(place)
  const id = bench.item()
  const making = processorSeconds(() => {
    for (const _ of crowd(options)) continue
  })
  let objects = 0
  const all = processorSeconds(() => (objects = bench.index(id, crowd(options))))
  return { rate: objects / (all - making), bench }
}

/** Documents of one frame, as cameras write them. */
function* xmlOf(options: Crowd): Generator<string> {
  for (const one of crowd(options)) {
    if (one.kind !== 'frame') continue
    const objects = one.objects.map(({ id, classes, box, plate }) => ({ id: id ?? '0', classes, box, plate }))
    yield formatMetadataDocument({ frames: [{ time: one.time, source: one.source, objects }] })
  }
}

/** One document a line. */
function writeDocuments(path: string): void {
  const file = openSync(path, 'w')
  for (const xml of xmlOf({ seed: 3, objects: million, from })) writeSync(file, `${xml}\n`)
  closeSync(file)
}

function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r')
  const piece = Buffer.alloc(1 << 20)
  let rest = ''
  for (let size = readSync(file, piece); size > 0; size = readSync(file, piece)) {
    // What is written there is ASCII.
    const lines = (rest + piece.toString('latin1', 0, size)).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  closeSync(file)
}

/** Objects a second, read, parsed and indexed: by ours and by Python, from one file into the same tables. */
function xmlRates(folder: string): { ours: number; python: number | null } {
  const documents = join(folder, 'documents.xml')
  writeDocuments(documents)
  function* parsed(): Generator<MetadataItem> {
    let sample = 0
    for (const xml of linesOf(documents))
      yield* parseMetadataDocument(xml, { trackId: 2, sample: sample++ }).items
  }
  const bench = new SearchBench(join(folder, 'xml.sqlite'))
  const id = bench.item()
  let objects = 0
  const seconds = processorSeconds(() => (objects = bench.index(id, parsed())))
  const other = new SearchBench(join(folder, 'python.sqlite'))
  other.item()
  const program = join(import.meta.dirname, 'index-by-python.py')
  const run = spawnSync('python3', [program, join(folder, 'python.sqlite'), documents], { encoding: 'utf8' })
  if (run.error === undefined && run.status !== 0) throw new Error(run.stderr)
  const [mine, theirs] = [bench, other].map(({ db }) => contents(db))
  if (run.error === undefined && mine !== theirs) throw new Error(`${mine} here, ${theirs} by Python`)
  bench.db.close()
  other.db.close()
  return { ours: objects / seconds, python: run.error ? null : objects / Number(run.stdout) }
}

/** Whether two programs did the same work. */
const contents = (db: SearchBench['db']): string =>
  JSON.stringify([
    db
      .prepare('SELECT count(*) AS frames, sum(json_array_length(objects)) AS objects FROM metadata_frame')
      .get(),
    db
      .prepare(
        'SELECT count(*) AS entries, sum(frames) AS appearances, sum(last - first) AS span FROM search_entry',
      )
      .get(),
    db.prepare('SELECT count(*) AS words, sum(length(folded)) AS letters FROM search_text').get(),
  ])

/** The same million again and again, each later than the one before. */
function multiply({ db }: SearchBench, lengthMillis: number): void {
  const [frame, entry] = [
    'item, time, track, sample, source, objects',
    'item, first, last, frames, likelihood, track, sample, object, class, topic, source, plate, text, event',
  ]
  const last = (table: string): number =>
    db.prepare<{ last: number }>(`SELECT max(key) AS last FROM ${table}`).get()?.last ?? 0
  const [frames, entries] = [last('metadata_frame'), last('search_entry')]
  for (let copy = 1; copy < copies; copy += 1) {
    const later = BigInt(copy * lengthMillis) * 10_000n
    const shifted = (list: string): string => list.replace(/\b(time|first|last)\b/g, `$1 + ${later}`)
    db.exec(`INSERT INTO metadata_frame (${frame}) SELECT ${shifted(frame)} FROM metadata_frame WHERE key <= ${frames};
      INSERT INTO search_entry (${entry}) SELECT ${shifted(entry)} FROM search_entry WHERE key <= ${entries}`)
  }
}

async function timed(
  times: number,
  work: (at: number) => unknown,
): Promise<{ median: number; most: number }> {
  const took: number[] = []
  for (let at = 0; at < times; at += 1) {
    const begun = performance.now()
    await work(at)
    took.push(performance.now() - begun)
  }
  took.sort((a, b) => a - b)
  return { median: took[times >> 1] ?? Number.NaN, most: took.at(-1) ?? Number.NaN }
}

async function measureSearch(folder: string): Promise<SearchFigures> {
  const options: Crowd = { seed: 1, objects: million, eventEvery: 50, from }
  const { rate: inserted, bench } = insertRate(join(folder, 'many.sqlite'), options)
  const megabytes = process.memoryUsage().rss / 1e6
  // Ten objects a frame, 25 frames a second.
  const lengthMillis = (million / 10) * 40
  multiply(bench, lengthMillis)
  const ids = bench.db.prepare<{ id: string }>('SELECT id FROM item').all()
  const itemId = ids[0]!.id as Parameters<typeof bench.metadata.frames>[0]
  const second = (at: number): { from: UtcTime; to: UtcTime } => {
    const begins = from + ((at * 7_919_000) % (lengthMillis * copies - 2_000))
    const text = (millis: number): UtcTime => new Date(millis).toISOString() as UtcTime
    return { from: text(begins), to: text(begins + 1_000) }
  }
  const search = (at: number): Promise<unknown> =>
    bench.search.during({ ...everything, ...second(at) }, (one) => one.page(null, 500, noTurn))
  await timed(20, search)
  const window = await timed(200, search)
  for (let other = 0; other < 1_000; other += 1) {
    const another = bench.item()
    if (other % 2 === 0) bench.ahead(another, other)
  }
  bench.ahead(itemId, 127.5)
  await timed(20, search)
  const corrected = await timed(200, search)
  const frames = await timed(200, (at) => bench.metadata.frames(itemId, second(at)))
  bench.db.close()
  const once = insertRate(join(folder, 'once.sqlite'), { seed: 2, objects: 200_000, stays: 1, from })
  once.bench.db.close()
  const { ours: fromXml, python: fromXmlByPython } = xmlRates(folder)
  const found = { objects: million * copies, window, corrected, frames }
  return { inserted, insertedOnce: once.rate, fromXml, fromXmlByPython, ...found, megabytes }
}

const folder = mkdtempSync(join(process.argv[2] ?? tmpdir(), 'exhibit-search-'))
try {
  process.stdout.write(`${JSON.stringify(await measureSearch(folder))}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
