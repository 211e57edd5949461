// Many recordings and events on the timeline: what a screen asks for is bounded by its columns and not by
// the case, says the same as a plain filter over all, and is looked up in indexes.
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { LanePart, LaneQuery } from '#contract/lanes.ts'
import type { ItemId, UnixMicros } from '#contract/units.ts'
import type { Connection, Statement } from '#engine/store/connection.ts'
import { LaneStore } from '#engine/store/lane-store.ts'
import { suiteFolder } from '../support/evidence.ts'
import { seededRandom } from '../support/random.ts'
import { SearchBench } from '../support/search-case.ts'

const cameras = 10
const perCamera = 2_000
/** One more camera records minute by minute. */
const minutes = 14_400
const eventCount = 200_000
const second = 1_000_000
const minute = 60 * second
const begin = Date.UTC(2026, 0, 1) * 1000
const filetimeOf = (micros: number): bigint => (BigInt(micros) + 11_644_473_600_000_000n) * 10n
const topics = ['tns1:VideoSource/MotionAlarm', 'tns1:RuleEngine/LineDetector/Crossed']

type Made = { camera: number; first: number; last: number; media: string | null }

const folder = suiteFolder()
const made: Made[] = []
const events: { at: number; topic: string }[] = []
let bench: SearchBench
let lanes: LaneStore

beforeAll(() => {
  bench = new SearchBench(join(folder, 'lanes.sqlite'))
  lanes = new LaneStore(bench.db)
  const dice = seededRandom(44)
  const utc = (micros: number): string => new Date(micros / 1000).toISOString()
  bench.db.transaction(() => {
    const insert = bench.db
      .prepare(`INSERT INTO item (id, name, path, source_path, size, sha256, status, ingested_at,
      cameras, start_time, end_time, media, duration_seconds, level_0v, level_0m, level_0e, verdict, intact, trust, seals,
      verified_at, custody, has_thumbnail, inspection, conformance, findings) VALUES (@id, 'a.mp4', 'a.mp4', '/a.mp4', 5,
      @sha256, 'ingested', '2026-05-02T08:15:00.000Z', @cameras, @start, @end, @media, 1, 1, 1, 1, 'sealed', 'intact',
      'trusted', 1, '2026-05-02T08:15:00.000Z', 'complete', 0, '{}', '{}', '[]')`)
    for (let camera = 0; camera < cameras; camera += 1) {
      let at = begin
      for (let part = 0; part < perCamera; part += 1) {
        at += (1 + dice(120)) * second
        const last = at + (1 + dice(600)) * second
        const media = dice(100) === 0 ? 'not-authentic' : dice(2) === 0 ? 'authentic' : null
        const key = camera * perCamera + part
        const hex = key.toString(16).padStart(12, '0')
        insert.run({
          ...{ id: `00000000-0000-4000-8000-${hex}`, sha256: hex.padStart(64, '0') },
          ...{ cameras: `["Camera ${camera}"]`, start: utc(at), end: utc(last), media },
        })
        made.push({ camera, first: at, last, media })
        at = last
      }
    }
    for (let part = 0; part < minutes; part += 1) {
      const first = begin + (part + 1) * minute
      const hex = (cameras * perCamera + part).toString(16).padStart(12, '0')
      insert.run({
        ...{ id: `00000000-0000-4000-8000-${hex}`, sha256: hex.padStart(64, '0'), media: null },
        ...{ cameras: '["Minutes"]', start: utc(first), end: utc(first + minute - second) },
      })
    }
    const [busy] = made
    if (!busy) return
    const id = bench.db.prepare<{ key: number }>('SELECT key FROM item ORDER BY key LIMIT 1').get()?.key ?? 0
    const put = bench.db.prepare(
      `INSERT INTO metadata_event (item, time, track, sample, topic, source_items, key_items, data_items)
       VALUES (?, ?, 2, 0, ?, '[]', '[]', '[]')`,
    )
    for (let at = 0; at < eventCount; at += 1) {
      const time = busy.first + Math.floor((at * (busy.last - busy.first)) / eventCount)
      const topic = topics[dice(10) === 0 ? 1 : 0] ?? ''
      put.run(id, filetimeOf(time), topic)
      if (at % 1_000 === 0 || topic === topics[1]) events.push({ at: time, topic })
    }
    bench.db.prepare('UPDATE item SET metadata_indexed = 1 WHERE key = ?').run(id)
  })
}, 300_000)

const ask = (from: number, to: number, columns = 1_000): LaneQuery => ({
  ...{ from: from as UnixMicros, to: to as UnixMicros, columns, first: 0, count: 64, chosen: [] },
})
const partsOf = (query: LaneQuery, camera: number): LanePart[] =>
  lanes.page(query).lanes.find(({ name }) => name === `Camera ${camera}`)?.parts ?? []

describe('many recordings', () => {
  it.each([
    ['years', 3 * 365 * 1_440 * minute],
    ['a month', 30 * 1_440 * minute],
    ['a day', 1_440 * minute],
    ['ten minutes', 10 * minute],
    ['a second', second],
  ])('%s: every column says whether a plain filter finds something in it', (_, length) => {
    const dice = seededRandom(length)
    for (let round = 0; round < 4; round += 1) {
      const from = begin + dice(2_000) * 10 * minute - minute
      const query = ask(from, from + length)
      const width = Math.ceil(length / query.columns)
      const camera = dice(cameras)
      const parts = partsOf(query, camera).filter(({ kind }) => kind === 'recording')
      // Each media verdict has columns of its own, and what is longer than a column is at most so often.
      expect(parts.length).toBeLessThanOrEqual(4 * query.columns)
      const inView = made.filter(
        (one) => one.camera === camera && one.first < from + length && one.last >= from,
      )
      for (const part of parts) {
        const media = part.detail || null
        const fits = (one: Made): boolean =>
          one.media === media &&
          (part.several
            ? one.first < part.to && one.first >= part.from
            : one.first === part.from && one.last === part.to)
        expect(made.some((one) => one.camera === camera && fits(one))).toBe(true)
      }
      for (const one of inView) {
        const isTold = parts.some(
          (part) =>
            part.detail === (one.media ?? '') &&
            (part.several ? part.from <= one.first && part.to > one.first : part.from === one.first),
        )
        // What is shorter than a column and began more than one before the view does not reach into it.
        const isOutside = one.first < from - width && one.last - one.first < width
        expect(isTold || isOutside, `${one.first - from} of ${length}`).toBe(true)
      }
    }
  })

  it('the rare recording that is not authentic is seen from far away', () => {
    const parts = partsOf(ask(begin, begin + 365 * 1_440 * minute), 3)
    const bad = made.filter(({ camera, media }) => camera === 3 && media === 'not-authentic')
    expect(bad.length).toBeGreaterThan(5)
    for (const { first } of bad)
      expect(
        parts.some((part) => part.detail === 'not-authentic' && part.from <= first && part.to > first),
      ).toBe(true)
  })
})

it('ten days of a camera that records minute by minute are told to their end', () => {
  const length = minutes * minute
  const page = lanes.page(ask(begin + minute, begin + minute + length, 3_400))
  const lane = page.lanes.find(({ name }) => name === 'Minutes')
  const recorded = lane?.parts.filter(({ kind }) => kind === 'recording') ?? []
  expect(Math.max(...recorded.map(({ to }) => to))).toBe(begin + minute + length - second)
  expect(recorded.length).toBeLessThanOrEqual(2 * 3_400)
  expect(lane?.cut).toBe(false)
})

it('many events are told by column, down to the single one', () => {
  const [busy] = made
  if (!busy) throw new Error('nothing was made')
  const whole = partsOf(ask(busy.first, busy.last), 0).filter(({ kind }) => kind === 'event')
  expect(whole.length).toBeGreaterThan(1_000)
  expect(whole.length).toBeLessThanOrEqual(2_002)
  const [from, to] = [busy.first + 10 * second, busy.first + 10 * second + 100_000]
  const near = partsOf(ask(from, to, 4_096), 0).filter(({ detail }) => detail === topics[1])
  const expected = events.filter(({ at, topic }) => topic === topics[1] && at >= from && at < to)
  expect(expected.length).toBeGreaterThan(3)
  const seen = new Set(near.map((part) => Number(part.from)))
  for (const { at } of expected) expect([...seen].some((time) => Math.abs(time - at) <= 25)).toBe(true)
})

/** Every statement that is run meanwhile, with what it was given. */
function statementsOf(work: (db: Connection) => void): Map<string, Parameters<Statement<unknown>['all']>> {
  const seen = new Map<string, Parameters<Statement<unknown>['all']>>()
  const watching = new Proxy(bench.db, {
    get(db, name) {
      if (name !== 'prepare') {
        const value: unknown = Reflect.get(db, name, db)
        return typeof value === 'function' ? (value as (...given: unknown[]) => unknown).bind(db) : value
      }
      return (sql: string): Statement<unknown> => {
        const statement = db.prepare<unknown>(sql)
        return {
          get: (...values) => (seen.set(sql, values), statement.get(...values)),
          all: (...values) => (seen.set(sql, values), statement.all(...values)),
          iterate: (...values) => (seen.set(sql, values), statement.iterate(...values)),
          run: (...values) => (seen.set(sql, values), statement.run(...values)),
        }
      }
    },
  })
  work(watching)
  return seen
}

it('whatever is asked for is looked up in indexes: no statement goes through all parts, items or events', () => {
  const [busy] = made
  if (!busy) throw new Error('nothing was made')
  const { id } = bench.db.prepare<{ id: ItemId }>('SELECT id FROM item ORDER BY key LIMIT 1').get() ?? {}
  const statements = statementsOf((db) => {
    const store = new LaneStore(db)
    const asked = ask(busy.first, busy.last)
    store.page({ ...asked, chosen: id ? [id] : [] })
    store.page(ask(begin, begin + 365 * 1_440 * minute))
    store.withoutGaps()
  })
  const plans = [...statements].map(([sql, values]) => {
    const explain = bench.db.prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    return { sql, steps: explain.all(...values).map(({ detail }) => detail) }
  })
  // Cameras, what a statement itself was given or finds on its way, and what is still open are few.
  const few = /^SCAN (lane|cell|json_each|open|CONSTANT ROW)\b/
  const scans = plans.flatMap(({ sql, steps }) =>
    steps.filter((step) => step.startsWith('SCAN') && !few.test(step)).map((step) => `${step}: ${sql}`),
  )
  expect(scans).toEqual([])
  const used = plans.flatMap(({ steps }) => steps).join('\n')
  for (const index of [
    'lane_part_by_start',
    'lane_part_by_end',
    'lane_part_by_size (lane=? AND size=? AND first>? AND first<?)',
    'lane_part_by_kind (lane=? AND kind=? AND detail=? AND first>?',
    'lane_part_by_kind (lane=? AND kind=? AND detail>?)',
    'metadata_event_by_topic (item=? AND topic=? AND time>?',
  ])
    expect(used).toContain(index)
  expect(lanes.page(ask(begin, begin + minute)).bounds?.from).toBe(
    made.reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY),
  )
})
