import { describe, expect, it } from 'vitest'
import { commandIds, commandOf, type KeyScreen } from '../../../../renderer/state/commands.ts'
import {
  changedKeys,
  commandFor,
  defaultKeys,
  keysFrom,
  propose,
  withDefault,
  withKey,
  writtenKey,
  type KeyMap,
} from '../../../../renderer/state/key-map.ts'

const pressed = (
  key: string,
  held: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey', true>> = {},
) => ({
  ...{ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false },
  ...held,
})
const all = (map: KeyMap): string[] => commandIds.flatMap((id) => map[id])
/** On no screen does a key do two things, and no command is without. */
function expectSound(map: KeyMap): void {
  for (const screen of ['review', 'cameras'] as const) {
    const there = commandIds.filter((id) => (commandOf(id).only ?? screen) === screen)
    const keys = there.flatMap((id) => map[id])
    expect(new Set(keys).size, screen).toBe(keys.length)
  }
  for (const id of commandIds) expect(map[id].length, id).toBeGreaterThan(0)
}

describe('a key as it is written', () => {
  it.each([
    [pressed(' '), 'Space'],
    [pressed('l'), 'l'],
    [pressed('L'), 'l'],
    [pressed('V', { shiftKey: true }), 'Shift+v'],
    [pressed('?', { shiftKey: true }), '?'],
    [pressed('ArrowLeft', { shiftKey: true }), 'Shift+ArrowLeft'],
    [pressed('Ö', { shiftKey: true }), 'Shift+ö'],
    [pressed('Shift', { shiftKey: true }), null],
    [pressed('Dead'), null],
  ])('%j', (key, written) => expect(writtenKey(key)).toBe(written))
})

describe('the keys at the beginning', () => {
  it('do one thing each', () => expectSound(defaultKeys()))

  it('are those of editing suites', () => {
    const map = defaultKeys()
    expect(['j', 'k', 'l', 'Space', 'Shift+v', 'q'].map((key) => commandFor(map, key, 'review'))).toEqual([
      'playBack',
      'stop',
      'playForward',
      'togglePlaying',
      'previousMark',
      null,
    ])
  })
})

describe('another key', () => {
  it('is taken where it is free, and the old ones do nothing any more', () => {
    const map = withKey(defaultKeys(), 'stepForward', 'q')
    expect([
      commandFor(map, 'q', 'review'),
      commandFor(map, 'ArrowRight', 'review'),
      commandFor(map, '.', 'review'),
    ]).toEqual(['stepForward', null, null])
    expectSound(map)
  })

  it('is told of where another command has it, and swapped', () => {
    const before = defaultKeys()
    expect(propose(before, 'setMark', pressed('l'))).toEqual({ kind: 'taken', key: 'l', by: 'playForward' })
    const map = withKey(before, 'setMark', 'l')
    expect([commandFor(map, 'l', 'review'), commandFor(map, 'm', 'review')]).toEqual([
      'setMark',
      'playForward',
    ])
    expectSound(map)
  })

  it('may be that of a command of another screen, and is not of one that is there too', () => {
    const before = defaultKeys()
    expect(propose(before, 'linkCameras', pressed('n'))).toEqual({ kind: 'free', key: 'n' })
    expect(propose(before, 'zoomIn', pressed('u'))).toMatchObject({ kind: 'taken' })
    const map = withKey(before, 'samePart', 'n')
    expect(['review', 'cameras'].map((screen) => commandFor(map, 'n', screen as KeyScreen))).toEqual([
      'nextProblem',
      'samePart',
    ])
    expectSound(map)
    expectSound(withKey(map, 'zoomIn', 'u'))
    const moved = withKey(before, 'nextGap', 'f')
    expect([moved.nextGap, moved.toggleFit, moved.linkCameras]).toEqual([['f'], ['u'], ['f']])
    expectSound(moved)
  })

  it('may be one that the command has', () => {
    expect(propose(defaultKeys(), 'stepForward', pressed('.'))).toEqual({ kind: 'free', key: '.' })
    const map = withKey(defaultKeys(), 'stepForward', '.')
    expect(map.stepForward).toEqual(['.'])
    expectSound(map)
  })

  it.each([
    [pressed('Tab'), 'reserved'],
    [pressed('Escape'), 'reserved'],
    [pressed('Enter', { shiftKey: true }), 'reserved'],
    [pressed('c', { ctrlKey: true }), 'modified'],
    [pressed('q', { metaKey: true }), 'modified'],
    [pressed('x', { altKey: true }), 'modified'],
  ])('is refused: %j', (key, why) =>
    expect(propose(defaultKeys(), 'stop', key)).toMatchObject({ kind: 'refused', why }),
  )

  it('is waited for while only shift is down', () => {
    expect(propose(defaultKeys(), 'stop', pressed('Shift', { shiftKey: true }))).toEqual({ kind: 'wait' })
  })

  it('leaves no command without a key, whatever is changed', () => {
    let map = defaultKeys()
    let seed = 7
    for (let turn = 0; turn < 500; turn += 1) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      const id = commandIds[seed % commandIds.length] ?? 'stop'
      const key =
        [...all(defaultKeys()), 'x', 'y', 'z'][(seed >>> 7) % (all(defaultKeys()).length + 3)] ?? 'x'
      map = turn % 5 === 4 ? withDefault(map, id) : withKey(map, id, key)
      expectSound(map)
      if (turn % 5 === 4) expect(map[id]).toEqual(commandOf(id).keys)
    }
  })
})

describe('what is kept', () => {
  it('is only what was changed, and comes back', () => {
    const map = withKey(defaultKeys(), 'stop', 'q')
    expect(changedKeys(map)).toEqual({ stop: ['q'] })
    expect(keysFrom(JSON.parse(JSON.stringify(changedKeys(map))))).toEqual(map)
    expect(changedKeys(defaultKeys())).toEqual({})
  })

  it.each<unknown>([
    null,
    3,
    'stop',
    [],
    { stop: 'x' },
    { stop: [] },
    { stop: [3] },
    { stop: ['Tab'] },
    { stop: [''] },
    { toString: ['x'], noSuchCommand: ['y'] },
    // Two commands with one key: nobody knows which was meant.
    { stop: ['l'] },
  ])('is not thrown off by what it finds (%j)', (kept: unknown) =>
    expect(keysFrom(kept)).toEqual(defaultKeys()),
  )

  it('loses only what two commands would have, and keeps the rest', () => {
    const kept = { stop: ['x'], still: ['x'], faster: ['l'], slower: ['q'] }
    const map = keysFrom(kept)
    expect(changedKeys(map)).toEqual({ still: ['x'], slower: ['q'] })
    expectSound(map)
  })
})
