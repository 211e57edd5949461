// The one window.
import path from 'node:path'
import { app, BrowserWindow, screen, type Session } from 'electron'
import { log } from './log.ts'
import { startPage } from './page.ts'
import { loadWindowState, placeWindow, saveWindowState, smallestWindow } from './window-bounds.ts'

/** What the window shows before its page has drawn anything: the background of the dark theme. */
const backgroundColor = '#121212'

const reloadsAllowed = 3

/** Opens the window; `hash` goes to the page, such as `#smoke`. */
export function openWindow(session: Session, hash = ''): BrowserWindow {
  const stateFile = path.join(app.getPath('userData'), 'window.json')
  const { maximized, ...bounds } = placeWindow(
    loadWindowState(stateFile),
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: 'Exhibit',
    show: false,
    backgroundColor,
    autoHideMenuBar: true,
    webPreferences: {
      preload: path.join(import.meta.dirname, '../preload/preload.cjs'),
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // The page’s own pickers for files, which ask no permission: the dialogs of main are the way to a file.
      disableBlinkFeatures: 'FileSystemAccessLocal',
      devTools: !app.isPackaged,
      // Playing starts from keys, lists and the timeline as well as from the play button.
      autoplayPolicy: 'no-user-gesture-required',
    },
  })
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
  })
  window.on('close', () => {
    saveWindowState(stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  })
  if (__PACKAGED_TEST__) markAsTest(window)
  reloadAfterCrash(window)
  window.loadURL(startPage + hash).catch((error: unknown) => log(`the page did not load: ${String(error)}`))
  return window
}

/** A test build says on its face that it is none to work with. */
function markAsTest(window: BrowserWindow): void {
  window.on('page-title-updated', (event, title) => {
    event.preventDefault()
    window.setTitle(`${title} (test build, not for evidence)`)
  })
}

function reloadAfterCrash(window: BrowserWindow): void {
  let reloads = 0
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log(`the window’s process ended: ${reason}, exit code ${exitCode}`)
    if (reason === 'clean-exit' || ++reloads > reloadsAllowed) return
    window.webContents.reload()
  })
  window.webContents.on('preload-error', (_event, _path, error) => log(`preload: ${error.message}`))
  window.on('unresponsive', () => log('the window does not respond'))
}
