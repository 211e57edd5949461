import { describe, expect, it, vi } from 'vitest'
import { actOnKey } from '../../../../renderer/features/player/keys.ts'

function press(key: string, shift = false): string[] {
  const done: string[] = []
  const note =
    (name: string) =>
    (...given: unknown[]) =>
      void done.push([name, ...given].join(' '))
  const playhead = {
    togglePlaying: note('toggle'),
    step: note('step'),
    stepSeconds: note('seconds'),
    stepEvent: vi.fn(note('event')) as never,
    stepProblem: vi.fn(note('problem')) as never,
    changeRate: note('rate'),
    setMarkIn: note('in'),
    setMarkOut: note('out'),
    toggleLoop: vi.fn(note('loop')) as never,
    count: 100,
  }
  const known = actOnKey(key, shift, playhead, {
    toggleMuted: note('mute'),
    toggleFit: note('fit'),
    goTo: note('go to'),
    mark: note('mark'),
    still: note('still'),
    stepMark: note('next mark'),
    toggleVeil: note('veil'),
  })
  expect(known).toBe(done.length > 0)
  return done
}

describe('keys', () => {
  it.each([
    [' ', 'toggle'],
    ['k', 'toggle'],
    ['K', 'toggle'],
    ['ArrowRight', 'step 1'],
    ['ArrowLeft', 'step -1'],
    ['.', 'step 1'],
    [',', 'step -1'],
    ['j', 'rate -1'],
    ['l', 'rate 1'],
    ['[', 'event -1'],
    [']', 'event 1'],
    ['n', 'problem 1'],
    ['i', 'in'],
    ['O', 'out'],
    ['m', 'mark'],
    ['s', 'mute'],
    ['r', 'loop'],
    ['p', 'still false'],
    ['v', 'next mark 1'],
    ['f', 'fit'],
    ['u', 'veil'],
    ['g', 'go to'],
    ['Home', 'step -100'],
    ['End', 'step 100'],
  ])('%s', (key, act) => expect(press(key)).toEqual([act]))

  it('step a second with Shift, and let other keys be', () => {
    expect(press('ArrowRight', true)).toEqual(['seconds 1'])
    expect(press('ArrowLeft', true)).toEqual(['seconds -1'])
    expect(press('V', true)).toEqual(['next mark -1'])
    expect(press('P', true)).toEqual(['still true'])
    expect(press('N', true)).toEqual(['problem -1'])
    for (const key of ['Tab', 'Escape', 'x', 'toString', 'constructor', 'F5']) expect(press(key)).toEqual([])
  })
})
