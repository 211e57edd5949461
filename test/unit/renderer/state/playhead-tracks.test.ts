// A file with several tracks of pictures and of sound: the moment is kept, each is named by its own camera, metadata leads to its own.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import type { MetadataEvent } from '#contract/metadata.ts'
import type { SampleColumns, Track } from '#contract/track.ts'
import type { UtcTime } from '#contract/units.ts'
import { createFakeBridge } from '#test/support/fake-bridge.ts'
import { utc, verdicts } from '#test/support/fake-evidence.ts'
import { fakeItem, fakeTrack } from '#test/support/fake-item.ts'
import {
  noCameras,
  readCameras,
  withAgain,
  withItem,
  withTrack,
} from '../../../../renderer/state/cameras-place.ts'
import { Playhead } from '../../../../renderer/state/playhead.svelte.ts'
import {
  otherCameraOf,
  pictureTrackText,
  shownName,
  trackPart,
  whichTrack,
} from '../../../../renderer/state/track-names.ts'

const noon = '2026-05-01T12:00:00.000Z'
const later = '2026-05-01T12:00:02.000Z'

/** Gate has 25 pictures a second for 10 s from noon; Yard 10 a second for 4 s, from two seconds later. */
const gate = fakeTrack({ id: 1, samples: 250, timescale: 12_800, startTime: utc(noon) })
const yard = fakeTrack({ id: 2, samples: 40, timescale: 90_000, startTime: utc(later) })
const sounds = [3, 4].map((id) => fakeTrack({ id, kind: 'audio', samples: 100, timescale: 48_000 }))
const metadata = fakeTrack({ id: 5, kind: 'metadata', describes: [2], startTime: utc(later) })
const ticks: Record<number, number> = { 1: 512, 2: 9_000 }
/** Ticks in which Yard recorded nothing, behind its first second; 0: it has no hole. */
let hole = 0

function detailOf(change: (tracks: Track[]) => Track[] = (tracks) => tracks): ItemDetail {
  const item = fakeItem(
    { camera: 'Gate', name: 'both.mp4', start: noon, seconds: 10, verification: verdicts.trusted },
    1,
  )
  const detail = structuredClone(item)
  detail.summary.cameras = ['Gate', 'Yard']
  detail.inspection.tracks = change([gate, yard, ...sounds, metadata])
  detail.inspection.startTimes = []
  detail.inspection.metadata.events = 2
  if (detail.inspection.export)
    detail.inspection.export.sources = [
      { trackId: 1, name: 'Gate', url: '', mac: '', line: '' },
      { trackId: 2, name: 'Yard', url: '', mac: '', line: '' },
    ]
  return detail
}

function columns(trackId: number, first: number, count: number): SampleColumns {
  const total = trackId === 1 ? gate.samples : yard.samples
  const each = ticks[trackId] ?? 1
  const numbers = Array.from({ length: Math.min(count, total - first) }, (_, at) => first + at)
  return {
    ...{ first, total },
    offset: numbers.map((n) => n * 10),
    size: numbers.map(() => 10),
    decodeTime: numbers.map((n) => n * each),
    compositionTime: numbers.map((n) => n * each + (trackId === 2 && n >= 10 ? hole : 0)),
    duration: numbers.map(() => each),
    sync: numbers.map(() => 1),
    entry: numbers.map(() => 0),
    entries: [],
  }
}

const event = (time: string, topic: string): MetadataEvent => ({
  ...{ kind: 'event', time: time as UtcTime, trackId: 5, sample: 0, topic, operation: null },
  ...{ source: [], key: [], data: [], geoLocation: null },
})

let playhead: Playhead
let asked = 0
let failing = new Set<number>()
beforeEach(() => {
  asked = 0
  hole = 0
  failing = new Set()
  vi.stubGlobal(
    'exhibit',
    createFakeBridge({
      'track.samples': ({ trackId, first, count }) => {
        if (failing.has(trackId)) throw new Error('The file is away.')
        return columns(trackId, first, count)
      },
      'metadata.events': () => {
        asked += 1
        return {
          total: 2,
          events: [event('2026-05-01T12:00:03.000Z', 'a'), event('2026-05-01T12:00:03.000Z', 'b')],
        }
      },
    }),
  )
  playhead = new Playhead()
})
afterEach(() => vi.unstubAllGlobals())

/** In and out at these pictures of the track that is shown; the second is looked at. */
function markPart(first: number, last: number): void {
  playhead.seekToSample(first)
  playhead.setMarkIn()
  playhead.seekToSample(last)
  playhead.setMarkOut()
}

const settled = (): Promise<void> => vi.waitFor(() => expect(playhead.status).toBe('ready'))

describe('another track of pictures', () => {
  it('is shown at the same moment by UTC, and back again', async () => {
    await playhead.show(detailOf())
    for (const [picture, there] of [
      [50, 0],
      [52, 0],
      [53, 1],
      [100, 20],
    ] as const) {
      playhead.seekToSample(picture)
      expect(await playhead.chooseTrack(2)).toBe(true)
      expect([playhead.track?.id, playhead.wanted, playhead.count]).toEqual([2, there, 40])
      await playhead.stepTrack(1)
      // Nobody moved in between: a round trip changes nothing, however few pictures the other track has.
      expect([playhead.track?.id, playhead.wanted]).toEqual([1, picture])
    }
  })

  it('says where it has no picture of the moment, and shows the nearest one', async () => {
    await playhead.show(detailOf())
    expect(await playhead.chooseTrack(2)).toBe(false)
    expect(playhead.wanted).toBe(0)
    await playhead.chooseTrack(1)
    playhead.seekToSample(249)
    expect(await playhead.chooseTrack(2)).toBe(false)
    expect(playhead.wanted).toBe(39)
  })

  it('is shown by media time where the file does not say when, edit lists considered', async () => {
    const lists = { 1: { editMediaTime: 0 }, 2: { editMediaTime: 9_000, editDelaySeconds: 1 } } as const
    await playhead.show(
      detailOf((tracks) =>
        tracks.map((track) => ({ ...track, startTime: null, ...lists[track.id as 1 | 2] })),
      ),
    )
    playhead.seekToSample(50)
    await playhead.chooseTrack(2)
    // 2.0 s of the first are 2.0 s of the presentation: 1.0 s and the tenth that is cut off of the second.
    expect(playhead.wanted).toBe(11)
    await playhead.chooseTrack(1)
    expect(playhead.wanted).toBe(50)
  })

  it('keeps in and out at their moments, and what is not there yet is not forgotten', async () => {
    await playhead.show(detailOf())
    markPart(60, 100)
    void playhead.chooseTrack(2)
    await playhead.chooseTrack(1)
    expect([playhead.wanted, playhead.markIn, playhead.markOut]).toEqual([100, 60, 100])
    await playhead.chooseTrack(2)
    expect([playhead.wanted, playhead.markIn, playhead.markOut]).toEqual([20, 4, 20])
  })

  it('after a failure comes to the same moment', async () => {
    await playhead.show(detailOf())
    playhead.seekToSample(100)
    failing.add(2)
    await playhead.chooseTrack(2)
    expect(playhead.status).toBe('failed')
    failing.clear()
    await playhead.again()
    expect([playhead.status, playhead.track?.id, playhead.wanted]).toEqual(['ready', 2, 20])
  })

  it('goes to a stored sample of it without another picture before', async () => {
    await playhead.show(detailOf())
    const seen: number[] = []
    const shown = playhead.goToStored(2, 31)
    await vi.waitFor(() => {
      if (playhead.samples) seen.push(playhead.wanted)
      expect(playhead.samples).not.toBeNull()
    })
    expect(seen).toEqual([31])
    await shown
  })

  it('keeps in and out too where a mark or an event of another track is gone to', async () => {
    await playhead.show(detailOf())
    markPart(60, 100)
    await playhead.goToStored(2, 31)
    expect([playhead.track?.id, playhead.wanted, playhead.markIn, playhead.markOut]).toEqual([2, 31, 4, 20])
    await playhead.goToStored(1, 10)
    expect([playhead.wanted, playhead.markIn, playhead.markOut]).toEqual([10, 60, 100])
  })

  it('an end of the part of which the other track has no picture is none there, and is there again in its own', async () => {
    await playhead.show(detailOf())
    markPart(0, 60)
    await playhead.goToStored(2, 31)
    expect([playhead.markIn, playhead.markOut]).toEqual([null, 4])
    await playhead.goToStored(1, 10)
    expect([playhead.markIn, playhead.markOut]).toEqual([0, 60])
  })

  it('in a gap of the other track the part ends before it or begins behind it, and there is none where it is all of it', async () => {
    hole = 90_000
    const detail = detailOf()
    detail.inspection.gaps = [{ trackId: 2, fromTicks: 90_000, toTicks: 180_000 }]
    await playhead.show(detail)
    const marked: unknown[] = []
    for (const [first, last] of [
      [60, 90],
      [80, 120],
      [80, 90],
    ] as const) {
      markPart(first, last)
      await playhead.goToStored(2, 0)
      marked.push([playhead.markIn, playhead.markOut])
      await playhead.goToStored(1, 0)
      expect([playhead.markIn, playhead.markOut]).toEqual([first, last])
    }
    expect(marked).toEqual([
      [4, 9],
      [10, 18],
      [null, null],
    ])
  })

  it('in and out never come to lie the wrong way round', async () => {
    await playhead.show(detailOf())
    markPart(62, 70)
    await playhead.chooseTrack(2)
    // The same picture of the slower track, of which the beginning lies before.
    playhead.seekToSample(playhead.markIn!)
    playhead.setMarkOut()
    await playhead.chooseTrack(1)
    expect(playhead.markOut).toBeGreaterThanOrEqual(playhead.markIn!)
  })
})

describe('what tracks are called', () => {
  it('is the camera of the track that is shown, never all of them', async () => {
    await playhead.show(detailOf())
    expect(shownName(playhead)).toBe('Gate')
    expect(whichTrack(playhead.track, playhead.videoTracks)).toBe('1 of 2')
    await playhead.chooseTrack(2)
    expect([shownName(playhead), trackPart(playhead)]).toEqual(['Yard', '-track2'])
    expect(playhead.videoTracks.map((track) => pictureTrackText(playhead, track))).toEqual([
      '1 of 2: Gate · 250 pictures',
      '2 of 2: Yard · 40 pictures',
    ])
  })

  it('is the file where the export names no camera of it', async () => {
    const detail = detailOf()
    detail.inspection.export?.sources.pop()
    detail.summary.cameras = ['Gate']
    await playhead.show(detail)
    await playhead.chooseTrack(2)
    expect(shownName(playhead)).toBe('both.mp4')
    expect(pictureTrackText(playhead, yard)).toBe('2 of 2: track 2 · 40 pictures')
  })

  it('is that of the item where there is one track', async () => {
    await playhead.show(detailOf((tracks) => tracks.filter(({ id }) => id !== 2)))
    expect([
      shownName(playhead),
      trackPart(playhead),
      whichTrack(playhead.track, playhead.videoTracks),
    ]).toEqual(['Gate, Yard', '', ''])
  })
})

describe('metadata of another track', () => {
  it('says whose it is, and leads to its pictures; events are not asked for again', async () => {
    await playhead.show(detailOf())
    expect(otherCameraOf(playhead, 5)).toBe('Yard')
    expect(playhead.chooseEvent(1)).toBeNull()
    await settled()
    expect([playhead.track?.id, playhead.wanted]).toEqual([2, 10])
    await vi.waitFor(() => expect(playhead.events.count).toBe(2))
    // Of two at the same picture the one that was chosen.
    expect(playhead.currentEvent).toBe(1)
    expect([otherCameraOf(playhead, 5), asked]).toEqual([null, 1])
  })

  it('is stepped through without leaving what is shown', async () => {
    await playhead.show(detailOf())
    playhead.stepEvent(1)
    expect([playhead.track?.id, playhead.wanted]).toEqual([1, 75])
  })
})

describe('the sound', () => {
  it('is the first one, the chosen one or none, and the first one again of another item', async () => {
    await playhead.show(detailOf())
    const heard: (number | undefined)[] = [playhead.audioTrack?.id]
    for (let at = 0; at < 3; at += 1) {
      playhead.sound.step()
      heard.push(playhead.audioTrack?.id)
    }
    expect(heard).toEqual([3, 4, undefined, 3])
    playhead.sound.choose(4)
    await playhead.chooseTrack(2)
    expect(playhead.audioTrack?.id).toBe(4)
    await playhead.show(detailOf())
    expect(playhead.audioTrack?.id).toBe(3)
  })
})

describe('cameras watched together', () => {
  it('keep which track each shows, also of places kept by earlier versions', () => {
    const item = crypto.randomUUID() as never
    const place = withTrack(withItem(noCameras, item), 1, 2)
    const both = withTrack(withAgain(place, 1), 2, 1)
    expect(readCameras(JSON.parse(JSON.stringify(both))).tiles.map(({ trackId }) => trackId)).toEqual([2, 1])
    expect(withTrack(both, 2, 1)).toBe(both)
    expect(readCameras({ ...noCameras, tiles: [{ key: 1, itemId: item }] }).tiles).toHaveLength(1)
  })
})
