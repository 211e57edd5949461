// Searching, against a plain filter over the same data: many questions, from a fixed seed.
import { expect, test } from 'vitest'
import type { MetadataFrame } from '#contract/metadata.ts'
import type { SearchEntry, SearchQuery } from '#contract/search.ts'
import type { StartTime } from '#contract/track.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { parseUtc } from '#engine/base/time.ts'
import { crowd } from '#test/support/many-objects.ts'
import { fits, listAll } from '#test/support/naive-search.ts'
import type { Found } from '#test/support/naive-search.ts'
import { seededRandom } from '#test/support/random.ts'
import { SearchBench, everything, noTurn } from '#test/support/search-case.ts'

const start = Date.UTC(2026, 4, 1, 22)

/** Three cameras over some minutes, one of them with objects that come back, one in which each appears once. */
function madeCase(): { bench: SearchBench; ids: ItemId[]; all: Found[] } {
  const bench = new SearchBench()
  const crowds = [
    { seed: 1, objects: 6_000, stays: 40, every: 200, eventEvery: 7, from: start },
    { seed: 2, objects: 3_000, stays: 300, every: 700, perFrame: 5, eventEvery: 11, from: start + 30_000 },
    { seed: 3, objects: 2_000, stays: 1, every: 997, eventEvery: 3, from: start + 59_900 },
  ]
  const ids = crowds.map(() => bench.item())
  crowds.forEach((one, at) => bench.index(ids[at]!, crowd(one), 37))
  return { bench, ids, all: crowds.flatMap((one, at) => listAll(at, crowd(one))) }
}

const second = 10_000_000n
const moved = (all: readonly Found[], by: bigint): Found[] =>
  all.map((one) => ({ ...one, first: one.first + by, last: one.last + by }))

/** The same, with clocks that were wrong: of one camera as somebody found, of another as its file says, and each track its own. */
function movedCase(): { bench: SearchBench; ids: ItemId[]; all: Found[] } {
  const { bench, ids } = madeCase()
  const [ahead, right, stated] = [ids[0]!, ids[1]!, ids[2]!]
  bench.ahead(ahead, 5)
  bench.ahead(ahead, 127.5)
  bench.ahead(right, 9)
  bench.notAhead(right)
  const crowds = {
    ahead: [...crowd({ seed: 1, objects: 6_000, stays: 40, every: 200, eventEvery: 7, from: start })],
    right: crowd({
      seed: 2,
      objects: 3_000,
      stays: 300,
      every: 700,
      perFrame: 5,
      eventEvery: 11,
      from: start + 30_000,
    }),
    stated: [
      ...crowd({ seed: 3, objects: 2_000, stays: 1, every: 997, eventEvery: 3, from: start + 59_900 }),
    ],
  }
  const other = crowds.stated.map((one) => ({ ...one, trackId: 3 }))
  bench.index(stated, [...crowds.stated, ...other], 41)
  const at = (seconds: number): UtcTime => new Date(start + seconds * 1_000).toISOString() as UtcTime
  bench.stated(stated, [
    { trackId: 1, origin: 'corrected cstb', utc: at(30), own: true },
    { trackId: 2, origin: 'corrected cstb', utc: at(30), own: false },
    { trackId: 3, origin: 'corrected cstb', utc: `${at(-41).slice(0, -1)}0001Z` as UtcTime, own: true },
    ...[1, 2, 3].map((trackId): StartTime => ({ trackId, origin: 'cstb', utc: at(0), own: trackId === 1 })),
  ])
  bench.ahead(stated, -3)
  const all = [
    ...moved(listAll(0, crowds.ahead), (-1275n * second) / 10n),
    ...listAll(1, crowds.right),
    ...moved(listAll(2, crowds.stated), 33n * second),
    ...moved(listAll(2, other), -38n * second + 1n),
  ]
  return { bench, ids, all }
}

const cases = [
  ['as it was recorded', madeCase, 150],
  ['with clocks that were wrong', movedCase, 80],
] as const

const shown = (one: Found): string =>
  [
    one.item,
    one.kind,
    one.first,
    one.last,
    one.frames,
    one.object,
    one.classes,
    one.plates,
    one.sources,
  ].join('|')

const countingTime = ({ first, last, corrected }: SearchEntry, which: 'first' | 'last' = 'first'): bigint =>
  parseUtc((corrected ?? { first, last })[which])!

const shownEntry = (entry: SearchEntry, ids: readonly ItemId[]): string =>
  [
    ...[
      ids.indexOf(entry.itemId),
      entry.kind,
      countingTime(entry),
      countingTime(entry, 'last'),
      entry.frames,
    ],
    ...[entry.object ?? '', entry.classes, entry.plates, entry.sources],
  ].join('|')

async function readAll(bench: SearchBench, query: SearchQuery, limit: number): Promise<SearchEntry[]> {
  return bench.search.during(query, async (search) => {
    const entries: SearchEntry[] = []
    let after: string | null = null
    do {
      const page = await search.page(after, limit, noTurn)
      expect(page.entries.length).toBeLessThanOrEqual(limit)
      entries.push(...page.entries)
      after = page.next
    } while (after !== null)
    return entries
  })
}

/** A question about what is there, and sometimes about what is not. */
function madeQuery(
  dice: (below: number) => number,
  all: readonly Found[],
  ids: readonly ItemId[],
): SearchQuery {
  const some = all[dice(all.length)]!
  const maybe = <T>(value: T, none: T, oneIn = 4): T => (dice(oneIn) === 0 ? value : none)
  const words = [
    some.object,
    'huma',
    'CAR',
    'a',
    '1',
    'Gate',
    'crossed',
    'linedetector/c',
    some.plates[0] ?? 'x 1',
    'nothing',
  ]
  words.push((some.plates[0] ?? 'ab').replaceAll(' ', '').toLowerCase(), 'cam-n "', '%', '"')
  const at = (millis: number): SearchQuery['from'] =>
    new Date(start + millis).toISOString() as SearchQuery['from']
  const from = dice(400_000)
  return {
    text: maybe([words[dice(words.length)], maybe(words[dice(words.length)] ?? '', '')].join(' '), '', 2),
    kind: maybe<'object' | 'event' | null>(dice(2) ? 'object' : 'event', null),
    itemIds: maybe(dice(2) ? [ids[dice(3)]!] : [ids[0]!, ids[2]!], []),
    classes: maybe(dice(2) ? ['Human'] : ['Car', 'Bus'], []),
    topics: maybe(['tns1:RuleEngine/LineDetector/Crossed'], [], 6),
    sources: maybe([dice(2) ? 'Gate 1' : 'cam-north'], [], 6),
    plates: maybe(some.plates, [], 6),
    object: maybe(some.object || '7', null, 6),
    from: maybe(at(from), null, 3),
    to: maybe(at(from + dice(90_000)), null, 3),
  }
}

test.each(cases)(
  '%s, every question has the answer of a plain filter over the same data, in the order of time, page by page',
  async (_name, make, rounds) => {
    const { bench, ids, all } = make()
    expect(all.length).toBeGreaterThan(2_400)
    const dice = seededRandom(7)
    let answered = 0
    for (let round = 0; round < rounds; round += 1) {
      const query = madeQuery(dice, all, ids)
      const items = query.itemIds.map((id) => ids.indexOf(id))
      const expected = all.filter((one) => fits(one, query, items))
      const entries = await readAll(bench, query, 1 + dice(500))
      expect(entries.map((entry) => shownEntry(entry, ids)).sort(), JSON.stringify(query)).toEqual(
        expected.map(shown).sort(),
      )
      const firsts = entries.map((entry) => countingTime(entry))
      expect(firsts.every((first, at) => at === 0 || first >= firsts[at - 1]!)).toBe(true)
      expect(new Set(entries.map(({ at }) => at)).size).toBe(entries.length)
      const limit = 1 + dice(2_000)
      const total = await bench.search.during(query, (search) => search.count(limit, noTurn))
      expect(total).toEqual({ count: Math.min(limit, expected.length), more: expected.length > limit })
      answered += Number(expected.length > 0 && expected.length < all.length)
    }
    // Questions that find all or nothing say little.
    expect(answered).toBeGreaterThan(rounds / 4)
  },
  120_000,
)

test.each(cases)(
  '%s, counts of values and of times are those of the entries, and no list is counted with its own condition',
  async (_name, make) => {
    const { bench, ids, all } = make()
    const dice = seededRandom(8)
    const countOf = (values: readonly string[]): [string, number][] => {
      const counts = new Map<string, number>()
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
      return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).slice(0, 200)
    }
    for (let round = 0; round < 30; round += 1) {
      const query = madeQuery(dice, all, ids)
      const items = query.itemIds.map((id) => ids.indexOf(id))
      const found = (changes: Partial<SearchQuery>, of = items): Found[] =>
        all.filter((one) => fits(one, { ...query, ...changes }, of))
      const facets = await bench.search.facets(query, noTurn)
      const listed = (list: { value: string; count: number }[]): [string, number][] =>
        list.map((one) => [one.value, one.count])
      expect(listed(facets.classes)).toEqual(
        countOf(found({ classes: [] }).flatMap(({ classes }) => classes)),
      )
      expect(listed(facets.plates)).toEqual(countOf(found({ plates: [] }).flatMap(({ plates }) => plates)))
      expect(listed(facets.topics)).toEqual(
        countOf(found({ topics: [] }).flatMap(({ topic }) => topic || [])),
      )
      expect(listed(facets.sources)).toEqual(
        countOf(found({ sources: [] }).flatMap(({ sources }) => sources)),
      )
      expect(facets.kinds.event).toBe(found({ kind: null }).filter(({ kind }) => kind === 'event').length)
      expect(facets.items.map(({ itemId, count }) => [ids.indexOf(itemId), count]).sort()).toEqual(
        countOf(found({ itemIds: [] }, []).map(({ item }) => String(item)))
          .map(([item, n]) => [Number(item), n])
          .sort(),
      )
      const { seconds, buckets } = await bench.search.counts(query, 1 + dice(200), noTurn)
      const length = BigInt(seconds) * 10_000_000n
      const inTime = found({})
      for (const bucket of buckets) {
        const [from, to] = [parseUtc(bucket.from)!, parseUtc(bucket.from)! + length]
        const [low, high] = [query.from && parseUtc(query.from)!, query.to && parseUtc(query.to)!]
        const within = inTime.filter(
          ({ first, last }) =>
            first < (high && high < to ? high : to) && last >= (low && low > from ? low : from),
        )
        const events = within.filter(({ kind }) => kind === 'event').length
        expect([bucket.objects, bucket.events], `${bucket.from} ${seconds} ${JSON.stringify(query)}`).toEqual(
          [within.length - events, events],
        )
      }
      expect(buckets.length === 0).toBe(inTime.length === 0)
    }
  },
  120_000,
)

test('a track has every frame of its object, and no other, page by page', () => {
  const { bench, ids } = madeCase()
  const frames = [
    ...crowd({
      seed: 2,
      objects: 3_000,
      stays: 300,
      every: 700,
      perFrame: 5,
      eventEvery: 11,
      from: start + 30_000,
    }),
  ]
  const times = frames.flatMap((one) =>
    one.kind === 'frame' && one.objects.some(({ id }) => id === '2') ? [one.time] : [],
  )
  expect(times.length).toBeGreaterThan(100)
  const ref = { itemId: ids[1]!, trackId: 2, source: 'cam-north', object: '2' }
  const seen: string[] = []
  let after: string | null = null
  do {
    const page = bench.search.track(ref, { after, limit: 30 })
    seen.push(...page.points.map(({ time }) => time))
    after = page.next
  } while (after !== null)
  expect(seen).toEqual(times)
  for (const other of [
    { ...ref, source: null },
    { ...ref, trackId: 3 },
    { ...ref, object: '02' },
  ])
    expect(bench.search.track(other, { after: null, limit: 30 }).points).toEqual([])
})

test('a track says when its object was ended, until five seconds after it was seen, page by page', () => {
  const bench = new SearchBench()
  const id = bench.item()
  const [one] = crowd({ seed: 1, objects: 1, perFrame: 1, from: start })
  if (one?.kind !== 'frame') throw new Error('a crowd begins with a frame')
  const scene = (millis: number, listed: string[], ended: string[], source = 'A'): MetadataFrame => ({
    ...{ ...one, source, ended, time: new Date(start + millis).toISOString() as UtcTime },
    objects: listed.map((number) => ({ ...one.objects[0]!, id: number })),
  })
  bench.index(id, [
    scene(0, ['7'], []),
    scene(400, [], ['6', '7']),
    scene(500, ['8'], ['8']),
    scene(600, [], ['7'], 'B'),
    scene(800, ['7'], ['77']),
    scene(5_700, [], ['7']),
    scene(5_801, [], ['7']),
  ])
  const ref = { itemId: id, trackId: one.trackId, source: 'A', object: '7' }
  const after = (time: string): number => Date.parse(time) - start
  for (const limit of [1, 2, 100]) {
    const [points, ended]: number[][] = [[], []]
    let next: string | null = null
    do {
      const page = bench.search.track(ref, { after: next, limit })
      points!.push(...page.points.map(({ time }) => after(time)))
      ended!.push(...page.ended.map(after))
      next = page.next
    } while (next !== null)
    expect([points, ended]).toEqual([
      [0, 800],
      [400, 5_700],
    ])
  }
})

test('a search that is given up leaves nothing behind, and stops', async () => {
  const { bench } = madeCase()
  let turns = 0
  const giveUp = async (): Promise<void> => {
    turns += 1
    await Promise.resolve()
    throw new Error('enough')
  }
  await expect(bench.search.facets({ ...everything, text: 'human' }, giveUp)).rejects.toThrow('enough')
  expect(turns).toBe(1)
  expect(bench.db.prepare('SELECT * FROM temp.search_hit').all()).toEqual([])
})
