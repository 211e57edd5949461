// The calls that main answers itself: the system's own dialogs and its file manager.
import { access } from 'node:fs/promises'
import path from 'node:path'
import { dialog, shell, type BrowserWindow } from 'electron'
import { EvidenceError } from '#contract/errors.ts'
import type { WindowHandlers } from './ipc.ts'

/** Dialogs are attached to `window`. Evidence is kept out of the system's lists of recent documents. */
export function createWindowHandlers(window: BrowserWindow): WindowHandlers {
  return {
    'dialog.openFiles': async ({ title, filters, multiple }) => {
      const properties = [
        'openFile',
        'dontAddToRecent',
        ...(multiple ? (['multiSelections'] as const) : []),
      ] as const
      const chosen = await dialog.showOpenDialog(window, { title, filters, properties: [...properties] })
      return chosen.canceled || chosen.filePaths.length === 0 ? null : chosen.filePaths
    },
    'dialog.openFolder': async ({ title }) => {
      const chosen = await dialog.showOpenDialog(window, {
        title,
        properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
      })
      return chosen.canceled ? null : (chosen.filePaths[0] ?? null)
    },
    'dialog.saveFile': async ({ title, defaultName, filters }) => {
      const chosen = await dialog.showSaveDialog(window, {
        title,
        // A name, never a place: where it goes is the user's choice alone.
        defaultPath: path.basename(defaultName),
        filters,
        properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
      })
      return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath
    },
    'shell.showInFolder': async ({ path: file }) => {
      if (!path.isAbsolute(file)) throw new EvidenceError('wrong-input', `“${file}” is not an absolute path.`)
      try {
        await access(file)
      } catch (cause) {
        throw new EvidenceError('file-not-found', `There is no “${file}”.`, {
          details: { path: file },
          cause,
        })
      }
      // Shows where it lies; never opens it.
      shell.showItemInFolder(file)
      return {}
    },
  }
}
