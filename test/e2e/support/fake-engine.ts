// A real window on made-up evidence: its calls are answered by the fake bridge in the test's own process. For screens
// that no small file could bring about. The engine's process goes on beside it, unasked.
import { callChannel, eventChannel } from '#contract/bridge.ts'
import { events, type EventName } from '#contract/events.ts'
import type { FakeBridge } from '#test/support/fake-bridge.ts'
import type { Exhibit } from './launch.ts'

export async function answerWith(exhibit: Exhibit, bridge: FakeBridge): Promise<void> {
  const { app, window } = exhibit
  await window.exposeFunction('fakeCall', (name: string, input: unknown) => bridge.call(name, input))
  await app.evaluate(({ ipcMain }, channel) => {
    ipcMain.removeHandler(channel)
    ipcMain.handle(channel, (event, name: unknown, input: unknown) =>
      // The page is the only way from this process to that of the test.
      event.sender.executeJavaScript(`fakeCall(${JSON.stringify(name)}, ${JSON.stringify(input)})`),
    )
  }, callChannel)
  for (const name of Object.keys(events) as EventName[]) {
    bridge.on(name, (payload) => {
      const told = app.evaluate(
        ({ BrowserWindow }, { channel, message }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.send(channel, message),
        { channel: eventChannel, message: { name, payload } },
      )
      // The window may be closing.
      told.catch(() => undefined)
    })
  }
  await window.reload()
}
