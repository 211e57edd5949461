import type { BrowserWindow, IpcMain } from 'electron'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { packAnswer, unpackAnswer, type AnswerText } from '#contract/bridge.ts'
import type { Answer } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import { registerCalls, sendEvent, type WindowHandlers } from '../../../electron/main/ipc.ts'

type Frame = { url: string }
type Call = (event: unknown, name: unknown, input: unknown) => Promise<AnswerText>

function setUp(handlers: Partial<WindowHandlers> = {}) {
  const registered = new Map<string, Call>()
  const forwarded: unknown[] = []
  const sent: unknown[] = []
  const mainFrame: Frame = { url: 'app://exhibit/index.html' }
  const webContents = { mainFrame, send: (...message: unknown[]) => sent.push(message) }
  const state = { destroyed: false }
  let close = (): void => undefined
  const window = {
    webContents,
    isDestroyed: () => state.destroyed,
    once: (_event: 'closed', listener: () => void) => (close = listener),
  } as unknown as BrowserWindow
  const ipcMain = {
    handle: (channel: string, call: Call) => void registered.set(channel, call),
    removeHandler: (channel: string) => void registered.delete(channel),
  } as unknown as IpcMain
  registerCalls(ipcMain, {
    window,
    handlers: handlers as WindowHandlers,
    forward: (name, input) => {
      forwarded.push([name, input])
      return Promise.resolve(packAnswer({ ok: true, value: 'from the engine' }))
    },
  })
  const own = { sender: webContents, senderFrame: mainFrame }
  const call = async (name: unknown, input: unknown, event: unknown = own): Promise<Answer<unknown>> => {
    const [registeredCall] = registered.values()
    return unpackAnswer((await registeredCall?.(event, name, input)) ?? expect.fail('nothing is registered'))
  }
  return { call, forwarded, sent, mainFrame, webContents, window, state, registered, close: () => close() }
}

// What is logged is not looked at here.
beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue())

describe('a call of our page', () => {
  test('goes on to the engine once its input has been checked', async () => {
    const { call, forwarded } = setUp()
    expect(await call('case.open', { path: '/a', examiner: null })).toEqual({
      ok: true,
      value: 'from the engine',
    })
    expect(forwarded).toEqual([['case.open', { path: '/a', examiner: null }]])
  })

  test.each([
    ['case.open', { path: 5, examiner: null }, ['path']],
    ['case.open', { path: '/a', examiner: null, more: 1 }, ['']],
    ['item.get', { itemId: '../../etc/passwd' }, ['itemId']],
    ['track.samples', { itemId: 'x', trackId: 1, first: -1, count: 1e9 }, ['itemId', 'first', 'count']],
    ['item.list', undefined, ['']],
  ])('%s with %o goes nowhere, and is told what is wrong', async (name, input, paths) => {
    const { call, forwarded } = setUp()
    expect(await call(name, input)).toMatchObject({
      ok: false,
      error: { code: 'wrong-input', details: { call: name, paths } },
    })
    expect(forwarded).toEqual([])
  })

  test.each(['', 'toString', '__proto__', 'constructor', 'case.delete', 5, null, { name: 'item.list' }])(
    'there is no call %o',
    async (name) => {
      const { call, forwarded } = setUp()
      expect(await call(name, {})).toMatchObject({ ok: false, error: { code: 'wrong-input' } })
      expect(forwarded).toEqual([])
    },
  )

  test('that main answers itself does not reach the engine', async () => {
    const { call, forwarded } = setUp({ 'dialog.openFolder': ({ title }) => Promise.resolve(`/${title}`) })
    expect(await call('dialog.openFolder', { title: 'a' })).toEqual({ ok: true, value: '/a' })
    expect(forwarded).toEqual([])
  })

  test('never rejects: failures keep their code, bugs become internal', async () => {
    const { call } = setUp({
      'shell.showInFolder': () => Promise.reject(new EvidenceError('file-not-found', 'There is no “/x”.')),
      'dialog.openFolder': () => Promise.reject(new TypeError('a bug')),
    })
    expect(await call('shell.showInFolder', { path: '/x' })).toEqual({
      ok: false,
      error: { code: 'file-not-found', message: 'There is no “/x”.', details: {} },
    })
    expect(await call('dialog.openFolder', { title: '' })).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    })
  })
})

describe('a call of anybody else', () => {
  test.each<[string, (own: ReturnType<typeof setUp>) => unknown]>([
    [
      'a frame in our page',
      ({ webContents }) => ({ sender: webContents, senderFrame: { url: 'app://exhibit/' } }),
    ],
    ['another window', ({ mainFrame }) => ({ sender: {}, senderFrame: mainFrame })],
    ['a frame that has gone', ({ webContents }) => ({ sender: webContents, senderFrame: null })],
    [
      'our window, led to another address',
      ({ webContents, mainFrame }) => {
        mainFrame.url = 'https://exhibit/'
        return { sender: webContents, senderFrame: mainFrame }
      },
    ],
    [
      'our window after its end',
      ({ webContents, mainFrame, state }) => {
        state.destroyed = true
        return { sender: webContents, senderFrame: mainFrame }
      },
    ],
  ])('%s is refused', async (_who, event) => {
    const own = setUp()
    expect(await own.call('item.list', {}, event(own))).toMatchObject({
      ok: false,
      error: { code: 'wrong-input' },
    })
    expect(own.forwarded).toEqual([])
  })

  test('after the window has closed nothing is answered at all', () => {
    const { registered, close } = setUp()
    close()
    expect(registered.size).toBe(0)
  })
})

test('events go to the window by name, and only those of the table', () => {
  const { window, sent, state } = setUp()
  sendEvent(window, 'items.changed', {})
  sendEvent(window, 'toString', {})
  state.destroyed = true
  sendEvent(window, 'items.changed', {})
  expect(sent).toEqual([['exhibit:event', { name: 'items.changed', payload: {} }]])
})
