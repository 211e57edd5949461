// Several cameras on one clock: where it begins, what each says while time goes on, steps among equal times, keys that are held.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import type { SampleColumns } from '#contract/track.ts'
import type { ItemId } from '#contract/units.ts'
import { createFakeBridge } from '#test/support/fake-bridge.ts'
import { utc, verdicts } from '#test/support/fake-evidence.ts'
import { fakeItem, fakeTrack } from '#test/support/fake-item.ts'
import { actOnCameraKey, labelHere } from '../../../../renderer/features/cameras/camera-keys.ts'
import { whyNone } from '../../../../renderer/features/cameras/camera-words.ts'
import { lookActs } from '../../../../renderer/features/player/look-acts.ts'
import type { CameraScreen } from '../../../../renderer/state/camera.svelte.ts'
import { noCameras, type CamerasPlace, type CameraTile } from '../../../../renderer/state/cameras-place.ts'
import { Cameras } from '../../../../renderer/state/cameras.svelte.ts'
import { commandIds, commandOf } from '../../../../renderer/state/commands.ts'
import { keys } from '../../../../renderer/state/keys.svelte.ts'

const noon = '2026-05-01T12:00:00.000Z'
const later = (ms: number): string => new Date(Date.parse(noon) + ms).toISOString()

/** `times`: of its pictures, in ms. */
type Film = { start: string | null; times: number[] }
const films = new Map<ItemId, Film>()
/** Numbers of the tracks of each. */
let tracks = [1]
/** Whether the tables of their samples can be had. */
let readable = true
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

function detailOf(id: ItemId): ItemDetail {
  const { start, times } = films.get(id) ?? { start: null, times: [] }
  const item = fakeItem(
    { camera: id, name: `${id}.mp4`, start, seconds: 10, verification: verdicts.trusted },
    1,
  )
  const detail = structuredClone(item)
  detail.summary.id = id
  const startTime = start === null ? null : utc(start)
  const track = fakeTrack({ samples: times.length, timescale: 1_000, startTime })
  detail.inspection.tracks = tracks.map((trackId) => ({ ...track, id: trackId }))
  detail.inspection.gaps = []
  return detail
}

function columnsOf(id: ItemId): SampleColumns {
  if (!readable) throw new Error('The file is away.')
  const times = films.get(id)?.times ?? []
  return {
    ...{ first: 0, total: times.length },
    offset: times.map((_, n) => n * 10),
    size: times.map(() => 10),
    decodeTime: times,
    compositionTime: times,
    duration: times.map(() => 40),
    sync: times.map(() => 1),
    entry: times.map(() => 0),
    entries: [],
  }
}

/** Shows at once what it is asked for. */
const screen = (): CameraScreen => ({
  ...{ isReady: () => true, showNow: () => true, show: () => undefined },
  ...{ showNewest: () => null, readAhead: () => undefined },
})
const every = (ms: number, count: number): number[] => Array.from({ length: count }, (_, n) => n * ms)

const tilesOf = (ids: Iterable<ItemId>): CameraTile[] =>
  [...ids].map((itemId, at) => ({ key: at + 1, itemId }))

let cameras: Cameras
let turn: ((now: number) => void) | null = null
/** How they are looked at in the beginning. */
let looks: CamerasPlace['looks'] = []
async function open(...given: Film[]): Promise<void> {
  films.clear()
  given.forEach((film, n) => films.set(`item-${n}` as ItemId, film))
  cameras.set({ tiles: tilesOf(films.keys()), looks })
  for (let n = 0; n < 5; n += 1) await settle()
}

beforeEach(() => {
  turn = null
  looks = []
  tracks = [1]
  readable = true
  vi.stubGlobal('requestAnimationFrame', (act: (now: number) => void) => ((turn = act), 1))
  vi.stubGlobal('cancelAnimationFrame', () => (turn = null))
  vi.stubGlobal(
    'exhibit',
    createFakeBridge({
      'item.view': () => ({}),
      'item.get': ({ itemId }) => detailOf(itemId),
      'track.samples': ({ itemId }) => columnsOf(itemId),
    }),
  )
  cameras = new Cameras()
})
afterEach(() => {
  cameras.close()
  vi.unstubAllGlobals()
})

describe('the common clock', () => {
  it('begins with another one where the master has no time, whoever is there first', async () => {
    await open({ start: null, times: every(40, 10) }, { start: noon, times: every(40, 10) })
    const [master, other] = cameras.list
    if (!master || !other) throw new Error('no cameras')
    master.playhead.status = 'loading'
    cameras.arrive(other)
    expect(cameras.utc).toBeNull()
    master.playhead.status = 'ready'
    cameras.arrive(master)
    expect(cameras.utc).toBe(noon)
  })

  it('steps back over pictures of the same time', async () => {
    await open({ start: noon, times: [0, 40, 40, 40, 80] })
    cameras.arrive(cameras.list[0]!)
    cameras.goToEnd('last')
    const seen = [1, 2, 3].map(() => {
      cameras.step(-1)
      return cameras.utc
    })
    expect(seen).toEqual([later(40), noon, noon])
    cameras.step(1)
    expect(cameras.utc).toBe(later(40))
  })
})

it('one whose pictures cannot be shown does not say that it begins later, once it has begun', async () => {
  await open({ start: noon, times: every(40, 200) }, { start: later(1_000), times: every(40, 200) })
  const [first, second] = cameras.list
  if (!first || !second) throw new Error('no cameras')
  first.screen = screen()
  cameras.arrive(first)
  cameras.arrive(second)
  expect(whyNone(second, cameras.utc)).toBe('Begins at 12:00:01.000')
  cameras.play()
  for (let now = 0; now <= 3_000; now += 20) turn?.(now)
  expect(cameras.utc! > later(2_500)).toBe(true)
  expect(whyNone(second, cameras.utc)).toBeNull()
  expect(second.playhead.current).toBeGreaterThan(30)
})

describe('what was watched before', () => {
  const left = { picture: { trackId: 1, sample: 7 }, zoom: null }
  const every40 = { start: noon, times: every(40, 10) }
  const reopen = async (place: Partial<typeof noCameras>): Promise<void> => {
    cameras.close()
    cameras = new Cameras({ ...noCameras, ...place })
    looks = place.looks ?? []
    await open(every40, { ...every40, times: every(100, 10) })
    for (const camera of cameras.list) {
      camera.screen = screen()
      cameras.arrive(camera)
    }
  }
  const shown = (): number[] => cameras.list.map(({ playhead }) => playhead.current)

  it('goes on at the same moment, by the same master', async () => {
    await reopen({ at: utc(later(230)), master: 2, looks: [{ key: 1, ...left }] })
    expect(cameras.master?.key).toBe(2)
    // Its picture at that moment begins earlier, and the other one shows what was valid then.
    expect([cameras.utc, ...shown()]).toEqual([later(200), 5, 2])
  })

  it('shows each picture where it was, if each stood for itself', async () => {
    await reopen({ linked: false, looks: [{ key: 2, ...left }] })
    expect(shown()).toEqual([0, 7])
    expect(cameras.list.map(({ stored }) => stored?.sample)).toEqual([0, 7])
    cameras.choose(cameras.list[1]!)
    cameras.step(1)
    expect(shown()).toEqual([0, 8])
  })

  it('does not go back to single pictures where one clock was chosen meanwhile', async () => {
    cameras.close()
    cameras = new Cameras({ ...noCameras, linked: false })
    looks = [{ key: 1, ...left }]
    const opened = open(every40)
    cameras.setLinked(true)
    await opened
    cameras.arrive(cameras.list[0]!)
    expect([cameras.utc, ...shown()]).toEqual([noon, 0])
  })

  it('goes on where it was left after a failure and another try, and then where it is sent', async () => {
    readable = false
    await reopen({ linked: false, looks: [{ key: 1, ...left }] })
    const [camera] = cameras.list
    expect([camera!.playhead.status, camera!.stored]).toEqual(['failed', null])
    readable = true
    const asked: number[] = []
    camera!.screen = { ...screen(), show: (index) => void asked.push(index) }
    await camera!.playhead.again()
    expect([camera!.playhead.current, camera!.stored?.sample]).toEqual([7, 7])
    camera!.playhead.seekToSample(9)
    cameras.arrive(camera!)
    expect([camera!.stored?.sample, asked]).toEqual([9, [9]])
  })

  it('goes on in another track where it was left in that', async () => {
    tracks = [1, 2]
    await reopen({ linked: false, looks: [{ key: 1, ...left, picture: { trackId: 2, sample: 7 } }] })
    expect(cameras.list[0]!.stored).toEqual({ trackId: 2, sample: 7 })
  })

  it('of two pictures of one recording, the one that is taken out goes', async () => {
    films.set('item-0' as ItemId, every40)
    const [first, second] = tilesOf(['item-0' as ItemId, 'item-0' as ItemId])
    cameras.set({ tiles: [first!, second!], looks })
    const stays = cameras.list[1]
    cameras.set({ tiles: [second!], looks })
    expect(cameras.list).toEqual([stays])
  })
})

it('what is taken away while it is being opened is not opened any more', async () => {
  films.set('item-0' as ItemId, { start: noon, times: every(40, 10) })
  cameras.set({ tiles: tilesOf(['item-0' as ItemId]), looks })
  const [camera] = cameras.list
  cameras.set(noCameras)
  for (let n = 0; n < 5; n += 1) await settle()
  expect(camera?.playhead.status).toBe('empty')
})

const done: string[] = []
const screenActs = {
  goTo: () => undefined,
  look: { lookLeft: () => void done.push('left'), zoomIn: () => void done.push('in') },
  toggleSamePart: () => void done.push('same part'),
}
const press = (
  written: string,
  command: Parameters<typeof actOnCameraKey>[0]['command'],
  repeat = false,
  onBlock = false,
): boolean => actOnCameraKey({ written, command, repeat, onBlock }, cameras, screenActs)

it('digits choose a camera, on the block of numbers they look around; X shares what is looked at', async () => {
  await open(...Array.from({ length: 5 }, () => ({ start: noon, times: every(40, 10) })))
  done.length = 0
  expect([press('4', 'lookLeft'), cameras.master?.key, done]).toEqual([true, 4, []])
  press('4', 'lookLeft', false, true)
  press('+', 'zoomIn')
  press('x', 'samePart')
  press('x', 'samePart', true)
  expect([cameras.master?.key, done]).toEqual([4, ['left', 'in', 'same part']])
  // Nobody is there to be chosen.
  expect(press('7', null)).toBe(false)
})

it('digits choose a camera whatever they do in the review, on the block of numbers none', async () => {
  await open(...Array.from({ length: 5 }, () => ({ start: noon, times: every(40, 10) })))
  done.length = 0
  expect([press('4', null, false, true), press('3', 'zoomIn'), cameras.master?.key, done]).toEqual([
    ...[false, true, 3, []],
  ])
  press('x', 'zoomIn')
  press('q', 'samePart')
  expect(done).toEqual(['in', 'same part'])
})

it('commands do something here unless they are of the review alone', () => {
  const zoom = { fit: vi.fn(), oneToOne: vi.fn(), step: vi.fn(), look: vi.fn(), centre: vi.fn() }
  const look = { ...lookActs(zoom, () => null), toggleFit: () => undefined }
  const pressed = { written: 'F1', repeat: false, onBlock: false }
  for (const command of commandIds)
    expect(actOnCameraKey({ ...pressed, command }, cameras, { ...screenActs, look }), command).toBe(
      commandOf(command).only !== 'review',
    )
  keys.sheetShown = false
})

it('a button says the key that does it here, where it has one', () => {
  keys.set('samePart', 'q')
  expect(labelHere('Same part', 'samePart')).toBe('Same part (Q)')
  keys.set('samePart', '7')
  expect(labelHere('Same part', 'samePart')).toBe('Same part')
  keys.reset()
})

describe('a key that is held', () => {
  it('steps when the picture before is shown, and plays, links and goes on with nothing again and again', async () => {
    await open({ start: noon, times: every(40, 10) })
    const camera = cameras.list[0]!
    cameras.arrive(camera)
    camera.drawn = 0
    expect([press('ArrowRight', 'stepForward', false), camera.playhead.current]).toEqual([true, 1])
    expect([press('ArrowRight', 'stepForward', true), camera.playhead.current]).toEqual([true, 1])
    camera.drawn = 1
    expect([press('ArrowRight', 'stepForward', true), camera.playhead.current]).toEqual([true, 2])
    press('Space', 'togglePlaying', false)
    expect([press('Space', 'togglePlaying', true), cameras.playing]).toEqual([true, true])
    press('u', 'linkCameras', false)
    expect([press('u', 'linkCameras', true), cameras.linked]).toEqual([true, false])
  })

  it('moves the focus where it stands for nothing here, whatever is shown', async () => {
    await open({ start: noon, times: every(40, 10) })
    cameras.list[0]!.drawn = 5
    expect(press('Tab', null, true)).toBe(false)
  })
})
