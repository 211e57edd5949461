import { describe, expect, test, vi } from 'vitest'
import { packAnswer, unpackAnswer, type ToEngine } from '#contract/bridge.ts'
import { ItemId } from '#contract/units.ts'
import { EngineProcess, type ChildListener } from '../../../electron/main/engine-process.ts'

const itemId = ItemId.parse('2b1f6e0c-6d0e-4a53-9f35-3f2f0c1e7a10')

type FakeChild = { sent: ToEngine[]; killed: boolean; listener: ChildListener }

function setUp(options: { failing?: boolean } = {}) {
  const children: FakeChild[] = []
  const told: unknown[] = []
  const clock = { now: 1_000_000 }
  const engine = new EngineProcess({
    start: (listener) => {
      const child: FakeChild = { sent: [], killed: false, listener }
      children.push(child)
      if (options.failing) throw new Error('no such program')
      return { send: (message) => child.sent.push(message), kill: () => (child.killed = true) }
    },
    onEvent: (name, payload) => told.push([name, payload]),
    onGone: (reason) => told.push(['gone', reason]),
    log: () => undefined,
    now: () => clock.now,
  })
  const last = (): FakeChild => children.at(-1) ?? expect.fail('no process was started')
  const crash = async (reason = 'exit code 70'): Promise<void> => {
    last().listener.onExit(reason)
    await new Promise(setImmediate)
  }
  return { engine, children, told, clock, last, crash }
}

describe('calls', () => {
  test('answers find their questions, in whatever order they come', async () => {
    const { engine, last } = setUp()
    engine.start()
    const first = engine.call('item.list', {})
    const second = engine.locate(itemId, 'thumbnail')
    expect(last().sent).toEqual([
      { kind: 'call', id: 1, name: 'item.list', input: {} },
      { kind: 'locate', id: 2, itemId, what: 'thumbnail' },
    ])
    last().listener.onMessage({ kind: 'answer', id: 2, answer: packAnswer({ ok: true, value: '/a' }) })
    last().listener.onMessage({ kind: 'answer', id: 1, answer: packAnswer({ ok: true, value: [] }) })
    expect(unpackAnswer(await first)).toEqual({ ok: true, value: [] })
    expect(await second).toEqual({ ok: true, value: '/a' })
  })

  test('a location that is no text is none; a failure stays one', async () => {
    const { engine, last } = setUp()
    engine.start()
    const nowhere = engine.locate(itemId, 'file')
    last().listener.onMessage({ kind: 'answer', id: 1, answer: packAnswer({ ok: true, value: { path: 1 } }) })
    expect(await nowhere).toEqual({ ok: true, value: null })
    const failing = engine.locate(itemId, 'file')
    const error = { code: 'no-case-open', message: '', details: {} } as const
    last().listener.onMessage({ kind: 'answer', id: 2, answer: packAnswer({ ok: false, error }) })
    expect(await failing).toEqual({ ok: false, error })
  })

  test('answers that nobody waits for, and the greeting, do no harm', () => {
    const { engine, last } = setUp()
    engine.start()
    last().listener.onMessage({ kind: 'answer', id: 99, answer: packAnswer({ ok: true, value: 1 }) })
    last().listener.onMessage({ kind: 'ready' })
  })

  test('events are handed on', () => {
    const { engine, last, told } = setUp()
    engine.start()
    last().listener.onMessage({ kind: 'event', name: 'items.changed', payload: {} })
    expect(told).toEqual([['items.changed', {}]])
  })
})

describe('a crash', () => {
  test('answers what was pending, tells it, and starts another process', async () => {
    const { engine, children, told, crash, last } = setUp()
    engine.start()
    const pending = [engine.call('item.list', {}), engine.locate(itemId, 'file')] as const
    await crash()
    const [called, located] = [unpackAnswer(await pending[0]), await pending[1]]
    for (const answer of [called, located]) {
      expect(answer).toMatchObject({
        ok: false,
        error: { code: 'engine-gone', details: { reason: 'exit code 70' } },
      })
    }
    expect(told).toEqual([['gone', 'exit code 70']])
    expect(children).toHaveLength(2)
    const later = engine.call('item.list', {})
    last().listener.onMessage({ kind: 'answer', id: 3, answer: packAnswer({ ok: true, value: [] }) })
    expect(unpackAnswer(await later)).toEqual({ ok: true, value: [] })
  })

  test('is followed by at most three new processes in a minute, and calls do not hang', async () => {
    const { engine, children, clock, crash } = setUp()
    engine.start()
    for (let crashes = 0; crashes < 4; crashes++) await crash()
    expect(children).toHaveLength(4)
    expect(unpackAnswer(await engine.call('item.list', {}))).toMatchObject({
      ok: false,
      error: { code: 'engine-gone' },
    })
    expect(children).toHaveLength(4)
    clock.now += 60_001
    void engine.call('item.list', {})
    expect(children).toHaveLength(5)
  })

  test('a call right after it does not cost a second start', async () => {
    const { engine, children, last } = setUp()
    engine.start()
    last().listener.onExit('signal SIGSEGV')
    void engine.call('item.list', {})
    await new Promise(setImmediate)
    expect(children).toHaveLength(2)
  })

  test('a process that cannot be started at all is tried no more often', async () => {
    const { engine, children } = setUp({ failing: true })
    engine.start()
    for (let turns = 0; turns < 10; turns++) await new Promise(setImmediate)
    expect(children).toHaveLength(4)
    const answer = await engine.call('item.list', {})
    expect(unpackAnswer(answer)).toMatchObject({
      ok: false,
      error: { details: { reason: 'no such program' } },
    })
  })
})

describe('closing', () => {
  test('asks, waits for the end, and starts nothing again', async () => {
    const { engine, children, told, last } = setUp()
    engine.start()
    const closing = engine.close()
    expect(last().sent).toEqual([{ kind: 'close', id: 1 }])
    last().listener.onExit('exit code 0')
    await closing
    await new Promise(setImmediate)
    expect([children.length, last().killed, told]).toEqual([1, false, []])
    expect(unpackAnswer(await engine.call('item.list', {}))).toMatchObject({
      ok: false,
      error: { code: 'engine-gone' },
    })
    expect(children).toHaveLength(1)
  })

  test('ends by force what does not end in time', async () => {
    vi.useFakeTimers()
    const { engine, last } = setUp()
    engine.start()
    const pending = engine.call('item.list', {})
    const closing = engine.close(5_000)
    await vi.advanceTimersByTimeAsync(4_999)
    expect(last().killed).toBe(false)
    await vi.advanceTimersByTimeAsync(2)
    expect(last().killed).toBe(true)
    last().listener.onExit('signal SIGKILL')
    await closing
    expect(unpackAnswer(await pending)).toMatchObject({ ok: false })
    vi.useRealTimers()
  })

  test('without a process is done at once', async () => {
    await setUp().engine.close()
  })
})
