import { expect, test } from 'vitest'
import type { MetadataEvent, MetadataFrame, MetadataItem, MetadataPtz } from '#contract/metadata.ts'
import type { ItemId } from '#contract/units.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { MetadataDigest } from '#engine/store/metadata-digest.ts'
import { after, event, frame, itemDetail, newCase, utc } from '#test/support/store.ts'

async function caseWithItem(): Promise<{ database: CaseDatabase; id: ItemId }> {
  const database = await newCase()
  const detail = itemDetail('bytes')
  database.items.insert(detail)
  return { database, id: detail.summary.id }
}

const everything = { from: utc('1700-01-01T00:00:00.000Z'), to: utc('2900-01-01T00:00:00.000Z') }

test('frames come back exactly as they went in', async () => {
  const { database, id } = await caseWithItem()
  const rich: MetadataFrame = {
    ...frame(0),
    time: utc('2026-05-01T22:00:00.1234567Z'),
    source: 'cam "1"',
    aspects: [{ ratio: 1.5, scale: { x: 1, y: -1.25 }, translate: { x: 0.1, y: 0 } }],
    objects: [
      {
        id: '12',
        parent: '4',
        classes: [
          { type: 'Vehicle', likelihood: 0.9 },
          { type: 'Truck', likelihood: null },
        ],
        class: 'Truck',
        likelihood: null,
        box: null,
        polygon: [
          { x: -1, y: 1 },
          { x: 0.5, y: -0.25 },
        ],
        morePolygons: [[{ x: 0.25, y: 0.5 }], [{ x: 1, y: 1 }]],
        centre: null,
        colour: '#aabbcc',
        geoLocation: { latitude: 48.85, longitude: 2.35, elevation: null },
        speed: 0,
        plate: 'AB-123\u0000é',
        behaviour: 'idle',
      },
      { ...frame(0).objects[0]!, id: null, classes: [], class: null, likelihood: null },
    ],
  }
  const empty: MetadataFrame = {
    ...frame(5_000),
    ...{ objects: [], ended: ['12', '4'] },
    ptz: {
      ...{ panTilt: { x: 0.5, y: -0.1 }, panTiltSpace: 'http://x/"y"', zoom: 0, zoomSpace: null },
      ...{ panTiltMove: 'moving', zoomMove: null, error: '', time: utc('2026-05-01T22:00:00.000Z') },
      fieldOfView: { horizontal: 60.5, vertical: 34 },
    },
  }
  database.metadata.replace(id, [rich, empty])
  expect(database.metadata.frames(id, everything)).toEqual([rich, empty])
})

test('changes of the PTZ state come back with what stood before them in each track, and are in the digest', async () => {
  const { database, id } = await caseWithItem()
  const none = { panTilt: null, panTiltSpace: null, zoomSpace: null, panTiltMove: null, zoomMove: null }
  const change = (milliseconds: number, zoom: number, trackId = 2): MetadataPtz => ({
    ...{ kind: 'ptz', time: after(milliseconds), trackId, sample: 0 },
    ptz: { ...none, zoom, error: null, time: after(milliseconds), fieldOfView: null },
  })
  const all = [change(0, 0), change(100, 1), change(100, 2), change(50, 3, 5), change(200, 4), change(300, 5)]
  database.metadata.replace(id, [...all, frame(0)])
  const told = database.metadata.ptz(id, { from: after(200), to: after(300) })
  // Of two at the same time the one that was stored later stands.
  expect(told).toEqual({ before: [all[2], all[3]], changes: [all[4]] })
  expect(database.metadata.ptz(id, { from: after(-5), to: after(0) })).toEqual({ before: [], changes: [] })

  const digest = (items: MetadataItem[]): string => {
    const made = new MetadataDigest()
    for (const item of items) made.add(item)
    return made.digest()
  }
  const indexed = await database.metadata.digest(id, () => Promise.resolve())
  expect(indexed).toBe(digest([...all, frame(0)]))
  expect(indexed).not.toBe(digest([...all.slice(1), frame(0)]))
  database.metadata.replace(id, [frame(0)])
  expect(database.metadata.ptz(id, everything)).toEqual({ before: [], changes: [] })
})

test('events come back exactly as they went in', async () => {
  const { database, id } = await caseWithItem()
  const located: MetadataEvent = {
    ...event(1, 'tns1:Monitoring/GeoLocation'),
    operation: null,
    geoLocation: { latitude: -0.5, longitude: 179.999, elevation: 12.5 },
  }
  database.metadata.replace(id, [event(0), located])
  expect(database.metadata.events(id, { first: 0 })).toEqual({ total: 2, events: [event(0), located] })
})

test('a range takes frames from its start up to, not including, its end, to the last 100 ns', async () => {
  const { database, id } = await caseWithItem()
  const times = ['00.0000001', '00.0000002', '00.0000003', '00.0000004'].map((s) =>
    utc(`2026-05-01T22:00:${s}Z`),
  )
  database.metadata.replace(
    id,
    times.toReversed().map((time) => ({ ...frame(0), time })),
  )
  const range = { from: times[1]!, to: times[3]! }
  expect(database.metadata.frames(id, range).map(({ time }) => time)).toEqual([times[1], times[2]])
  expect(database.metadata.frames(id, range, 1).map(({ time }) => time)).toEqual([times[1]])
})

test('events are paged in time order, of all topics or of one', async () => {
  const { database, id } = await caseWithItem()
  const all = Array.from({ length: 10 }, (_, at) => event(at, at % 2 === 0 ? 'tns1:A' : 'tns1:B'))
  database.metadata.replace(id, all.toReversed())
  const page = database.metadata.events(id, { first: 3, limit: 4 })
  expect(page.total).toBe(10)
  expect(page.events).toEqual(all.slice(3, 7))
  const ofTopic = database.metadata.events(id, { first: 1, topic: 'tns1:B' })
  expect(ofTopic.total).toBe(5)
  expect(ofTopic.events.map(({ sample }) => sample)).toEqual([3, 5, 7, 9])
})

test('replacing drops the earlier rows of that item and of no other', async () => {
  const { database, id } = await caseWithItem()
  const other = itemDetail('other bytes')
  database.items.insert(other)
  database.metadata.replace(other.summary.id, [frame(0), event(0)])
  database.metadata.replace(id, [frame(0), event(0), frame(1)])
  database.metadata.replace(id, [frame(7)])
  expect(database.metadata.frames(id, everything)).toEqual([frame(7)])
  expect(database.metadata.events(id, { first: 0 }).total).toBe(0)
  expect(database.metadata.frames(other.summary.id, everything)).toHaveLength(1)
})

test('an index that was not finished is known as such', async () => {
  const { database, id } = await caseWithItem()
  expect(database.metadata.unfinished()).toEqual([id])
  database.metadata.replace(id, [])
  expect(database.metadata.unfinished()).toEqual([])
  database.metadata.begin(id)
  database.metadata.insert(id, [frame(0)])
  expect(database.metadata.unfinished()).toEqual([id])
  database.metadata.finish(id)
  expect(database.metadata.unfinished()).toEqual([])
})

test('a batch that fails halfway leaves none of its rows', async () => {
  const { database, id } = await caseWithItem()
  function* broken(): Generator<MetadataItem> {
    yield frame(0)
    throw new Error('source went away')
  }
  database.metadata.begin(id)
  expect(() => database.metadata.insert(id, broken())).toThrow('source went away')
  expect(database.metadata.frames(id, everything)).toEqual([])
})

test('50,000 frames with 200,000 objects go in within seconds, and any second of them is found at once', async () => {
  const { database, id } = await caseWithItem()
  const started = performance.now()
  database.metadata.begin(id)
  for (let batch = 0; batch < 50; batch += 1) {
    database.metadata.insert(
      id,
      Array.from({ length: 1_000 }, (_, at) => frame((batch * 1_000 + at) * 40, 4)),
    )
  }
  database.metadata.finish(id)
  const inserted = performance.now()
  const found = database.metadata.frames(id, { from: after(1_000_000), to: after(1_001_000) })
  const queried = performance.now()
  console.info(
    `${Math.round(200_000 / ((inserted - started) / 1_000))} objects a second; query ${(queried - inserted).toFixed(1)} ms`,
  )
  expect(found).toHaveLength(25)
  expect(found[0]).toEqual(frame(1_000_000, 4))
  // Generous bounds: they catch a lost index or a transaction a row, not a slow machine.
  expect(inserted - started).toBeLessThan(20_000)
  expect(queried - inserted).toBeLessThan(200)
}, 60_000)
