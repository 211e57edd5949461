// A gate for work that can wait: closed and opened by the user, and never in the way of cancelling.
import { describe, expect, it } from 'vitest'
import { Pause } from '#engine/pause.ts'

describe('a pause', () => {
  it('lets through what nobody stopped, and holds what somebody did until it goes on', async () => {
    const pause = new Pause(new AbortController().signal)
    await pause.wait()
    expect([pause.begin(), pause.begin(), pause.isPaused]).toEqual([true, false, true])
    let passed = 0
    const waiting = [pause.wait(), pause.wait()].map((wait) => wait.then(() => (passed += 1)))
    await new Promise((resolve) => setImmediate(resolve))
    expect(passed).toBe(0)
    expect([pause.end(), pause.end(), pause.isPaused]).toEqual([true, false, false])
    await Promise.all(waiting)
    expect(passed).toBe(2)
  })

  it('that begins anew before its work has noticed goes on holding it', async () => {
    const pause = new Pause(new AbortController().signal)
    pause.begin()
    let passed = false
    const waiting = pause.wait().then(() => (passed = true))
    pause.end()
    pause.begin()
    await new Promise((resolve) => setImmediate(resolve))
    expect(passed).toBe(false)
    pause.end()
    await waiting
  })

  it('ends when the work is cancelled, and lets nothing through then', async () => {
    const controller = new AbortController()
    const pause = new Pause(controller.signal)
    pause.begin()
    const waiting = pause.wait()
    controller.abort()
    await expect(waiting).rejects.toThrow(/abort/i)
    pause.end()
    await expect(pause.wait()).rejects.toThrow(/abort/i)
  })
})
