// Makes a bare checkout ready: `npm start`, `npm test` and the other scripts call it first.
// Runs on Node 20 with nothing installed, and takes well under 150 ms when there is nothing to do.
//
//   --packages-only    only the npm packages: no Electron, no system packages
//   --quiet            says nothing unless something has to be done
//   --retry-electron   tries the official Electron again, though it failed less than a day ago
//
// stdout is never used: it belongs to the command that comes after. All words go to stderr.
import { findElectron, root } from './paths.mjs'
import { electronReady, ensureElectron } from './setup/electron.mjs'
import { withLock } from './setup/lock.mjs'
import { ensureNode, ensurePackages, packagesReady } from './setup/packages.mjs'
import { say, SetupError } from './setup/run.mjs'
import { ensureSystem, systemReady } from './setup/system.mjs'

const flags = process.argv.slice(2)
const packagesOnly = flags.includes('--packages-only')
const retryElectron = flags.includes('--retry-electron')
const known = ['--packages-only', '--quiet', '--retry-electron']

async function makeReady() {
  // Looked at again here: another set-up may have done the work while this one waited for the lock.
  await ensurePackages()
  ensureNode()
  if (packagesOnly) return
  await ensureElectron({ retry: retryElectron })
  await ensureSystem(findElectron())
}

const isReady = () =>
  packagesReady() &&
  (packagesOnly || (electronReady({ retry: retryElectron }) && systemReady(findElectron())))

try {
  const unknown = flags.filter((flag) => !known.includes(flag))
  if (unknown.length > 0) throw new SetupError(`unknown: ${unknown.join(' ')}; known: ${known.join(' ')}`)
  process.chdir(root)
  if (isReady()) ensureNode()
  else await withLock('setup', makeReady)
  if (!flags.includes('--quiet') && !packagesOnly) {
    say(`ready, with the ${findElectron().kind} Electron`)
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  process.stderr.write(`setup: ${error.message}\n`)
  process.exitCode = 1
}
