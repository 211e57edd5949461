import { describe, expect, test } from 'vitest'
import type { EngineHandlers } from '#contract/calls.ts'
import { ErrorShape, EvidenceError } from '#contract/errors.ts'
import { answerCall } from '#engine/answer-call.ts'

function ask(handlers: Partial<Record<string, (input: unknown) => Promise<unknown>>>, checkOutput = true) {
  const logged: string[] = []
  const call = (name: string, input: unknown) =>
    answerCall(handlers as unknown as EngineHandlers, name, input, {
      checkOutput,
      log: (text) => logged.push(text),
    })
  return { call, logged }
}

describe('answerCall', () => {
  test('hands the parsed input to the handler and its output back', async () => {
    const { call } = ask({ 'case.current': () => Promise.resolve(null) })
    expect(await call('case.current', {})).toEqual({ ok: true, value: null })
  })

  test('a handler never sees input that does not fit; the answer says where', async () => {
    const { call, logged } = ask({ 'case.open': () => expect.fail('was called') })
    const answer = await call('case.open', { path: 1, examiner: null, extra: true })
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'wrong-input', details: { paths: ['path', ''] } },
    })
    expect(logged).toEqual([])
  })

  test.each(['toString', '__proto__', 'dialog.openFolder', ''])(
    '%s is not a call of the engine',
    async (name) => {
      expect(await ask({}).call(name, {})).toMatchObject({ ok: false, error: { code: 'wrong-input' } })
    },
  )

  test('a failure keeps its code, message and details', async () => {
    const failure = new EvidenceError('disk-full', 'The disk is full.', {
      details: { path: '/a' },
      cause: new Error('ENOSPC'),
    })
    const { call, logged } = ask({ 'item.list': () => Promise.reject(failure) })
    expect(await call('item.list', {})).toEqual({ ok: false, error: failure.toShape() })
    expect(logged).toEqual([])
  })

  test('a bug is told by an id, under which its stack and causes are logged', async () => {
    const { call, logged } = ask({
      'item.list': () =>
        Promise.reject(new TypeError('x is not a function', { cause: new Error('deep down') })),
    })
    const answer = await call('item.list', {})
    const error = ErrorShape.parse(answer.ok ? null : answer.error)
    expect(error.code).toBe('internal')
    expect(logged).toHaveLength(1)
    expect(logged[0]).toContain(error.details['id'])
    expect(logged[0]).toMatch(/TypeError: x is not a function[\s\S]+answer-call\.test[\s\S]+deep down/)
  })

  test('so are things thrown that are no errors, and errors thrown at once', async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- that is the point
    const odd = ask({ 'item.list': () => Promise.reject('text') })
    expect(await odd.call('item.list', {})).toMatchObject({ ok: false, error: { code: 'internal' } })
    const sync = ask({
      'item.list': () => {
        throw new Error('at once')
      },
    })
    expect(await sync.call('item.list', {})).toMatchObject({ ok: false, error: { code: 'internal' } })
  })

  test('output that does not fit is a bug in development, and is let through otherwise', async () => {
    const handlers = { 'item.list': () => Promise.resolve([{ id: 1 }]) }
    expect(await ask(handlers, true).call('item.list', {})).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    })
    expect(await ask(handlers, false).call('item.list', {})).toEqual({ ok: true, value: [{ id: 1 }] })
  })
})
