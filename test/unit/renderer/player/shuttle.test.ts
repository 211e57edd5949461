import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Shuttle } from '../../../../renderer/features/player/shuttle.ts'

let done: string[]
let shuttle: Shuttle

beforeEach(() => {
  vi.useFakeTimers()
  done = []
  const target = {
    rate: 1,
    shuttle: (direction: number) => void done.push(`shuttle ${direction}`),
    stop: () => void done.push('stop'),
    step: (pictures: number) => void done.push(`step ${pictures}`),
    play: () => void done.push(`play ${target.rate}`),
  }
  shuttle = new Shuttle(target)
})
afterEach(() => vi.useRealTimers())

it('plays, and faster, where stop is not held', () => {
  shuttle.press(1)
  shuttle.press(1)
  shuttle.press(-1)
  shuttle.release(-1)
  expect(done).toEqual(['shuttle 1', 'shuttle 1', 'shuttle -1'])
})

it('goes one picture for a short press while stop is held', () => {
  shuttle.stop()
  shuttle.press(1)
  vi.advanceTimersByTime(200)
  shuttle.release(1)
  vi.advanceTimersByTime(1000)
  expect(done).toEqual(['stop', 'step 1', 'stop'])
})

it.each([1, -1] as const)('plays slowly while both are held (%i)', (direction) => {
  shuttle.stop()
  shuttle.press(direction)
  vi.advanceTimersByTime(400)
  expect(done).toEqual(['stop', `step ${direction}`, `play ${direction / 4}`])
  shuttle.releaseStop()
  expect(done.at(-1)).toBe('stop')
  shuttle.press(direction)
  expect(done.at(-1)).toBe(`shuttle ${direction}`)
})

it('turns round where the other key follows', () => {
  shuttle.stop()
  shuttle.press(1)
  vi.advanceTimersByTime(400)
  shuttle.press(-1)
  shuttle.release(1)
  vi.advanceTimersByTime(400)
  expect(done.slice(-3)).toEqual(['stop', 'step -1', 'play -0.25'])
})
