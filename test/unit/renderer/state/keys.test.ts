import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => vi.unstubAllGlobals())

async function freshKeys(saved: string | null) {
  const stored = new Map(saved === null ? [] : [['exhibit.keys', saved]])
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  })
  vi.resetModules()
  const { keys } = await import('../../../../renderer/state/keys.svelte.ts')
  return { keys, stored: () => stored.get('exhibit.keys') ?? null }
}

it('a key that was changed is still so in the next session, and is shown so', async () => {
  const first = await freshKeys(null)
  expect(first.keys.label('Stop', 'stop')).toBe('Stop (K)')
  first.keys.set('stop', 'Shift+x')
  const { keys } = await freshKeys(first.stored())
  expect([keys.commandFor('Shift+x', 'review'), keys.commandFor('k', 'review'), keys.isChanged]).toEqual([
    'stop',
    null,
    true,
  ])
  expect(keys.label('Stop', 'stop')).toBe('Stop (Shift+X)')
  keys.reset()
  expect([keys.commandFor('k', 'review'), keys.isChanged]).toEqual(['stop', false])
})

it('names keys as they are printed', async () => {
  const { keys } = await freshKeys(null)
  expect([
    keys.of('togglePlaying'),
    keys.of('stepBack'),
    keys.of('secondForward'),
    keys.of('firstPicture'),
  ]).toEqual(['Space', '←', 'Shift+→', 'Home'])
})

it.each(['not json', '[]', '{"stop":["l"]}', '{"stop":3}', 'null'])(
  'is as at the beginning where what was kept is broken (%s)',
  async (saved) => {
    const { keys } = await freshKeys(saved)
    expect([keys.commandFor('k', 'review'), keys.isChanged]).toEqual(['stop', false])
  },
)
