// The main process, put together: session, protocols, engine, window. Nothing here knows what evidence is.
import path from 'node:path'
import { app, ipcMain, protocol, session } from 'electron'
import { appScheme, mediaScheme } from '#contract/bridge.ts'
import type { EventPayload } from '#contract/events.ts'
import { answerPage } from './app-protocol.ts'
import { runCommandLine } from './command-line.ts'
import { createWindowHandlers } from './dialogs.ts'
import { setDecoderThreads } from './decoder-threads.ts'
import { driverAttached } from './driver.ts'
import { checkRuntime, resourcesFolder, startEngineChild } from './engine-child.ts'
import { EngineProcess } from './engine-process.ts'
import { registerCalls, sendEvent } from './ipc.ts'
import { parseLaunch } from './launch-arguments.ts'
import { log, logError } from './log.ts'
import { answerMedia } from './media-protocol.ts'
import { setApplicationMenu } from './menu.ts'
import { guardContents, guardProcess, guardSession, pageHeaders } from './security.ts'
import { takeSmokePicture } from './smoke.ts'
import { followCases, openWindow } from './window.ts'

const development = !app.isPackaged
const launch = parseLaunch(process.argv, app.isPackaged)
let exitCode = 0

app.setName('Exhibit')
// Tests, and workstations with several users of one account, bring a folder of their own.
const dataFolder = path.resolve(
  process.env['EXHIBIT_USER_DATA'] ?? path.join(app.getPath('appData'), 'Exhibit'),
)
app.setPath('userData', dataFolder)
// What Chromium keeps for itself stays apart from what the engine keeps.
app.setPath('sessionData', path.join(dataFolder, 'window'))

const debuggable = development || __PACKAGED_TEST__
guardProcess(app, { debuggable })
setDecoderThreads(app)
const driver = debuggable ? driverAttached(app) : null
protocol.registerSchemesAsPrivileged(
  [appScheme, mediaScheme].map((scheme) => ({
    scheme,
    privileges: { standard: true, secure: true, stream: true, supportFetchAPI: true, corsEnabled: true },
  })),
)
app.on('session-created', (created) => guardSession(created, { development }))
app.on('web-contents-created', (_event, contents) => guardContents(contents))

if (launch.kind === 'wrong') {
  log(launch.message)
  app.exit(2)
} else if (launch.kind === 'command') {
  // Awaited here, Electron never becomes ready: no display is asked for and no process of Chromium started.
  process.exit(await runCommandLine(launch.args, dataFolder))
} else if (app.requestSingleInstanceLock()) {
  whenReady(start)
} else {
  log(`Exhibit is already running with the data folder ${dataFolder}`)
  app.exit(launch.kind === 'smoke' ? 1 : 0)
}

/** Not awaited at the top level: Electron becomes ready only once this module has been evaluated. */
function whenReady(work: () => Promise<void> | void): void {
  app
    .whenReady()
    .then(work)
    .catch((error: unknown) => {
      logError('cannot start', error)
      app.exit(1)
    })
}

async function start(): Promise<void> {
  checkRuntime()
  await driver
  setApplicationMenu()
  const pages = session.fromPartition('persist:exhibit', { cache: false })
  const engine = new EngineProcess({
    start: (listener) =>
      startEngineChild(
        {
          dataFolder,
          resourcesFolder: resourcesFolder(),
          runtime: __FALLBACK_RUNTIME__ ? 'fallback' : 'official',
          development,
        },
        listener,
      ),
    onEvent: (name, payload) => {
      if (name === 'case.changed') followCase((payload as EventPayload<'case.changed'>).case?.id ?? null)
      sendEvent(window, name, payload)
    },
    onGone: (reason) => sendEvent(window, 'engine.gone', { reason }),
    log,
  })
  pages.protocol.handle(appScheme, (request) =>
    answerPage(request, path.join(import.meta.dirname, '../renderer'), pageHeaders),
  )
  pages.protocol.handle(mediaScheme, (request) =>
    answerMedia(request, (itemId, what) => engine.locate(itemId, what)),
  )

  const window = openWindow(pages, launch.kind === 'smoke' ? '#smoke' : '')
  const followCase = followCases(window)
  registerCalls(ipcMain, {
    window,
    handlers: createWindowHandlers(window),
    forward: (name, input) => engine.call(name, input),
  })
  engine.start()
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  closeEngineAtTheEnd(engine)
  if (launch.kind === 'smoke') {
    takeSmokePicture(window, launch.file)
      .then((file) => log(`the picture is in ${file}`))
      .catch((error: unknown) => {
        log(`smoke test failed: ${String(error)}`)
        exitCode = 1
      })
      .finally(() => app.quit())
  }
}

/** The window is closed by then, so nothing is asked any more; the case is closed before the process ends. */
function closeEngineAtTheEnd(engine: EngineProcess): void {
  let closing = false
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (closing) return
    closing = true
    engine
      .close()
      .catch((error: unknown) => logError('closing the engine', error))
      .finally(() => app.exit(exitCode))
  })
}
