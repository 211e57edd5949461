// What is watched together is remembered with the case: which pictures, in which order, how; and never believed where it is broken.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ItemId } from '#contract/units.ts'
import { cameraSet } from '../../../../renderer/state/camera-set.svelte.ts'
import { readCameras } from '../../../../renderer/state/cameras-place.ts'
import { parseInstant } from '../../../../renderer/state/playhead-time.ts'
import { view } from '../../../../renderer/state/view.svelte.ts'

const id = (at: number): ItemId => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}` as ItemId
const noon = '2026-05-01T12:00:00.0400000Z'
const zoom = { scale: 2, x: 0.25, y: 0.5, square: true }
const picture = { trackId: 1, sample: 7 }

beforeEach(() => view.enter('case'))

describe('the set', () => {
  it('keeps its order, and what is known of each picture goes with that picture alone', () => {
    for (const at of [3, 1, 3]) cameraSet.add(id(at))
    expect(cameraSet.ids).toEqual([id(3), id(1), id(3)])
    const [first, , again] = cameraSet.tiles.map(({ key }) => key)
    cameraSet.keepLook(first!, { picture })
    cameraSet.keepLook(again!, { picture: { trackId: 1, sample: 8 } })
    cameraSet.remove(first!)
    expect(cameraSet.ids).toEqual([id(1), id(3)])
    expect(cameraSet.place.looks).toMatchObject([{ key: again, picture: { sample: 8 } }])
    // What was taken out says nothing any more.
    cameraSet.keepLook(first!, { picture })
    expect(cameraSet.place.looks).toHaveLength(1)
  })

  it('shows an item once more as it is looked at already', () => {
    for (const at of [1, 2]) cameraSet.add(id(at))
    const [first] = cameraSet.tiles
    cameraSet.keepLook(first!.key, { picture, zoom })
    cameraSet.again(first!.key)
    const more = cameraSet.tiles.at(-1)
    expect([cameraSet.ids, more?.key]).toEqual([[id(1), id(2), id(1)], 3])
    expect(cameraSet.place.looks).toContainEqual({ key: 3, picture, zoom })
  })

  it('has nine pictures at most', () => {
    for (let at = 0; at < 12; at += 1) cameraSet.add(id(at))
    expect([cameraSet.tiles.length, cameraSet.full]).toEqual([9, true])
    cameraSet.toggle(id(4))
    expect([cameraSet.has(id(4)), cameraSet.full]).toEqual([false, false])
  })

  it('forgets moment and master with its last picture', () => {
    cameraSet.toggle(id(1))
    cameraSet.keep({ at: readCameras(broken({})).at, master: 1, linked: false })
    cameraSet.toggle(id(1))
    cameraSet.keep({ master: 5 })
    cameraSet.toggle(id(2))
    expect(cameraSet.place).toMatchObject({ at: null, master: null, linked: true })
  })

  it('leaves out what is not in the case any more, and says how much', () => {
    for (const at of [1, 2, 2, 3]) cameraSet.add(id(at))
    expect(cameraSet.leaveOutGone([{ id: id(1) }, { id: id(2) }, { id: id(3) }])).toBe(0)
    expect(cameraSet.leaveOutGone([{ id: id(1) }, { id: id(3) }])).toBe(2)
    expect(cameraSet.ids).toEqual([id(1), id(3)])
  })

  it('is shown at the moment from which somebody comes, on one clock', () => {
    cameraSet.add(id(1))
    cameraSet.keep({ linked: false })
    cameraSet.show()
    expect(cameraSet.place).toMatchObject({ at: null, linked: false })
    cameraSet.show(parseInstant(noon))
    expect(cameraSet.place).toMatchObject({ at: '2026-05-01T12:00:00.040Z', linked: true })
  })
})

/** A place that is well-formed but for what is given. */
function broken(part: object): unknown {
  const tiles = [
    { key: 1, itemId: id(1) },
    { key: 2, itemId: id(1) },
  ]
  return {
    tiles,
    looks: [{ key: 2, picture, zoom }],
    master: 2,
    at: noon,
    linked: false,
    samePart: false,
    ...part,
  }
}

describe('what is kept', () => {
  it('comes back as it was, with its case and no other', () => {
    const stored = new Map<string, string>()
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
      length: 0,
    })
    cameraSet.add(id(2))
    cameraSet.add(id(1))
    cameraSet.keepLook(2, { picture })
    cameraSet.keepLook(2, { zoom })
    cameraSet.keep({ at: readCameras(broken({})).at, master: 2, linked: false, samePart: false })
    const left = cameraSet.place
    view.enter('another')
    expect(cameraSet.ids).toEqual([])
    view.enter('case')
    expect(cameraSet.place).not.toBe(left)
    expect(cameraSet.place).toEqual(left)
    expect(left.looks).toEqual([{ key: 2, picture, zoom }])
    vi.unstubAllGlobals()
  })

  it.each([
    [
      'more pictures than are shown',
      { tiles: Array.from({ length: 10 }, (_, at) => ({ key: at + 1, itemId: id(at) })) },
    ],
    ['two pictures with one key', { tiles: Array.from({ length: 2 }, () => ({ key: 1, itemId: id(1) })) }],
    ['an item that is none', { tiles: [{ key: 1, itemId: '../x' }] }],
    ['a sample that is none', { looks: [{ key: 2, picture: { trackId: 1, sample: -1 } }] }],
    ['a time that is none', { at: 'noon' }],
    ['nothing of the clock', { linked: undefined }],
  ])('counts as not there with %s', (_, part) => {
    expect(readCameras(broken({})).tiles).toHaveLength(2)
    expect(readCameras(broken(part))).toEqual(readCameras(undefined))
  })
})
