// The event that somebody went to stays the current one, whatever comes before it while the rest of the events is loaded.
import { afterEach, expect, it, vi } from 'vitest'
import type { MetadataEvent } from '#contract/metadata.ts'
import type { SampleColumns } from '#contract/track.ts'
import type { UtcTime } from '#contract/units.ts'
import { createFakeBridge } from '#test/support/fake-bridge.ts'
import { verdicts } from '#test/support/fake-evidence.ts'
import { fakeItem, fakeTrack } from '#test/support/fake-item.ts'
import { Playhead } from '../../../../renderer/state/playhead.svelte.ts'

afterEach(() => vi.unstubAllGlobals())

const start = '2026-05-01T22:00:00.000Z' as UtcTime
const event = (trackId: number, time: string): MetadataEvent => ({
  ...{ kind: 'event', time: time as UtcTime, trackId, sample: 0, topic: 'tns1:VideoSource/MotionAlarm' },
  ...{ operation: null, source: [], key: [], data: [], geoLocation: null },
})
/** The first page, and what comes later though it belongs to earlier pictures. */
const pages = [
  ['00.100', '00.500', '00.510'].map((time) => event(9, `2026-05-01T22:00:${time}Z`)),
  [event(8, '2026-05-01T22:00:01.200Z')],
]

/** 250 pictures of 40 ms. */
function samples(first: number, count: number): SampleColumns {
  const numbers = Array.from({ length: Math.max(0, Math.min(count, 250 - first)) }, (_, at) => first + at)
  const times = numbers.map((n) => n * 40)
  return {
    ...{ first, total: 250, offset: times, size: numbers.map(() => 10), decodeTime: times },
    ...{ compositionTime: times, duration: numbers.map(() => 40), sync: numbers.map(() => 1) },
    ...{ entry: numbers.map(() => 0), entries: [] },
  }
}

it('the chosen event is kept by what it is, not by its number', async () => {
  const { promise, resolve: goOn } = Promise.withResolvers<undefined>()
  vi.stubGlobal(
    'exhibit',
    createFakeBridge({
      'track.samples': ({ first, count }) => samples(first, count),
      'metadata.events': async ({ first }) => {
        if (first > 0) await promise
        return { total: 4, events: pages[first > 0 ? 1 : 0]! }
      },
    }),
  )
  const detail = fakeItem(
    { camera: 'Gate', name: 'gate.mp4', start, seconds: 10, verification: verdicts.trusted },
    1,
  )
  const metadata = { kind: 'metadata', samples: 1, startTime: start } as const
  detail.inspection.tracks = [
    fakeTrack({ startTime: start, timescale: 1_000 }),
    ...[8, 9].map((id) => fakeTrack({ ...metadata, id })),
  ]
  // A second is taken from the times of track 8 alone.
  detail.inspection.startTimes = [
    { trackId: 8, utc: '2026-05-01T21:59:59.000Z' as UtcTime, origin: 'corrected cstb', own: true },
    ...[1, 8, 9].map((trackId) => ({ trackId, utc: start, origin: 'cstb' as const, own: true })),
  ]
  detail.inspection.metadata.events = 4
  const playhead = new Playhead()
  const shown = playhead.show(detail)
  await vi.waitFor(() => expect(playhead.events.count).toBe(3))
  playhead.chooseEvent(2)
  const chosen = playhead.events.at(2)
  expect(playhead.currentEvent).toBe(2)
  goOn(undefined)
  await shown
  expect(playhead.events.count).toBe(4)
  expect(playhead.currentEvent).toBe(3)
  expect(playhead.events.at(3)).toBe(chosen)
})
