import { expect, test } from 'vitest'
import type { MetadataEvent } from '#contract/metadata.ts'
import type { Track } from '#contract/track.ts'
import { CameraPlaces, type CameraPlace } from '#engine/report/sheet-place.ts'
import { fakeTrack } from '#test/support/fake-item.ts'
import { after, event, itemDetail, newCase } from '#test/support/store.ts'

const position = (seconds: number, trackId: number, latitude: number, receiver = 'gps'): MetadataEvent => ({
  ...event(seconds * 1_000, 'tns1:Monitoring/GeoLocation'),
  trackId,
  source: [{ name: 'Token', value: receiver }],
  geoLocation: { latitude, longitude: 10, elevation: null },
})

/** Videos 1 and 3; metadata 2 describes the one, 4 the other. */
async function places(
  events: readonly MetadataEvent[],
  of: number,
): Promise<(seconds: number) => CameraPlace | null> {
  const database = await newCase()
  const detail = itemDetail('bytes')
  const track = (id: number, describes: number[] | null): Track =>
    fakeTrack({ id, kind: describes ? 'metadata' : 'video', samples: 10, describes: describes ?? [] })
  const tracks = [track(1, null), track(2, [1]), track(3, null), track(4, [3])]
  const item = { ...detail, inspection: { ...detail.inspection, tracks, startTimes: [] } }
  database.items.insert(item)
  database.metadata.replace(item.summary.id, events)
  const found = new CameraPlaces(database.metadata, item, of)
  return (seconds) => found.at(after(seconds * 1_000))
}

const crowd = (count: number, trackId: number, latitude: (second: number) => number): MetadataEvent[] =>
  Array.from({ length: count }, (_, second) => position(second, trackId, latitude(second)))

test('a picture is given the place of its own camera, however many points another has', async () => {
  const events = [...crowd(100, 2, () => 59), ...crowd(20, 4, () => 40)]
  const [first, third] = [await places(events, 1), await places(events, 3)]
  expect(first(50)).toEqual({
    time: after(50_000),
    location: { latitude: 59, longitude: 10, elevation: null },
  })
  expect(third(50)).toMatchObject({ time: after(19_000), location: { latitude: 40 } })
})

test('the newest is the newest of all that were told, and none is from later', async () => {
  const at = await places(
    crowd(12_000, 2, (second) => 10 + second / 1_000),
    1,
  )
  expect(at(6_006.5)).toMatchObject({ time: after(6_006_000), location: { latitude: 16.006 } })
  expect(at(-1)).toBeNull()
})

test('a receiver without a fix tells no place; two receivers tell none', async () => {
  const broken = await places(
    [
      position(1, 2, 59),
      { ...position(2, 2, 0), geoLocation: { latitude: 0, longitude: 0, elevation: null } },
    ],
    1,
  )
  expect(broken(5)).toMatchObject({ time: after(1_000) })
  const several = await places([position(1, 2, 59), position(2, 2, 40, 'other')], 1)
  expect(several(1.5)).toMatchObject({ location: { latitude: 59 } })
  expect(several(5)).toBe('several')
})

test('where the metadata is still to be read, that is said', async () => {
  const database = await newCase()
  const detail = itemDetail('bytes')
  database.items.insert(detail)
  database.metadata.begin(detail.summary.id)
  expect(new CameraPlaces(database.metadata, detail, 1).at(after(0))).toBe('unread')
})
