// npm packages: node_modules holds what package-lock.json says.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { at, findNode } from '../paths.mjs'
import { run, say, SetupError } from './run.mjs'

const lockFile = at('package-lock.json')
// npm ci begins by removing node_modules, and this stamp with it: an interrupted one leaves no stamp.
const stamp = at('node_modules/.exhibit-ready')
// npm writes this list when it has finished an installation, whichever command did it.
const installedList = at('node_modules/.package-lock.json')

const OLDEST_NODE = [22, 18] // runs TypeScript sources as they are

export const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex')

const wanted = () => `${lockHash()} ${process.platform}-${process.arch}`

export const packagesReady = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()

export async function ensurePackages() {
  if (packagesReady()) return
  if (!installedByHand()) {
    say('installing npm packages (half a minute or so)')
    const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
    if (code !== 0) throw new SetupError(`npm ci failed (${code}); its own words are above`)
  }
  writeFileSync(stamp, wanted())
}

/** True if `npm install` has already put every package in place, at the version and hash of the lock file. */
function installedByHand() {
  if (!existsSync(installedList)) return false
  const installed = JSON.parse(readFileSync(installedList, 'utf8')).packages
  const locked = Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages)
  return locked.every(([place, entry]) => {
    const found = installed[place]
    // Optional packages are absent where they do not fit the platform, or could not be fetched.
    if (place === '' || (entry.optional && !found)) return true
    return found?.version === entry.version && found.integrity === entry.integrity && existsSync(at(place))
  })
}

/** With no Node 24 from npm (macOS, say) the one that runs this has to be new enough. */
export function ensureNode() {
  if (findNode() !== process.execPath) return
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  throw new SetupError(
    `Node ${OLDEST_NODE.join('.')} or newer is needed here; this is ${process.versions.node}`,
  )
}
