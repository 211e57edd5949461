// What the workstation remembers of a case: kept under its number, bounded, and never believed where it is broken.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { asStored } from '#contract/picture-view.ts'
import type { ItemId } from '#contract/units.ts'

const id = (at: number): ItemId => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}` as ItemId

let stored: Map<string, string>
beforeEach(() => {
  stored = new Map()
  vi.useFakeTimers()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
    key: (at: number) => [...stored.keys()][at] ?? null,
    get length() {
      return stored.size
    },
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function freshView() {
  vi.resetModules()
  return (await import('../../../../renderer/state/view.svelte.ts')).view
}
const rest = (): unknown => vi.advanceTimersByTime(1_000)

it('goes on in each case where somebody was in it', async () => {
  const first = await freshView()
  first.enter('a')
  first.go({ screen: 'case', tab: 'custody' })
  first.keep({ sort: { key: 'size', descending: true }, group: 'all', itemId: id(1) })
  first.keepZoom(id(1), { scale: 3, x: 0.5, y: 0.5, square: false })
  first.keepPicture(id(1), { trackId: 1, sample: 25 })
  first.keepZoom(id(1), { scale: 2, x: 0.25, y: 0.5, square: true })
  first.keepPicture(id(1), { trackId: 1, sample: 250 })
  first.sidePanel = 'frames'
  first.resize('side', 500)
  first.enter('b')
  first.toggle('events')
  rest()

  const second = await freshView()
  expect([second.place.tab, second.place.itemId]).toEqual(['items', null])
  second.enter('a')
  expect(second.place).toMatchObject({
    ...{ tab: 'custody', sort: { key: 'size', descending: true }, group: 'all', itemId: id(1) },
    pictures: new Map([
      [id(1), { trackId: 1, sample: 250, zoom: { scale: 2, x: 0.25, y: 0.5, square: true } }],
    ]),
  })
  expect([second.sidePanel, second.panels.side.size, second.panels.events.open]).toEqual([
    'frames',
    500,
    true,
  ])
  second.enter('b')
  expect([second.place.tab, second.panels.events.open]).toEqual(['items', false])
  second.enter(null)
  expect(second.place.itemId).toBeNull()
})

it('begins a case that was never open with the panels of the window', async () => {
  const view = await freshView()
  view.resize('drawer', 600)
  view.enter('new')
  expect(view.panels.drawer.size).toBe(600)
})

it('writes what changes fast only once it rests, and nothing without a case', async () => {
  const view = await freshView()
  view.keepPicture(id(1), { trackId: 1, sample: 1 })
  rest()
  expect([...stored.keys()]).toEqual([])
  view.enter('a')
  for (let sample = 0; sample < 50; sample += 1) view.keepPicture(id(1), { trackId: 1, sample })
  expect([...stored.keys()]).toEqual([])
  rest()
  expect(stored.get('exhibit.case.a')).toContain('"sample":49')
})

it('keeps the pictures of the 200 items looked at last, and the 50 cases', async () => {
  const view = await freshView()
  view.enter('a')
  for (let at = 0; at < 250; at += 1) view.keepPicture(id(at), { trackId: 1, sample: at })
  view.keepPicture(id(60), { trackId: 1, sample: 7 })
  rest()
  view.enter('a')
  expect([...view.place.pictures.keys()].slice(0, 2)).toEqual([id(50), id(51)])
  expect([...view.place.pictures].at(-1)).toEqual([id(60), { trackId: 1, sample: 7, zoom: null }])
  for (let at = 0; at < 60; at += 1) {
    vi.setSystemTime(1_000_000_000_000 + at)
    view.enter(`case ${at}`)
    view.keep({ tab: 'map' })
    rest()
  }
  const cases = [...stored.keys()].filter((key) => key.startsWith('exhibit.case.'))
  expect(cases).toHaveLength(50)
  expect(cases).toContain('exhibit.case.case 59')
  expect(cases).not.toContain('exhibit.case.case 5')
})

it.each([
  'not json',
  'null',
  '[]',
  '7',
  '{"panels":3,"sidePanel":"x","tab":"y","sort":"up","group":4,"itemId":{},"pictures":{"a":1},"views":"none","cameras":[]}',
  '{"sort":{"key":7,"descending":"no"},"pictures":[null,["x"],[1,{}],["x",{"trackId":-1,"sample":1}],["x",{"trackId":1,"sample":0.5}]]}',
  '{"panels":{"side":{"size":-4,"open":"no"},"events":null}}',
])('is not thrown off by what it finds in the store (%s)', async (text) => {
  stored.set('exhibit.case.a', text)
  const view = await freshView()
  view.enter('a')
  const { panels: _, pictures, views, cameras, ...place } = view.place
  expect(place).toEqual({ sidePanel: null, tab: 'items', sort: null, group: null, itemId: null })
  expect([pictures.size, views.size, cameras.tiles.length]).toEqual([0, 0, 0])
  expect([view.panels.side, view.panels.events, view.sidePanel]).toEqual([
    { size: 360, open: true },
    { size: 280, open: true },
    'integrity',
  ])
})

it.each(['7', 'null', '{"scale":0,"x":0,"y":0}', '{"scale":2,"x":2,"y":0}', '{"scale":"2","x":0,"y":0}'])(
  'shows the whole picture where the kept zoom is none (%s)',
  async (zoom) => {
    stored.set('exhibit.case.a', `{"pictures":[["${id(1)}",{"trackId":1,"sample":2,"zoom":${zoom}}]]}`)
    const view = await freshView()
    view.enter('a')
    expect(view.place.pictures.get(id(1))).toEqual({ trackId: 1, sample: 2, zoom: null })
  },
)

describe('view settings', () => {
  const changed = { ...asStored, brightness: 20, deinterlacing: 'upper' as const }
  const views = (count: number) =>
    new Map(Array.from({ length: count }, (_, at) => [id(at), { ...changed, gamma: 101 + at }]))

  it('are kept with the place, those of the 200 items changed last', async () => {
    const first = await freshView()
    first.enter('a')
    first.keep({ views: views(250) })
    rest()
    const second = await freshView()
    second.enter('a')
    expect([...second.place.views].slice(0, 1)).toEqual([[id(50), { ...changed, gamma: 151 }]])
    expect(second.place.views.size).toBe(200)
    second.enter('b')
    expect(second.place.views.size).toBe(0)
  })

  it.each([
    ['that change nothing', asStored],
    ['of another version', { ...changed, sharpness: 3 }],
    ['that lack one', { brightness: 20 }],
    ['out of bounds', { ...changed, contrast: 900 }],
    ['that are none', 'bright'],
    ['that are nothing', null],
  ])('%s count as not there, and the others stay', async (_, kept) => {
    stored.set(
      'exhibit.case.a',
      JSON.stringify({ views: [[id(1), kept], 7, [id(2), changed], [3, changed]] }),
    )
    const view = await freshView()
    view.enter('a')
    expect([...view.place.views]).toEqual([[id(2), changed]])
  })
})

it('does without a store that is full', async () => {
  const warned = vi.spyOn(console, 'warn').mockReturnValue()
  const view = await freshView()
  view.enter('a')
  localStorage.setItem = () => {
    throw new Error('QuotaExceededError')
  }
  view.keep({ tab: 'map' })
  rest()
  expect(warned).toHaveBeenCalledOnce()
  expect(view.place.tab).toBe('map')
})
