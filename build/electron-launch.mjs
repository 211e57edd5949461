// What an Electron has to be given to start in this checkout. Used by start.mjs and by the end-to-end tests.
import { findElectron, findNode, isLinuxRoot } from './paths.mjs'

// Behind a virtual display there is no graphics card, for which Chromium would look in vain, and no system bus,
// which it would miss loudly. What is fatal it still says.
const VIRTUAL_DISPLAY_SWITCHES = ['--disable-gpu', '--log-level=3']

/** The executable, its switches, and what to add to its environment. */
export function describeLaunch({ isVirtual = Boolean(process.env.EXHIBIT_VIRTUAL_DISPLAY) } = {}) {
  const electron = findElectron()
  if (!electron) throw new Error('there is no Electron; run: node build/setup.mjs')
  return {
    electron,
    executable: electron.executable,
    switches: [...(isLinuxRoot() ? ['--no-sandbox'] : []), ...(isVirtual ? VIRTUAL_DISPLAY_SWITCHES : [])],
    env: electron.kind === 'fallback' ? fallbackEnvironment(electron) : {},
  }
}

// The fallback's own Node is too old for the engine, which therefore runs in the Node from npm. The main process
// heeds EXHIBIT_ENGINE_NODE only if it was bundled for the fallback.
const fallbackEnvironment = (electron) => ({
  ELECTRON_OVERRIDE_DIST_PATH: electron.dist,
  EXHIBIT_ENGINE_NODE: findNode(),
})
