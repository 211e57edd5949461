// What the system has to have: the libraries of Electron, a display or a virtual one, fonts, ffmpeg.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { at, findFfmpeg, findProgram, hasDisplay, isLinuxRoot } from '../paths.mjs'
import { run, say, SetupError } from './run.mjs'

// Each need names its Debian packages. An `optional` one may be missing: Exhibit starts without it.
const NEEDS = [
  {
    what: 'libraries of Electron',
    packages: ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1'],
    isMissing: (electron) => missingLibraries(electron).length > 0,
  },
  {
    what: 'a virtual display',
    packages: ['xvfb'],
    isMissing: () => !hasDisplay() && !findProgram('Xvfb'),
  },
  {
    what: 'fonts',
    packages: ['fontconfig', 'fonts-dejavu-core'],
    isMissing: () => !existsSync('/usr/share/fonts') || !existsSync('/etc/fonts/fonts.conf'),
  },
  {
    what: 'ffmpeg (for review copies and stills)',
    packages: ['ffmpeg'],
    isMissing: () => !findFfmpeg(),
    optional: true,
  },
]

// Remembers which optional needs could not be met, so that later starts do not ask for them again at once.
const givenUp = at('.cache/system-given-up.json')
const RETRY_AFTER_MS = 24 * 60 * 60_000

/** The needs that are not met. None on other platforms: their Electron brings everything. */
const unmet = (electron) =>
  process.platform === 'linux' ? NEEDS.filter((need) => need.isMissing(electron)) : []

export function systemReady(electron) {
  const missing = unmet(electron)
  return missing.length === 0 || (missing.every((need) => need.optional) && gaveUpLately(missing))
}

export async function ensureSystem(electron) {
  if (systemReady(electron)) return
  if (isLinuxRoot() && findProgram('apt-get')) await installFromDebian(unmet(electron))

  const missing = unmet(electron)
  if (missing.length === 0) return
  const packages = missing.flatMap((need) => need.packages).map(debianName)
  const text =
    `missing: ${missing.map((need) => need.what).join(', ')}\n` +
    `On Debian or Ubuntu, as root: apt-get install -y --no-install-recommends ${packages.join(' ')}`
  if (!missing.every((need) => need.optional)) throw new SetupError(text)
  writeFileSync(givenUp, JSON.stringify({ what: missing.map((need) => need.what), at: Date.now() }))
  say(`${text}\nGoing on without.`)
}

async function installFromDebian(missing) {
  say(`installing from Debian: ${missing.map((need) => need.what).join(', ')}`)
  const options = { silent: true, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  await run('apt-get', ['update', '-qq'], options)
  // One by one, so that what cannot be had does not keep out the rest.
  for (const { packages } of missing) {
    const names = packages.map(debianName)
    const code = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options)
    if (code !== 0) say(`apt-get could not install ${names.join(' ')} (${code})`)
  }
}

/** Debian 13 and Ubuntu 24.04 renamed some libraries when their clock went to 64 bits. */
function debianName(name) {
  const renamed = `${name}t64`
  if (!['libgtk-3-0', 'libasound2'].includes(name)) return name
  return spawnSync('apt-cache', ['show', renamed]).status === 0 ? renamed : name
}

function gaveUpLately(missing) {
  try {
    const last = JSON.parse(readFileSync(givenUp, 'utf8'))
    return Date.now() - last.at < RETRY_AFTER_MS && missing.every((need) => last.what.includes(need.what))
  } catch {
    return false // never gave up, or the note is unreadable: try
  }
}

function missingLibraries(electron) {
  // libffmpeg.so and its like lie beside the executable.
  const env = { ...process.env, LD_LIBRARY_PATH: electron.dist }
  const ldd = spawnSync('ldd', [electron.executable], { encoding: 'utf8', env })
  return (ldd.stdout ?? '').split('\n').filter((line) => line.includes('not found'))
}
