// The one window.
import path from 'node:path'
import { app, BrowserWindow, screen, type Session } from 'electron'
import { log } from './log.ts'
import { startPage } from './page.ts'
import { loadWindowMemory, placeWindow, remember, saveWindowMemory, smallestWindow } from './window-bounds.ts'

/** What the window shows before its page has drawn anything: the background of the dark theme. */
const backgroundColor = '#121212'

const reloadsAllowed = 3

const memoryFile = (): string => path.join(app.getPath('userData'), 'window.json')

const areas = (): Electron.Rectangle[] => screen.getAllDisplays().map((display) => display.workArea)

/** Opens the window; `hash` goes to the page, such as `#smoke`. */
export function openWindow(session: Session, hash = ''): BrowserWindow {
  const { maximized, ...bounds } = placeWindow(loadWindowMemory(memoryFile()), areas())
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
  if (__PACKAGED_TEST__) markAsTest(window)
  reloadAfterCrash(window)
  window.loadURL(startPage + hash).catch((error: unknown) => log(`the page did not load: ${String(error)}`))
  return window
}

/** Keeps where the window stands, with each case; tell it which case is open, and it stands where it stood with that one. */
export function followCases(window: BrowserWindow): (caseId: string | null) => void {
  let open: string | null = null
  const keep = (): void => {
    const state = { bounds: window.getNormalBounds(), maximized: window.isMaximized() }
    saveWindowMemory(memoryFile(), remember(loadWindowMemory(memoryFile()), state, open))
  }
  window.on('close', keep)
  return (caseId) => {
    if (caseId === open || window.isDestroyed()) return
    if (open !== null) keep()
    open = caseId
    const state = loadWindowMemory(memoryFile())?.cases.find((one) => one.caseId === caseId)
    const { maximized, x, y, width, height } = placeWindow(state ?? null, areas())
    // A display that is gone, or a case that was never open: it stays where it is.
    if (x === undefined || y === undefined) return
    window.setBounds({ x, y, width, height })
    if (maximized) window.maximize()
  }
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
