import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemDetail } from '#contract/item.ts'
import type { MetadataEvent } from '#contract/metadata.ts'
import type { MediaSigningReport } from '#contract/seal.ts'
import type { SampleColumns, Track } from '#contract/track.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { createFakeBridge } from '#test/support/fake-bridge.ts'
import { verdicts } from '#test/support/fake-evidence.ts'
import { fakeItem } from '#test/support/fake-item.ts'
import { fakeMediaReport } from '#test/support/fake-media-signing.ts'
import { Playhead } from '../../../../renderer/state/playhead.svelte.ts'

const pictures = 250
const start = '2026-05-01T21:59:58.500Z' as UtcTime

function makeDetail(given: Partial<Track> = {}, events = 0): ItemDetail {
  const detail = structuredClone(
    fakeItem({ camera: 'Gate', name: 'gate.mp4', start, seconds: 10, verification: verdicts.trusted }, 1),
  )
  const track: Track = {
    id: 1,
    kind: 'video',
    codec: 'avc1.64001e',
    width: 640,
    height: 360,
    rotation: 0,
    pixelAspect: { h: 1, v: 1 },
    samples: pictures,
    timescale: 1000,
    durationTicks: pictures * 40,
    syncSamples: 10,
    startTime: start,
    decoderConfig: '01',
    channels: 0,
    sampleRate: 0,
    language: 'und',
    editMediaTime: 80,
    editDelaySeconds: 0,
    contentEncoding: null,
    namespace: null,
    describes: [],
    ...given,
  }
  detail.inspection.tracks = [{ ...track, id: 9, kind: 'metadata' }, track]
  detail.inspection.startTimes = [
    { trackId: 1, utc: start, origin: 'corrected cstb' },
    { trackId: 1, utc: '2026-05-01T21:59:00.000Z' as UtcTime, origin: 'mvhd' },
  ]
  detail.inspection.metadata.events = events
  return detail
}

/** Decode order I, then P B B again and again: composed at 80, 200, 120, 160, 320, 240, 280 … ms. */
function samples(first: number, count: number): SampleColumns {
  const numbers = Array.from({ length: Math.min(count, pictures - first) }, (_, index) => first + index)
  const shown = (n: number): number => (n === 0 ? 0 : n % 3 === 1 ? n + 2 : n - 1)
  return {
    first,
    total: pictures,
    offset: numbers.map((n) => n * 10),
    size: numbers.map(() => 10),
    decodeTime: numbers.map((n) => n * 40),
    compositionTime: numbers.map((n) => 80 + shown(n) * 40),
    duration: numbers.map(() => 40),
    sync: numbers.map((n) => (n % 25 === 0 ? 1 : 0)),
    entry: numbers.map(() => 0),
    entries: [],
  }
}

const event = (time: string): MetadataEvent => ({
  kind: 'event',
  time: time as UtcTime,
  trackId: 9,
  sample: 0,
  topic: 'tns1:VideoSource/MotionAlarm',
  operation: null,
  source: [],
  key: [],
  data: [],
  geoLocation: null,
})
const times = [
  '2026-05-01T21:59:59.000Z',
  '2026-05-01T22:00:00.000Z',
  '2026-05-01T22:00:00.010Z',
  '2026-05-01T22:10:00.000Z',
]

let playhead: Playhead
beforeEach(() => {
  vi.stubGlobal(
    'exhibit',
    createFakeBridge({
      'track.samples': ({ first, count }) => samples(first, count),
      'metadata.events': ({ first }) => ({
        total: times.length,
        events: times.slice(first, first + 3).map(event),
      }),
    }),
  )
  playhead = new Playhead()
})
afterEach(() => vi.unstubAllGlobals())

describe('the playhead', () => {
  it('shows the first video track, and knows the origin of its time', async () => {
    await playhead.show(makeDetail())
    expect(playhead.status).toBe('ready')
    expect([playhead.track?.id, playhead.count, playhead.current]).toEqual([1, pictures, 0])
    expect(playhead.originKind).toBe('corrected cstb')
    // Media timeline, no edit list: the first picture is composed 80 ms after the origin.
    expect(playhead.utc).toBe('2026-05-01T21:59:58.580Z')
  })

  it('steps a second to exactly the picture that is shown a second later or earlier', async () => {
    await playhead.show(makeDetail())
    for (let picture = 0; picture + 25 < pictures; picture += 1) {
      playhead.seekToSample(picture)
      playhead.stepSeconds(1)
      expect(playhead.current).toBe(picture + 25)
      playhead.stepSeconds(-1)
      expect(playhead.current).toBe(picture)
    }
  })

  it('keeps its place where the item is verified again, and tells the times that count now', async () => {
    const detail = makeDetail({}, times.length)
    await playhead.show(detail)
    playhead.seekToSample(36)
    const [table, before] = [playhead.samples, playhead.events.placeOf(0)?.index]
    const other = '2026-05-01T21:59:00.000Z' as UtcTime
    const later = structuredClone(detail)
    later.inspection.tracks = later.inspection.tracks.map((track) => ({ ...track, startTime: other }))
    await playhead.show(later)
    expect([playhead.current, playhead.samples === table, playhead.status]).toEqual([36, true, 'ready'])
    expect([playhead.utc, playhead.originKind]).toEqual(['2026-05-01T21:59:01.520Z', 'mvhd'])
    expect([playhead.events.count, playhead.eventsState]).toEqual([times.length, 'ready'])
    expect(playhead.events.placeOf(0)?.index).not.toBe(before)
  })

  it('steps picture by picture in the order of showing, and stops at the ends', async () => {
    await playhead.show(makeDetail())
    playhead.play()
    playhead.step(3)
    expect([playhead.current, playhead.playing, playhead.utc]).toEqual([3, false, '2026-05-01T21:59:58.700Z'])
    playhead.step(-100)
    expect(playhead.current).toBe(0)
    playhead.step(1e9)
    expect(playhead.current).toBe(pictures - 1)
    playhead.play()
    expect(playhead.current).toBe(0)
  })

  it('goes to a time exactly: the picture at or before it', async () => {
    await playhead.show(makeDetail())
    expect(playhead.seekToUtc('2026-05-01T22:00:00.0199999Z' as UtcTime)).toBe(true)
    expect(playhead.utc).toBe('2026-05-01T21:59:59.980Z')
    playhead.seekToUtc('2026-05-01T22:00:00.020Z' as UtcTime)
    expect(playhead.utc).toBe('2026-05-01T22:00:00.020Z')
    playhead.stepSeconds(1)
    expect(playhead.utc).toBe('2026-05-01T22:00:01.020Z')
    playhead.stepSeconds(-0.001)
    expect(playhead.utc).toBe('2026-05-01T22:00:00.980Z')
  })

  it('marks from the start of the first picture to the end of the last', async () => {
    await playhead.show(makeDetail())
    playhead.seekToSample(10)
    playhead.setMarkIn()
    expect(playhead.marked).toBeNull()
    playhead.seekToSample(20)
    playhead.setMarkOut()
    expect(playhead.marked).toEqual({ from: '2026-05-01T21:59:58.980Z', to: '2026-05-01T21:59:59.420Z' })
    playhead.seekToSample(30)
    playhead.setMarkIn()
    expect([playhead.markIn, playhead.markOut]).toEqual([30, null])
  })

  it('repeats the marked part: playing begins in it, and a part that is gone is not repeated', async () => {
    await playhead.show(makeDetail())
    expect(playhead.toggleLoop()).toBe(false)
    playhead.seekToSample(10)
    playhead.setMarkIn()
    playhead.seekToSample(20)
    playhead.setMarkOut()
    expect(playhead.toggleLoop()).toBe(true)
    expect(playhead.loop).toEqual({ first: 10, last: 20, of: 'part' })
    playhead.play()
    expect(playhead.current).toBe(10)
    playhead.pause()
    playhead.seekToSample(15)
    playhead.play()
    expect(playhead.current).toBe(15)
    playhead.clearMarks()
    expect(playhead.loop).toBeNull()
  })

  it('changes speed in steps, and no further', async () => {
    for (let i = 0; i < 20; i += 1) playhead.changeRate(1)
    expect(playhead.rate).toBe(32)
    for (let i = 0; i < 20; i += 1) playhead.changeRate(-1)
    expect(playhead.rate).toBe(1 / 16)
    playhead.rate = -1
    playhead.changeRate(1)
    expect(playhead.rate).toBe(-2)
  })

  it('plays in either direction, faster each time it is asked for again, and forgets that when stopped', async () => {
    await playhead.show(makeDetail())
    playhead.shuttle(1)
    expect([playhead.playing, playhead.rate]).toEqual([true, 1])
    playhead.shuttle(1)
    playhead.shuttle(1)
    expect(playhead.rate).toBe(4)
    playhead.shuttle(-1)
    expect([playhead.playing, playhead.rate]).toEqual([true, -1])
    playhead.shuttle(-1)
    expect(playhead.rate).toBe(-2)
    playhead.stop()
    expect([playhead.playing, playhead.rate]).toEqual([false, 1])
  })

  it('does not play on at the end, but playing anew begins at the other one', async () => {
    await playhead.show(makeDetail())
    playhead.shuttle(-1)
    expect([playhead.playing, playhead.current]).toEqual([false, 0])
    playhead.play()
    expect([playhead.playing, playhead.current]).toEqual([true, pictures - 1])
  })

  it('repeats a mark, or what lies between two, where nothing is marked for it', async () => {
    await playhead.show(makeDetail())
    playhead.seekToSample(50)
    expect(playhead.toggleLoop([{ first: 40, last: 60 }])).toBe(true)
    expect(playhead.loop).toEqual({ first: 40, last: 60, of: 'mark' })
    playhead.rate = -1
    playhead.seekToSample(5)
    playhead.play()
    expect(playhead.current).toBe(60)
    expect(playhead.toggleLoop()).toBe(false)
    expect(playhead.loop).toBeNull()
  })

  it('goes over gaps, and back', async () => {
    const detail = makeDetail()
    // Before sample 100, which is picture 102: the two stored behind it are shown before it.
    detail.inspection.gaps = [{ trackId: 1, fromTicks: 3960, toTicks: 4000 }]
    await playhead.show(detail)
    expect(playhead.stepGap(-1)).toBe(false)
    expect(playhead.stepGap(1)).toBe(true)
    expect(playhead.current).toBe(100)
    expect(playhead.stepGap(1)).toBe(false)
    playhead.stepGap(-1)
    expect(playhead.current).toBe(99)
  })

  it('loads all events and steps between those of different pictures', async () => {
    await playhead.show(makeDetail({}, times.length))
    expect(playhead.events.count).toBe(4)
    expect(playhead.stepEvent(1)).toBe(true)
    expect(playhead.currentEvent).toBe(0)
    playhead.stepEvent(1)
    expect([playhead.currentEvent, playhead.utc]).toEqual([1, '2026-05-01T21:59:59.980Z'])
    // Two events of one picture: the one that was chosen is the current one.
    playhead.chooseEvent(2)
    expect(playhead.currentEvent).toBe(2)
    expect(playhead.seekToEvent(times[3] as UtcTime, 9)).toMatchObject({ where: 'after' })
  })

  it('leaves metadata at the pictures that they describe where a later seal corrects the start time', async () => {
    const recorded = makeDetail({}, times.length)
    recorded.inspection.startTimes = [{ trackId: 1, utc: start, origin: 'cstb' }]
    await playhead.show(recorded)
    const places = (): unknown => Array.from({ length: 4 }, (_, at) => playhead.events.placeOf(at))
    const [before, seconds] = [places(), playhead.events.secondsOf(1)]
    const corrected = structuredClone(recorded)
    const utc = '2026-05-01T21:59:58.900Z' as UtcTime
    corrected.inspection.tracks = corrected.inspection.tracks.map((one) => ({ ...one, startTime: utc }))
    corrected.inspection.startTimes.unshift({ trackId: 1, utc, origin: 'corrected cstb' })
    await playhead.show(corrected)
    expect(playhead.utc).toBe('2026-05-01T21:59:58.980Z')
    expect([places(), playhead.events.secondsOf(1)]).toEqual([before, seconds])
    // What was found in the metadata leads there, the time of a picture to that picture.
    const [, second] = times as UtcTime[]
    expect(playhead.seekToEvent(second!, 9)?.index).toBe(35)
    expect(playhead.seekToEvent(second!, 'pictures')?.index).toBe(25)
  })

  it('places metadata anew where only they are corrected, and while the pictures are being loaded', async () => {
    const utc = '2026-05-01T21:59:58.500Z' as UtcTime
    const detail = makeDetail({}, times.length)
    detail.inspection.startTimes = [1, 9].map((trackId) => ({ trackId, utc, origin: 'cstb' as const }))
    await playhead.show(detail)
    const [table, before] = [playhead.samples, playhead.events.placeOf(0)?.index ?? 0]
    const later = structuredClone(detail)
    const at = '2026-05-01T21:59:58.900Z' as UtcTime
    later.inspection.startTimes.unshift(
      { trackId: 1, utc, origin: 'corrected cstb', own: true },
      { trackId: 9, utc: at, origin: 'corrected cstb', own: true },
    )
    await playhead.show(later)
    expect(playhead.samples).toBe(table)
    expect(playhead.events.placeOf(0)?.index).toBe(before + 10)

    const other = new Playhead()
    const loading = other.show(detail)
    await Promise.all([loading, other.show(later)])
    expect([other.status, other.count, other.events.placeOf(0)?.index]).toEqual([
      'ready',
      pictures,
      before + 10,
    ])
  })

  it('says that a file has no start time, and counts media time', async () => {
    await playhead.show(makeDetail({ startTime: null }))
    expect([playhead.utc, playhead.origin, playhead.originKind]).toEqual([null, null, null])
    expect(playhead.seekToUtc(start)).toBe(false)
    playhead.seekToSample(1)
    expect(playhead.seconds).toBeCloseTo(0.12, 9)
    expect(playhead.marked).toBeNull()
  })

  it('keeps its place when the same item comes with a new verification', async () => {
    const detail = makeDetail()
    await playhead.show(detail)
    playhead.seekToSample(42)
    await playhead.show({ ...detail, verification: verdicts.broken })
    expect(playhead.current).toBe(42)
    await playhead.show({
      ...detail,
      summary: { ...detail.summary, id: '00000000-0000-4000-8000-000000000001' as ItemId },
    })
    expect(playhead.current).toBe(0)
  })

  it('goes from problem to problem of the camera’s signatures, and learns of new ones', async () => {
    const detail = makeDetail()
    const report = (changed: number): MediaSigningReport =>
      fakeMediaReport([
        { verdict: 'ok', pictures: 100 },
        { verdict: 'bad', pictures: 150, changed: [changed] },
      ])
    const verified = (changed: number): ItemDetail => ({
      ...detail,
      verification: { ...detail.verification, mediaSigning: [report(changed)] },
    })
    await playhead.show(detail)
    expect(playhead.signing).toBeNull()
    expect(playhead.stepProblem(1)).toBe(false)
    await playhead.show(verified(20))
    playhead.play()
    expect(playhead.stepProblem(1)).toBe(true)
    expect([playhead.current, playhead.playing]).toEqual([playhead.samples?.presentationOf[120], false])
    expect(playhead.stepProblem(1)).toBe(false)
    await playhead.show(verified(5))
    expect(playhead.stepProblem(-1)).toBe(true)
    expect(playhead.current).toBe(playhead.samples?.presentationOf[105])
  })

  it('goes to a stored sample, of another track too', async () => {
    const detail = makeDetail()
    const [, first] = detail.inspection.tracks
    if (!first) throw new Error('there is no video track')
    detail.inspection.tracks.push({ ...first, id: 2 })
    await playhead.show(detail)
    await playhead.goToStored(1, 30)
    expect([playhead.track?.id, playhead.samples?.decodeIndex(playhead.current)]).toEqual([1, 30])
    await playhead.goToStored(2, 31)
    expect([playhead.track?.id, playhead.samples?.decodeIndex(playhead.current)]).toEqual([2, 31])
    await playhead.goToStored(77, 5)
    expect([playhead.track?.id, playhead.samples?.decodeIndex(playhead.current)]).toEqual([2, 31])
  })

  it('tells a file without video, and one whose samples cannot be loaded', async () => {
    const silent = makeDetail()
    silent.inspection.tracks = []
    await playhead.show(silent)
    expect(playhead.status).toBe('no-video')
    vi.stubGlobal(
      'exhibit',
      createFakeBridge({
        'track.samples': () => {
          throw new EvidenceError('item-damaged', 'No moov.')
        },
      }),
    )
    await playhead.show({
      ...makeDetail(),
      summary: { ...silent.summary, id: '00000000-0000-4000-8000-000000000002' as ItemId },
    })
    expect(playhead.status).toBe('failed')
    expect(playhead.error).toMatchObject({ code: 'item-damaged' })
  })

  it('drops what is still being loaded when another item is opened', async () => {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    let first = true
    vi.stubGlobal(
      'exhibit',
      createFakeBridge({
        'track.samples': async ({ first: from, count }) => {
          if (first) {
            first = false
            await held
          }
          return samples(from, count)
        },
      }),
    )
    const detail = makeDetail()
    const slow = playhead.show({
      ...detail,
      summary: { ...detail.summary, id: '00000000-0000-4000-8000-000000000003' as ItemId },
    })
    await playhead.show(detail)
    playhead.seekToSample(7)
    release()
    await slow
    expect([playhead.status, playhead.current, playhead.detail?.summary.id]).toEqual([
      'ready',
      7,
      detail.summary.id,
    ])
  })
})
