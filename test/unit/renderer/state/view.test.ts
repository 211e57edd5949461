import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => vi.unstubAllGlobals())

async function freshView(saved: string | null) {
  const stored = new Map(saved === null ? [] : [['exhibit.view', saved]])
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  })
  vi.resetModules()
  const { view } = await import('../../../../renderer/state/view.svelte.ts')
  return { view, stored: () => JSON.parse(stored.get('exhibit.view') ?? '{}') as Record<string, unknown> }
}

it('begins dark, with every panel open', async () => {
  const { view } = await freshView(null)
  expect(view.theme).toBe('dark')
  expect(Object.values(view.panels).every(({ open }) => open)).toBe(true)
})

it('remembers sizes within their limits, and what is folded', async () => {
  const first = await freshView(null)
  first.view.resize('side', 5000)
  first.view.toggle('events')
  const second = await freshView(JSON.stringify(first.stored()))
  expect(second.view.panels.side.size).toBe(640)
  expect(second.view.panels.events.open).toBe(false)
})

it('speaks English until another language is chosen, and remembers which', async () => {
  const first = await freshView(null)
  expect(first.view.language).toBe('en')
  first.view.language = 'system'
  first.view.save()
  expect((await freshView(JSON.stringify(first.stored()))).view.language).toBe('system')
  expect((await freshView('{"language":"de"}')).view.language).toBe('de')
})

it.each([
  'not json',
  '{"theme":"pink","language":"Latin","panels":{"side":{"size":-4,"open":"no"}},"zone":"Mars/Base","sidePanel":"x"}',
  '[]',
  '{"panels":3}',
])('is not thrown off by what it finds in the store (%s)', async (saved) => {
  const { view } = await freshView(saved)
  expect([view.theme, view.language, view.panels.side, view.sidePanel]).toEqual([
    'dark',
    'en',
    { size: 360, open: true },
    'integrity',
  ])
  expect(() => new Intl.DateTimeFormat('en', { timeZone: view.zone })).not.toThrow()
})
