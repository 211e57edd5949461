// The lanes of the timeline: what stands on them follows items, clocks, events and marks by itself; what is too short for a
// column is told as one.
import { describe, expect, it } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import type { LanePage, LaneQuery } from '#contract/lanes.ts'
import type { MetadataEvent } from '#contract/metadata.ts'
import type { UnixMicros, UtcTime } from '#contract/units.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { itemDetail, newCase, utc } from '#test/support/store.ts'
import { ingested } from './ingested.ts'

const micros = (text: string): UnixMicros => (Date.parse(text) * 1000) as UnixMicros
const second = 1_000_000
const noon = '2026-05-01T12:00:00.000Z'

/** A recording of one camera, ten seconds long unless told otherwise. */
function recording(
  database: CaseDatabase,
  {
    bytes = 'a',
    camera = 'North',
    start = noon,
    seconds = 10,
    gaps = [] as [number, number][],
    media = null as 'authentic' | null,
  } = {},
): ItemDetail {
  const end = new Date(Date.parse(start) + seconds * 1000).toISOString()
  const detail = itemDetail(bytes, {
    cameras: camera === '' ? [] : [camera],
    start: utc(start),
    end: utc(end),
    media,
  })
  detail.inspection.tracks = [
    {
      ...{ id: 1, kind: 'video', codec: 'avc1.64000b', width: 640, height: 360, rotation: 0 },
      ...{ pixelAspect: { h: 1, v: 1 }, samples: 250, timescale: 1000, durationTicks: seconds * 1000 },
      ...{ syncSamples: 10, startTime: utc(start), decoderConfig: null, channels: 0, sampleRate: 0 },
      ...{ language: 'und', editMediaTime: 0, editDelaySeconds: 0, contentEncoding: null, namespace: null },
      describes: [],
    },
  ]
  detail.inspection.gaps = gaps.map(([fromTicks, toTicks]) => ({ trackId: 1, fromTicks, toTicks }))
  return ingested(database, detail)
}

function look(database: CaseDatabase, changes: Partial<LaneQuery> = {}): LanePage {
  return database.lanes.page({
    ...{
      from: micros(noon),
      to: (micros(noon) + 60 * second) as UnixMicros,
      columns: 600,
      first: 0,
      count: 20,
    },
    chosen: [],
    ...changes,
  })
}

/** Kind, detail, seconds from noon; of the first lane. */
const told = (page: LanePage, lane = 0): string[] =>
  (page.lanes[lane]?.parts ?? []).map(({ kind, detail, from, to, several }) =>
    [
      kind,
      detail,
      (from - micros(noon)) / second,
      (to - micros(noon)) / second,
      several ? 'several' : 'one',
    ].join(' '),
  )

const event = (seconds: number, topic: string): MetadataEvent => ({
  kind: 'event',
  time: new Date(Date.parse(noon) + seconds * 1000).toISOString() as UtcTime,
  ...{ trackId: 2, sample: 0, topic, operation: null },
  ...{ source: [], key: [], data: [], geoLocation: null },
})

describe('a lane', () => {
  it('has recordings of one camera, with the gaps in them; items without a camera go by their file', async () => {
    const database = await newCase()
    recording(database, { gaps: [[2_000, 5_000]] })
    recording(database, { bytes: 'b', start: '2026-05-01T12:00:30.500Z' })
    recording(database, { bytes: 'c', camera: '' })
    const page = look(database)
    expect(page.lanes.map(({ name }) => name)).toEqual(['Nord Süd.mp4', 'North'])
    expect(page.bounds).toEqual({ from: micros(noon), to: micros(noon) + 40.5 * second })
    expect(told(page, 1).sort()).toEqual(['gap  2 5 one', 'recording  0 10 one', 'recording  30.5 40.5 one'])
  })

  it('lies where the clock says that was compared, and back again where that is withdrawn', async () => {
    const database = await newCase()
    const { summary } = recording(database, { gaps: [[2_000, 5_000]] })
    const reading = {
      ...{ recorderTime: utc('2026-05-01T12:00:07.000Z'), referenceTime: utc('2026-05-01T12:00:12.000Z') },
      method: 'compared',
    }
    database.clock.add([summary.id], reading, 'Ada')
    expect(told(look(database)).sort()).toEqual(['gap  7 10 one', 'recording  5 15 one'])
    database.clock.withdraw(summary.id, { actor: 'Ada', reason: 'misread' })
    expect(told(look(database)).sort()).toEqual(['gap  2 5 one', 'recording  0 10 one'])
  })

  it('has events by topic, each where it is, and as one where a column holds several', async () => {
    const database = await newCase()
    const { summary } = recording(database)
    database.metadata.replace(summary.id, [
      event(1, 'tns1:A'),
      event(1.01, 'tns1:A'),
      event(4, 'tns1:A'),
      event(4, 'tns1:B'),
    ])
    const events = told(look(database)).filter((part) => part.startsWith('event'))
    expect(events.sort()).toEqual([
      'event tns1:A 1 1 several',
      'event tns1:A 4 4 one',
      'event tns1:B 4 4.1 several',
    ])
    const near = look(database, { to: (micros(noon) + 2 * second) as UnixMicros })
    expect(told(near).filter((part) => part.startsWith('event'))).toEqual([
      'event tns1:A 1 1 one',
      'event tns1:A 1.01 1.01 one',
    ])
  })

  it('has marks as they are set, coloured anew and removed', async () => {
    const database = await newCase()
    const { summary } = recording(database)
    const place = { trackId: 1, firstSample: 0, lastSample: 50 }
    const text = { note: '', tag: '', colour: 'blue' } as const
    const mark = database.marks.add(
      summary.id,
      { ...place, ...text, firstTicks: 1_000, lastTicks: 3_000 },
      { utc: null, origin: null },
      'Ada',
    )
    const marks = (): string[] => told(look(database)).filter((part) => part.startsWith('mark'))
    expect(marks()).toEqual(['mark blue 1 3 one'])
    database.marks.change(mark.id, { ...text, colour: 'teal' }, 'Ada')
    expect(marks()).toEqual(['mark teal 1 3 one'])
    database.marks.remove(mark.id, 'Ada')
    expect(marks()).toEqual([])
  })

  it('says what the signatures in the video say, and follows a later verification', async () => {
    const database = await newCase()
    const { summary, verification } = recording(database, { media: 'authentic' })
    expect(told(look(database))).toEqual(['recording authentic 0 10 one'])
    database.items.recordVerification(summary.id, { ...verification, mediaSigning: [] })
    expect(told(look(database))).toEqual(['recording  0 10 one'])
  })
})

describe('from far away', () => {
  it('short recordings and gaps are told by column, neighbours as one', async () => {
    const database = await newCase()
    for (let at = 0; at < 20; at += 1)
      recording(database, {
        bytes: `s${at}`,
        start: new Date(Date.parse(noon) + at * 2_000).toISOString(),
        seconds: 1,
      })
    recording(database, { bytes: 'late', start: '2026-05-01T12:10:00.000Z', seconds: 1 })
    const day = look(database, { to: (micros(noon) + 3_600 * second) as UnixMicros, columns: 360 })
    expect(told(day)).toEqual(['recording  0 40 several', 'recording  600 610 several'])
  })

  it('what began before the view and reaches into it is there, and what lies beside it is not', async () => {
    const database = await newCase()
    recording(database, { seconds: 30 })
    recording(database, { bytes: 'b', start: '2026-05-01T13:00:00.000Z' })
    const from = (micros(noon) + 20 * second) as UnixMicros
    expect(told(look(database, { from, to: (from + second) as UnixMicros }))).toEqual(['recording  0 30 one'])
    expect(told(look(database, { from: (from + 11 * second) as UnixMicros }))).toEqual([])
  })
})

it('lanes of chosen items come first and say which items these are; pages go on where the one before ended', async () => {
  const database = await newCase()
  const items = ['C', 'A', 'B'].map((camera) => recording(database, { bytes: camera, camera }))
  const id = items[0]!.summary.id
  const first = look(database, { chosen: [id], count: 2 })
  expect(first.lanes.map(({ name, chosen }) => [name, chosen])).toEqual([
    ['C', [id]],
    ['A', []],
  ])
  expect(first.total).toBe(3)
  expect(look(database, { chosen: [id], first: 2 }).lanes.map(({ name }) => name)).toEqual(['B'])
})

it('what has no time, or one that no calendar of people holds, is on no lane', async () => {
  const database = await newCase()
  ingested(database, itemDetail('none', { start: null, end: null }))
  recording(database, { bytes: 'far', start: '9998-01-01T00:00:00.000Z' })
  expect(look(database)).toEqual({ total: 0, bounds: null, lanes: [] })
})
