// `--smoke FILE.png`: proves on any machine that the whole of Exhibit works. The window, opened with `#smoke`, opens
// the demo case, plays its first item and says so in its title; then this takes a picture of it.
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { BrowserWindow } from 'electron'

const patienceMs = 120_000
/** The title comes before the last frame has been drawn. */
const drawingMs = 500

/** Writes the picture. Rejects where the window says that it failed, ends, or says nothing in time. */
export async function takeSmokePicture(window: BrowserWindow, file: string): Promise<string> {
  await smokeIsReady(window)
  await new Promise((resolve) => setTimeout(resolve, drawingMs))
  const picture = await window.webContents.capturePage()
  if (picture.isEmpty()) throw new Error('the picture of the window is empty')
  // npm runs scripts in the checkout; INIT_CWD is where the user was.
  const target = path.resolve(process.env['INIT_CWD'] ?? process.cwd(), file)
  await writeFile(target, picture.toPNG())
  return target
}

function smokeIsReady(window: BrowserWindow): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(
        new Error(`the window was not ready after ${patienceMs / 1000} s; its title: ${window.getTitle()}`),
      )
    }, patienceMs)
    const settle = (outcome: () => void): void => {
      clearTimeout(timer)
      outcome()
    }
    window.webContents.on('page-title-updated', (_event, title) => {
      if (title === 'smoke: ready') settle(resolve)
      if (title.startsWith('smoke: failed')) settle(() => reject(new Error(title.slice('smoke: '.length))))
    })
    window.webContents.once('render-process-gone', (_event, { reason }) => {
      settle(() => reject(new Error(`the window’s process ended: ${reason}`)))
    })
    window.once('closed', () => settle(() => reject(new Error('the window was closed'))))
  })
}
