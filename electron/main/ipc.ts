// The two channels of the window: calls in, events out. Every call is checked here for its sender, its name and its
// input before anything is done; every outcome, a refusal too, is an answer, never an exception.
import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron'
import { callChannel, eventChannel, packAnswer, type AnswerText } from '#contract/bridge.ts'
import { calls, windowCalls, type CallInput, type CallName, type CallOutput } from '#contract/calls.ts'
import type { WindowCallName } from '#contract/calls.ts'
import { EvidenceError, wrongInput, type ErrorCode } from '#contract/errors.ts'
import { events } from '#contract/events.ts'
import { log, logError } from './log.ts'
import { isOwnPage } from './page.ts'

/** One typed handler for each call that main itself answers. */
export type WindowHandlers = {
  [N in WindowCallName]: (input: CallInput<N>) => Promise<CallOutput<N>>
}

export type CallRoutes = {
  window: BrowserWindow
  handlers: WindowHandlers
  /** Calls that main does not answer itself go on to the engine. */
  forward(name: string, input: unknown): Promise<AnswerText>
}

/** Answers the calls of one window until it is closed. */
export function registerCalls(ipcMain: IpcMain, routes: CallRoutes): void {
  ipcMain.handle(callChannel, async (event, name: unknown, input: unknown): Promise<AnswerText> => {
    try {
      if (!isOurs(event, routes.window))
        return refuse('wrong-input', 'This call did not come from the window.')
      return await answerCall(routes, name, input)
    } catch (error) {
      if (error instanceof EvidenceError) return packAnswer({ ok: false, error: error.toShape() })
      logError(`call ${String(name)}`, error)
      return refuse('internal', `A fault in the window’s process: ${String(error)}`)
    }
  })
  routes.window.once('closed', () => ipcMain.removeHandler(callChannel))
}

/** Tells the window of something. Names that are not in the table of events stay here. */
export function sendEvent(window: BrowserWindow, name: string, payload: unknown): void {
  if (!Object.hasOwn(events, name)) return log(`no such event: ${name}`)
  if (!window.isDestroyed()) window.webContents.send(eventChannel, { name, payload })
}

/** The page itself in its own window: no frame inside it, no other address, no other window. */
function isOurs(event: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  const frame = event.senderFrame
  const ours =
    !window.isDestroyed() &&
    event.sender === window.webContents &&
    frame !== null &&
    frame === window.webContents.mainFrame &&
    isOwnPage(frame.url)
  if (!ours) log(`call denied: from ${frame?.url ?? 'a frame that has gone'}`)
  return ours
}

async function answerCall(routes: CallRoutes, name: unknown, input: unknown): Promise<AnswerText> {
  if (!isCall(name)) return refuse('wrong-input', `There is no call “${String(name)}”.`)
  const parsed = calls[name].input.safeParse(input)
  if (!parsed.success) return packAnswer({ ok: false, error: wrongInput(name, parsed.error).toShape() })
  if (!isWindowCall(name)) return routes.forward(name, parsed.data)
  // Name and input belong to the same row of the table, which the type of a union of handlers cannot express.
  const handlers = routes.handlers as Record<WindowCallName, (input: unknown) => Promise<unknown>>
  return packAnswer({ ok: true, value: await handlers[name](parsed.data) })
}

const isCall = (name: unknown): name is CallName => typeof name === 'string' && Object.hasOwn(calls, name)
const isWindowCall = (name: CallName): name is WindowCallName => Object.hasOwn(windowCalls, name)

const refuse = (code: ErrorCode, message: string, details: EvidenceError['details'] = {}): AnswerText =>
  packAnswer({ ok: false, error: { code, message, details } })
