import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { coalesce } from '../../../../renderer/state/coalesce.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('loads at once, then once more for all that was told meanwhile, and never two at a time', async () => {
  let running = 0
  let most = 0
  const load = vi.fn(async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 50))
    running -= 1
  })
  const tell = coalesce(load, 400)
  tell()
  expect(load).toHaveBeenCalledTimes(1)
  for (let told = 0; told < 100; told += 1) tell()
  await vi.advanceTimersByTimeAsync(449)
  expect(load).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(load).toHaveBeenCalledTimes(2)
  expect(most).toBe(1)
  tell()
  expect(load).toHaveBeenCalledTimes(3)
})
