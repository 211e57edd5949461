import { beforeEach, describe, expect, it, vi } from 'vitest'
import { commandActs } from '../../../../renderer/features/player/keys.ts'
import { HeldSteps } from '../../../../renderer/features/player/held-steps.ts'
import { lookActs } from '../../../../renderer/features/player/look-acts.ts'
import { ReviewKeys } from '../../../../renderer/features/player/review-keys.ts'
import { commandFor, defaultKeys, withKey } from '../../../../renderer/state/key-map.ts'

let done: string[]
let frames: (() => void)[]
let shown: boolean
let map = defaultKeys()

beforeEach(() => {
  done = []
  frames = []
  shown = true
  map = defaultKeys()
})

const note =
  (name: string) =>
  (...given: unknown[]) =>
    void done.push([name, ...given].join(' '))

function player(): ReviewKeys {
  const playhead = {
    togglePlaying: note('toggle'),
    step: note('step'),
    stepSeconds: note('seconds'),
    stepEvent: vi.fn(note('event')) as never,
    stepGap: vi.fn(note('gap')) as never,
    stepProblem: vi.fn(note('problem')) as never,
    changeRate: note('rate'),
    sound: { step: note('sound') } as never,
    setMarkIn: note('in'),
    setMarkOut: note('out'),
    count: 100,
  }
  const shuttle = {
    ...{ press: note('shuttle'), stop: note('stop') },
    ...{ release: note('let go'), releaseStop: note('let go stop') },
  }
  const acts = commandActs(playhead, shuttle, {
    ...{ toggleMuted: note('mute'), toggleFit: note('fit'), toggleLoop: note('loop'), goTo: note('go to') },
    ...{ mark: note('mark'), still: note('still'), stepMark: note('next mark') },
    toggleVeil: note('veil'),
    stepTrack: note('track'),
    look: lookActs(
      {
        fit: note('fit it'),
        oneToOne: note('1:1'),
        step: note('zoom'),
        look: note('look'),
        centre: note('centre'),
      },
      () => null,
    ),
  })
  const steps = new HeldSteps(() => shown, {
    request: (act) => frames.push(act),
    cancel: () => (frames = []),
  })
  return new ReviewKeys({ commandFor: (key) => commandFor(map, key, 'review'), acts, steps, shuttle })
}

const event = (key: string, more: Partial<KeyboardEvent> = {}): KeyboardEvent =>
  ({
    ...{
      key,
      code: `Key${key}`,
      repeat: false,
      shiftKey: false,
      ctrlKey: false,
      altKey: false,
      metaKey: false,
    },
    ...more,
  }) as KeyboardEvent

function press(key: string, shiftKey = false): string[] {
  done = []
  const known = player().press(event(key, { shiftKey }))
  expect(known).toBe(done.length > 0)
  return done
}

/** One picture of the display. */
function turn(): void {
  for (const act of frames.splice(0)) act()
}

describe('keys', () => {
  it.each([
    [' ', 'toggle'],
    ['k', 'stop'],
    ['K', 'stop'],
    ['j', 'shuttle -1'],
    ['l', 'shuttle 1'],
    ['<', 'rate -1'],
    ['>', 'rate 1'],
    ['ArrowRight', 'step 1'],
    ['ArrowLeft', 'step -1'],
    ['.', 'step 1'],
    [',', 'step -1'],
    ['[', 'event -1'],
    [']', 'event 1'],
    ['u', 'gap 1'],
    ['n', 'problem 1'],
    ['i', 'in'],
    ['O', 'out'],
    ['m', 'mark'],
    ['s', 'mute'],
    ['r', 'loop'],
    ['p', 'still false'],
    ['v', 'next mark 1'],
    ['f', 'fit'],
    ['e', 'veil'],
    ['g', 'go to'],
    ['Home', 'step -100'],
    ['End', 'step 100'],
  ])('%s', (key, act) => expect(press(key)).toEqual([act]))

  it('do another thing with Shift, and leave other keys alone', () => {
    expect(press('ArrowRight', true)).toEqual(['seconds 1'])
    expect(press('ArrowLeft', true)).toEqual(['seconds -1'])
    expect(press('V', true)).toEqual(['next mark -1'])
    expect(press('P', true)).toEqual(['still true'])
    expect(press('N', true)).toEqual(['problem -1'])
    expect(press('U', true)).toEqual(['gap -1'])
    for (const key of ['Tab', 'Escape', 'x', 'toString', 'constructor', 'F5', 'Shift'])
      expect(press(key)).toEqual([])
  })

  it('are those of the map', () => {
    map = withKey(map, 'togglePlaying', 'x')
    expect([press('x'), press(' ')]).toEqual([['toggle'], []])
  })
})

describe('a key that is held', () => {
  it('steps once for each picture that was shown, and not when it is let go', () => {
    const keys = player()
    keys.press(event('ArrowRight'))
    for (let repeat = 0; repeat < 20; repeat += 1) keys.press(event('ArrowRight', { repeat: true }))
    expect(done).toEqual(['step 1'])
    turn()
    turn()
    expect(done).toHaveLength(3)
    shown = false
    for (let frame = 0; frame < 10; frame += 1) turn()
    expect(done).toHaveLength(3)
    shown = true
    turn()
    keys.letGo(event('ArrowRight'))
    for (let frame = 0; frame < 10; frame += 1) turn()
    expect(done).toEqual(['step 1', 'step 1', 'step 1', 'step 1'])
  })

  it('ends where another key is pressed, or the window is left', () => {
    const keys = player()
    keys.press(event('ArrowRight'))
    keys.press(event('ArrowRight', { repeat: true }))
    keys.press(event('i'))
    turn()
    expect(done).toEqual(['step 1', 'in'])
    keys.press(event('ArrowLeft'))
    keys.press(event('ArrowLeft', { repeat: true }))
    keys.letAllGo()
    turn()
    expect(done).toEqual(['step 1', 'in', 'step -1'])
  })

  it('switches nothing on and off again', () => {
    const keys = player()
    keys.press(event(' '))
    for (let repeat = 0; repeat < 5; repeat += 1) expect(keys.press(event(' ', { repeat: true }))).toBe(true)
    expect(done).toEqual(['toggle'])
  })

  it('is told to J, K and L when it is let go, also where shift came in between', () => {
    const keys = player()
    keys.press(event('k'))
    keys.press(event('l'))
    keys.letGo(event('L', { code: 'Keyl', shiftKey: true }))
    keys.letAllGo()
    expect(done).toEqual(['stop', 'shuttle 1', 'let go 1', 'let go stop'])
  })
})
