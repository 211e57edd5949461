// Where things are, for all build scripts. Runs on Node 20 with no package installed.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { INTEGRITY } from './fallback-pin.mjs'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** A path inside the checkout. */
export const at = (...parts) => path.join(root, ...parts)

const electronPackage = at('node_modules/electron')
const fallbackDist = at('.cache/electron-fallback')

/**
 * The Electron that `npm start`, the tests and packaging use.
 * `official`: as downloaded by the electron package. `fallback`: see fallback-electron.mjs. Null: none yet.
 */
export function findElectron() {
  // path.txt is the last thing the electron package's installer writes; it holds the executable's place.
  const pathFile = path.join(electronPackage, 'path.txt')
  if (existsSync(pathFile)) {
    const dist = path.join(electronPackage, 'dist')
    const executable = path.join(dist, readFileSync(pathFile, 'utf8').trim())
    if (existsSync(executable)) return { kind: 'official', dist, executable }
  }
  const stamp = path.join(fallbackDist, '.complete')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === INTEGRITY) {
    return { kind: 'fallback', dist: fallbackDist, executable: path.join(fallbackDist, 'electron') }
  }
  return null
}

/** The version of an Electron distribution, for example `33.2.1`. */
export const electronVersion = (electron) =>
  readFileSync(path.join(electron.dist, 'version'), 'utf8').trim().replace(/^v/, '')

/**
 * The Node 24 that runs the build and, with the fallback Electron, the engine. It comes as an npm package
 * where there is one for the platform; elsewhere it is the Node that runs this script.
 */
export function findNode() {
  const packages = { 'linux-x64': 'bin/node', 'linux-arm64': 'bin/node', 'win32-x64': 'bin/node.exe' }
  const platform = `${process.platform}-${process.arch}`
  const inside = packages[platform]
  const folder = `node_modules/node-${platform.replace('win32', 'win')}`
  const bundled = inside ? at(folder, inside) : ''
  return bundled && existsSync(bundled) ? bundled : process.execPath
}

/** The first match for a program in PATH, or null. No process is started. */
export function findProgram(name) {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const candidate = path.join(folder, name + suffix)
    if (folder && existsSync(candidate)) return candidate
  }
  return null
}

/** The ffmpeg that came with the ffmpeg-static package: the only one that may be shipped with the product. */
export function findStaticFfmpeg() {
  const binary = at('node_modules/ffmpeg-static', process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg')
  return existsSync(binary) ? binary : null
}

/** The ffmpeg to work with in development: named by the user, from npm, or the system's. */
export function findFfmpeg() {
  const named = process.env.FFMPEG_BIN
  return named && existsSync(named) ? named : (findStaticFfmpeg() ?? findProgram('ffmpeg'))
}

/** True for root on Linux, where Chromium refuses to start its sandbox. */
export const isLinuxRoot = () => process.platform === 'linux' && process.getuid() === 0

/** True if a window can be shown without a virtual display. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
