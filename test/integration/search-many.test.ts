// A million appearances of objects: the index says of them what a plain filter says, finds a second without looking at the rest,
// and filling it does not fill the memory.
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import type { SearchEntry, SearchQuery } from '#contract/search.ts'
import { parseUtc } from '#engine/base/time.ts'
import { suiteFolder } from '../support/evidence.ts'
import { crowd, plateOf } from '../support/many-objects.ts'
import { fits, listAll } from '../support/naive-search.ts'
import type { Found } from '../support/naive-search.ts'
import { seededRandom } from '../support/random.ts'
import { SearchBench, everything, noTurn } from '../support/search-case.ts'

const million = 1_000_000
const from = Date.UTC(2026, 4, 1, 22)
const options = { seed: 11, objects: million, eventEvery: 100, from }
const minutes = 60_000

const folder = suiteFolder()
let bench: SearchBench
let all: Found[]
let grown = 0
beforeAll(() => {
  bench = new SearchBench(join(folder, 'many.sqlite'))
  const before = process.memoryUsage().rss
  const id = bench.item()
  expect(bench.index(id, crowd(options))).toBe(million)
  grown = process.memoryUsage().rss - before
  all = listAll(0, crowd(options))
}, 10 * minutes)

const shown = ({ kind, first, last, frames, object, plates }: Found): string =>
  [kind, first, last, frames, object, plates.join()].join('|')
const shownEntry = ({ kind, first, last, frames, object, plates }: SearchEntry): string =>
  [kind, parseUtc(first), parseUtc(last), frames, object ?? '', plates.join()].join('|')

async function found(query: SearchQuery): Promise<string[]> {
  return bench.search.during(query, async (search) => {
    const { entries, next } = await search.page(null, 5_000, noTurn)
    expect(next).toBeNull()
    return entries.map(shownEntry).sort()
  })
}

it('has every stretch, and no more memory than a batch needs', () => {
  const rows = bench.db.prepare<{ count: number }>('SELECT count(*) AS count FROM search_entry').get()
  expect(all.length).toBeGreaterThan(10_000)
  expect(rows?.count).toBe(all.length)
  const frames = bench.db.prepare<{ sum: number }>(
    'SELECT sum(frames) AS sum FROM search_entry WHERE event IS NULL',
  )
  expect(frames.get()?.sum).toBe(million)
  expect(grown).toBeLessThan(300_000_000)
})

it(
  'a second, a plate, an object and a word give what a plain filter over all gives',
  async () => {
    const dice = seededRandom(12)
    for (let round = 0; round < 20; round += 1) {
      const begins = from + dice(4_000_000)
      const time = (millis: number): SearchQuery['from'] =>
        new Date(millis).toISOString() as SearchQuery['from']
      const some = all[dice(all.length)]!
      const plate = some.plates[0] ?? plateOf(dice(million))
      for (const query of [
        { ...everything, from: time(begins), to: time(begins + 1_000) },
        { ...everything, plates: [plate] },
        { ...everything, text: plate.replace(' ', '') },
        { ...everything, object: some.object || '1' },
        { ...everything, text: 'gate crossed', from: time(begins), to: time(begins + 100_000) },
      ])
        expect(await found(query), JSON.stringify(query)).toEqual(
          all
            .filter((one) => fits(one, query, []))
            .map(shown)
            .sort(),
        )
    }
  },
  5 * minutes,
)

it('a time is looked up in the index, and the rest of the table is not looked at', async () => {
  const query = { ...everything, from: new Date(from).toISOString() as SearchQuery['from'] }
  await bench.search.during(query, async (search) => {
    const plan = bench.db
      .prepare<{ detail: string }>(`EXPLAIN QUERY PLAN SELECT e.key ${search.within()}`)
      .all(search.valuesOf({ from: 0n, to: 1n }))
      .map(({ detail }) => detail)
    expect(plan[0]).toContain('INDEX search_entry_by_time (first>? AND first<?)')
    return Promise.resolve()
  })
})
