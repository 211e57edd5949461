// `npm start [-- arguments]`: bundles what has changed and opens Exhibit. Arguments go on to the application,
// which takes the paths in them from the folder the command was given in.
import { spawn } from 'node:child_process'
import { bundle } from './bundle.mjs'
import { describeLaunch } from './electron-launch.mjs'
import { electronVersion, root } from './paths.mjs'
import { openDisplay } from './virtual-display.mjs'

const PATIENCE_MS = 10_000
const say = (text) => process.stderr.write(`${text}\n`)

let child
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal))

try {
  await bundle()
} catch (error) {
  say(`The sources cannot be bundled.\n${error.message}`)
  process.exit(1)
}
const display = await openDisplay()
const { electron, executable, switches, env } = describeLaunch(display)

if (electron.kind === 'fallback') {
  const version = electronVersion(electron)
  say(`Development runtime: Electron ${version} from npm; unsupported, for development and tests only`)
}
if (display.isVirtual) say('There is no display here: the window opens on a virtual one (Xvfb)')
if (switches.includes('--no-sandbox')) say('Running as root: Chromium starts without its sandbox')

child = spawn(executable, [...switches, root, ...process.argv.slice(2)], {
  stdio: 'inherit',
  // npm runs scripts in the checkout; INIT_CWD is where the user was.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: { ...process.env, ...env, ...display.env },
})
child.on('error', (error) => {
  say(`Electron could not be started: ${error.message}`)
  process.exitCode = 1
  display.close()
})
child.on('exit', (code, signal) => {
  display.close()
  process.exit(code ?? (signal ? 1 : 0))
})

/** Passes a signal on. The application may need a moment to close the case; after that it is ended. */
function stop(signal) {
  if (!child) process.exit(1)
  child.kill(signal)
  setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref()
}
