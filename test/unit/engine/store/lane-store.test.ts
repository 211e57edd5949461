// The lanes of the timeline: what stands on them follows items, clocks, events and marks by itself; what is too short for a
// column is told as one.
import { describe, expect, it } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import type { LanePage, LaneQuery } from '#contract/lanes.ts'
import type { MetadataEvent } from '#contract/metadata.ts'
import { correctionFor, metadataCorrectionOf } from '#contract/start-statements.ts'
import type { StartTime, TimeOrigin, Track } from '#contract/track.ts'
import type { ClockReading } from '#contract/clock.ts'
import type { ItemId, UnixMicros, UtcTime } from '#contract/units.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { everything, noTurn } from '#test/support/search-case.ts'
import { itemDetail, newCase, utc } from '#test/support/store.ts'
import { seededRandom } from '#test/support/random.ts'
import { ingested } from './ingested.ts'

const micros = (text: string): UnixMicros => (Date.parse(text) * 1000) as UnixMicros
const second = 1_000_000
const noon = '2026-05-01T12:00:00.000Z'

/** What an export says of a camera; `path`: where its file came from. */
const nothingSaid: { mac?: string; url?: string; line?: string; unit?: string; path?: string } = {}

const anyTrack: Omit<Track, 'id' | 'kind'> = {
  ...{ codec: 'avc1.64000b', width: 640, height: 360, rotation: 0, pixelAspect: { h: 1, v: 1 } },
  ...{ samples: 250, timescale: 1000, durationTicks: 10_000, syncSamples: 10, startTime: utc(noon) },
  ...{ decoderConfig: null, channels: 0, sampleRate: 0, language: 'und', editMediaTime: 0 },
  ...{ editDelaySeconds: 0, contentEncoding: null, namespace: null, describes: [] },
}

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
    source = nothingSaid,
  } = {},
): ItemDetail {
  const end = new Date(Date.parse(start) + seconds * 1000).toISOString()
  const detail = itemDetail(bytes, {
    cameras: camera === '' ? [] : [camera],
    start: utc(start),
    end: utc(end),
    media,
    ...(source.path === undefined ? {} : { sourcePath: source.path }),
  })
  if (camera !== '') {
    const { mac = '', url = '', line = '', unit = '' } = source
    detail.inspection.export = {
      ...{ unitName: unit, unitUrl: '', unitMac: '', time: null, operator: '' },
      sources: [{ trackId: 1, name: camera, url, mac, line }],
    }
  }
  detail.inspection.tracks = [
    { ...anyTrack, id: 1, kind: 'video', durationTicks: seconds * 1000, startTime: utc(start) },
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

describe('a crowded lane', () => {
  const hour = 3_600
  const later = (seconds: number): string => new Date(Date.parse(noon) + seconds * 1000).toISOString()
  const recorded = (page: LanePage): string[] => told(page).filter((part) => part.startsWith('recording'))

  it('shows every recording, however many events lie on them', async () => {
    const database = await newCase()
    for (let at = 0; at < 8; at += 1) {
      const { summary } = recording(database, {
        bytes: `h${at}`,
        start: later(at * hour),
        seconds: hour - 600,
      })
      database.metadata.replace(
        summary.id,
        Array.from({ length: 2_900 }, (_, n) => event(at * hour + 1 + n, `tns1:T${n % 6}`)),
      )
    }
    const to = (micros(noon) + 8 * hour * second) as UnixMicros
    const page = look(database, { to, columns: 4_096 })
    expect(page.lanes[0]?.cut).toBe(true)
    expect(recorded(page)).toEqual(
      Array.from({ length: 8 }, (_, at) => `recording  ${at * 3_600} ${at * 3_600 + 3_000} one`),
    )
  })

  it('tells recordings as one that nearly touch, where there are more than columns to tell them apart', async () => {
    const database = await newCase()
    const many = 240
    for (let at = 0; at < many; at += 1)
      recording(database, {
        bytes: `m${at}`,
        start: later(at * 41 + (at < many / 2 ? 0 : 1_000)),
        seconds: 40,
      })
    // Columns of 220 s.
    const to = (micros(noon) + 11_000 * second) as UnixMicros
    const page = look(database, { to, columns: 50 })
    expect(recorded(page)).toEqual(['recording  0 4919 several', 'recording  5920 10839 several'])
    expect(page.lanes[0]?.cut).toBe(false)
  })

  it('short recordings are shown beside any number of topics', async () => {
    const database = await newCase()
    for (let at = 0; at < 4; at += 1) {
      const { summary } = recording(database, { bytes: `t${at}`, start: later(at * 20), media: 'authentic' })
      database.metadata.replace(
        summary.id,
        Array.from({ length: 32 }, (_, n) => event(at * 20 + 1, `tns1:T${at}/${n}`)),
      )
    }
    const page = look(database, { to: (micros(noon) + 36_000 * second) as UnixMicros })
    expect(recorded(page)).toEqual(['recording authentic 0 120 several'])
    expect(page.lanes[0]?.cut).toBe(true)
  })
})

describe('cameras of one name', () => {
  const named = (page: LanePage): [string, string | null, number][] =>
    page.lanes.map(({ name, source, parts }) => [name, source, parts.length])

  it('are told apart by their address and line, whoever exported them and however it is written', async () => {
    const database = await newCase()
    const [one, other] = ['08-00-27-00-0c-15', '08:00:27:00:0C:16']
    recording(database, { bytes: 'a', source: { mac: one, unit: 'VMS 1' } })
    recording(database, { bytes: 'b', source: { mac: '08:00:27:00:0C:15', unit: 'VMS 2' } })
    recording(database, { bytes: 'c', source: { mac: other, unit: 'VMS 1' } })
    recording(database, { bytes: 'd', source: { mac: other, unit: 'VMS 1', line: '2' } })
    recording(database, { bytes: 'e', camera: 'South', source: { mac: one } })
    expect(named(look(database))).toEqual([
      ['North', 'VMS 1, VMS 2 · 080027000C15', 2],
      ['North', 'VMS 1 · 080027000C16', 1],
      ['North', 'VMS 1 · 080027000C16 2', 1],
      ['South', null, 1],
    ])
  })

  it('without an address, by the recorder and what it says of them', async () => {
    const database = await newCase()
    recording(database, { bytes: 'a', source: { unit: 'North depot', url: 'rtsp://192.0.2.7/1' } })
    recording(database, { bytes: 'b', source: { unit: 'North depot', url: 'rtsp://192.0.2.7/1' } })
    // No address of a device, though it is written where one should be.
    recording(database, { bytes: 'c', source: { unit: 'South depot', mac: '00:00:00:00:00:00' } })
    recording(database, { bytes: 'd' })
    expect(named(look(database))).toEqual([
      ['North', '', 1],
      ['North', 'North depot · rtsp://192.0.2.7/1', 2],
      ['North', 'South depot', 1],
    ])
  })

  it('of files that name no camera, each has a lane of its own', async () => {
    const database = await newCase()
    recording(database, { bytes: 'a', camera: '', source: { path: '/media/stick/1/ch01.mp4' } })
    recording(database, { bytes: 'b', camera: '', source: { path: '/media/stick/2/ch01.mp4' } })
    expect(look(database).lanes.map(({ source }) => source)).toEqual([
      '/media/stick/1/ch01.mp4',
      '/media/stick/2/ch01.mp4',
    ])
  })
})

describe('gaps', () => {
  const gaps = (database: CaseDatabase): string[] =>
    told(look(database)).filter((part) => part.startsWith('gap'))

  it('lie where pictures show them, once that is known; until then it is told that it is not', async () => {
    const database = await newCase()
    const { summary } = recording(database, { gaps: [[2_000, 5_000]] })
    recording(database, { bytes: 'b', start: '2026-05-01T12:00:30.000Z' })
    expect([gaps(database), database.lanes.withoutGaps()]).toEqual([['gap  2 5 one'], [summary.id]])
    database.lanes.placeGaps(summary.id, [{ trackId: 1, fromTicks: 2_080, toTicks: 5_080 }])
    expect([gaps(database), database.lanes.withoutGaps()]).toEqual([['gap  2.08 5.08 one'], []])
    database.lanes.placeGaps(summary.id, [])
    expect(gaps(database)).toEqual([])
  })

  it(
    'of which there are too many leave the rest of the recording as not looked for',
    { timeout: 60_000 },
    async () => {
      const database = await newCase()
      const many = Array.from({ length: 10_000 }, (_, at): [number, number] => [2 * at, 2 * at + 1])
      const { summary } = recording(database, { seconds: 30, gaps: many })
      const unsought = (): string[] => gaps(database).filter((part) => part.startsWith('gap unsought'))
      expect(unsought()).toEqual(['gap unsought 19.999 30 one'])
      const shown = many.map(([from, to]) => ({ trackId: 1, fromTicks: from + 2_000, toTicks: to + 2_000 }))
      database.lanes.placeGaps(summary.id, shown.slice(0, 9_000))
      expect(unsought()).toEqual(['gap unsought 19.999 30 one'])
      recording(database, { bytes: 'b', camera: 'South', gaps: many.slice(1) })
      expect(told(look(database), 1).filter((part) => part.startsWith('gap unsought'))).toEqual([])
    },
  )

  it('are read again where others were found', async () => {
    const database = await newCase()
    const { summary, verification, inspection } = recording(database, { gaps: [[2_000, 5_000]] })
    database.lanes.placeGaps(summary.id, [{ trackId: 1, fromTicks: 2_080, toTicks: 5_080 }])
    const times = { start: summary.start, end: summary.end, startOrigin: summary.startOrigin }
    database.items.recordVerification(summary.id, verification, { times: { ...times, inspection } })
    expect(database.lanes.withoutGaps()).toEqual([])
    const other = { ...inspection, gaps: [{ trackId: 1, fromTicks: 3_000, toTicks: 5_000 }] }
    database.items.recordVerification(summary.id, verification, { times: { ...times, inspection: other } })
    expect([gaps(database), database.lanes.withoutGaps()]).toEqual([['gap  3 5 one'], [summary.id]])
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

describe('events of a recording whose start time is corrected', () => {
  const stated = (dice: (below: number) => number): StartTime[] => {
    const origins: TimeOrigin[] = ['corrected cstb', 'cstb', 'sumi', 'misb', 'metadata', 'mvhd']
    return origins.flatMap((origin): StartTime[] => {
      if (dice(2) === 0) return []
      const at = (): UtcTime => new Date(Date.parse(noon) + dice(9) * 1000).toISOString() as UtcTime
      const shared = at()
      // Statements of earlier versions do not say whose they are.
      return [1, 2, 3].map((trackId) => {
        const own = dice(2) === 0
        const one = { trackId, origin, utc: own ? at() : shared }
        return dice(3) === 0 ? one : { ...one, own }
      })
    })
  }

  it('move as the window moves them, whatever is stated', async () => {
    const database = await newCase()
    const dice = seededRandom(53)
    const expected = new Map<string, number>()
    const searched: [ItemId, number, number][] = []
    const ahead = (seconds: number): ClockReading => ({
      ...{
        recorderTime: utc(new Date(Date.parse(noon) + seconds * 1000).toISOString()),
        referenceTime: utc(noon),
      },
      method: 'compared',
    })
    for (let number = 10; number < 70; number += 1) {
      const camera = `Camera ${number}`
      const detail = itemDetail(`item ${number}`, { cameras: [camera], start: utc(noon), end: utc(noon) })
      detail.inspection.tracks = [
        { ...anyTrack, id: 1, kind: 'video' },
        { ...anyTrack, id: 2, kind: 'metadata', describes: dice(2) === 0 ? [1] : [] },
        { ...anyTrack, id: 3, kind: 'metadata' },
      ]
      detail.inspection.startTimes = stated(dice)
      const { summary } = ingested(database, detail)
      const others = [event(2, 'tns1:A'), { ...event(3, 'tns1:A'), trackId: 3 }]
      database.metadata.replace(summary.id, [event(1, 'tns1:A'), ...others])
      const [pictures, ...metadata] = detail.inspection.tracks
      const clock = dice(3) === 0 ? dice(9) - 4 : 0
      if (clock !== 0) database.clock.add([summary.id], ahead(clock), 'Ada')
      const shifts = metadata.map((one) => {
        const pair = correctionFor(detail.inspection, one, pictures!)
        return (pair ? Date.parse(pair.to) - Date.parse(pair.from) : 0) / 1000 - clock
      })
      searched.push([summary.id, shifts[0]!, shifts[1]!])
      const moved = metadataCorrectionOf(detail.inspection.startTimes, 2, 1)
      expected.set(camera, 1 - clock + (moved ? (Date.parse(moved.to) - Date.parse(moved.from)) / 1000 : 0))
    }
    const { lanes } = look(database, {
      from: (micros(noon) - 60 * second) as UnixMicros,
      ...{ columns: 4_096, count: 64 },
    })
    const found = lanes.map(({ name, parts }): [string, number] => {
      const at = parts.find(({ kind }) => kind === 'event')?.from ?? Number.NaN
      // To a column, which is far below a second.
      return [name, Math.round((at - micros(noon)) / second) + 0]
    })
    expect(new Map(found)).toEqual(expected)
    // The search finds each track by its own correction.
    for (const [itemId, of2, of3] of searched) {
      const query = { ...everything, itemIds: [itemId] }
      const { entries } = await database.search.during(query, (search) => search.page(null, 9, noTurn))
      const times = entries.map(
        ({ first, corrected }) => (Date.parse(corrected?.first ?? first) - Date.parse(noon)) / 1000,
      )
      expect(times).toEqual([1 + of2, 2 + of2, 3 + of3].sort((a, b) => a - b))
    }
    // Some of them do.
    expect(new Set(expected.values()).size).toBeGreaterThan(5)
  }, 30_000)
})
