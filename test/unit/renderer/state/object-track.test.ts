// The track of an object is shown under that object only, however fast somebody goes through the results.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ObjectRef, ObjectTrack } from '#contract/search.ts'
import { createFakeBridge, type FakeBridge } from '#test/support/fake-bridge.ts'
import { ObjectTrackState } from '../../../../renderer/state/object-track.svelte.ts'

let bridge: FakeBridge
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('exhibit', (bridge = createFakeBridge()))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const ref = (object: string): ObjectRef => ({ itemId: 'item' as never, trackId: 2, source: null, object })
const pageOf = (time: string): ObjectTrack => ({ points: [{ time } as never], ended: [], next: null })
const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

it('shows nothing of the object before from the moment another one is chosen', async () => {
  bridge.answers['search.track'] = () => pageOf('2026-05-01T10:00:00.000Z')
  const track = new ObjectTrackState()
  await track.load(ref('1'))
  expect(track.points).toHaveLength(1)
  bridge.answers['search.track'] = () => new Promise(() => undefined)
  track.loadSoon(ref('2'))
  expect([track.state, track.points, track.isCut]).toEqual(['loading', [], false])
  await settle(200)
  expect([track.state, track.points]).toEqual(['loading', []])
  void track.load(ref('3'))
  expect([track.state, track.points]).toEqual(['loading', []])
})

it('loads that of the last one that somebody stayed on, and no more once it is cleared', async () => {
  bridge.answers['search.track'] = () => pageOf('2026-05-01T10:00:00.000Z')
  const track = new ObjectTrackState()
  const asked = (): string[] =>
    bridge.calls.map(({ input }) => (input as { object: ObjectRef }).object.object)
  for (const object of ['1', '2', '3']) track.loadSoon(ref(object))
  await settle(200)
  expect([asked(), track.state, track.points.length]).toEqual([['3'], 'ready', 1])
  track.loadSoon(ref('4'))
  track.clear()
  await settle(200)
  expect([asked(), track.state, track.points]).toEqual([['3'], 'ready', []])
})

it('takes no answer for an object that was left', async () => {
  let answer: (page: ObjectTrack) => void = () => undefined
  bridge.answers['search.track'] = () => new Promise((resolve) => (answer = resolve as typeof answer))
  const track = new ObjectTrackState()
  void track.load(ref('1'))
  await settle()
  const late = answer
  track.loadSoon(ref('2'))
  late(pageOf('2026-05-01T10:00:00.000Z'))
  await settle()
  expect([track.state, track.points]).toEqual(['loading', []])
})
