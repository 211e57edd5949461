// Stands in for the default app that a stock Electron carries: `electron [flags] <folder | file> [args]`.
//
// It has to be an ES module that awaits the application: Electron holds back `ready` until this module has
// been evaluated, and so the application comes in time to call protocol.registerSchemesAsPrivileged.
import { app } from 'electron'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const argv = process.argv.slice(1)
if (argv.includes('-v') || argv.includes('--version')) {
  console.log(`v${process.versions.electron}`)
  process.exit(0)
}

const position = argv.findIndex((argument) => !argument.startsWith('-'))
if (position < 0) {
  console.error('electron: name the folder of an application')
  process.exit(1)
}

/** Takes name, version and folders from the application's package.json, and returns its entry. */
function adopt(folder) {
  const description = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'))
  if (description.version) app.setVersion(description.version)
  if (description.productName || description.name) app.setName(description.productName || description.name)
  if (description.desktopName) app.setDesktopName(description.desktopName)
  const chosen = app.commandLine.getSwitchValue('user-data-dir')
  app.setPath('userData', chosen || path.join(app.getPath('appData'), app.name))
  app.setAppPath(folder)
  return createRequire(import.meta.url).resolve(folder)
}

const target = path.resolve(argv[position])
let entry = target
if (fs.statSync(target).isDirectory()) entry = adopt(target)
else app.setAppPath(path.dirname(target))

// The application sees process.argv as it would under a stock Electron.
process.argv.splice(1, position + 1, argv[position])
try {
  await import(pathToFileURL(entry).href)
} catch (error) {
  console.error(error)
  process.exit(1)
}
