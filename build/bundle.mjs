// Bundles the window, the main process, the preload script, the engine and the command line into dist/.
// Takes some seconds; does nothing when no source has changed since (but for `node build/bundle.mjs --force`).
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { at, findElectron } from './paths.mjs'
import { copyColourProfile } from './vite-pdfkit.mjs'
import { NODE_BUNDLES, nodeConfig, rendererConfig } from './vite.mjs'

const SOURCES = ['electron', 'renderer', 'build', 'package.json', 'package-lock.json']
// Written last, so that an interrupted bundling leaves none.
const stamp = at('dist/.bundled')

/**
 * `packagedTest`: the bundles go into a test package (package.mjs).
 * Returns the constants that were compiled in; constants.d.ts says what they mean.
 */
export async function bundle({ packagedTest = false, force = false } = {}) {
  const constants = {
    __FALLBACK_RUNTIME__: findElectron()?.kind === 'fallback',
    __PACKAGED_TEST__: packagedTest,
  }
  const state = fingerprint(constants)
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return constants

  rmSync(stamp, { force: true })
  await build(rendererConfig())
  for (const name of NODE_BUNDLES) await build(nodeConfig(name, constants))
  for (const name of ['engine', 'cli']) copyColourProfile(at('dist', name))
  writeFileSync(stamp, state)
  return constants
}

/** Changes when any source file appears, disappears or is written, or when a constant differs. */
function fingerprint(constants) {
  const hash = createHash('sha256').update(JSON.stringify(constants))
  for (const source of SOURCES) note(at(source))
  return hash.digest('hex')

  function note(file) {
    const { mtimeMs, size } = statSync(file)
    if (statSync(file).isDirectory()) {
      for (const name of readdirSync(file).sort()) note(path.join(file, name))
    } else hash.update(`${file} ${mtimeMs} ${size}\n`)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await bundle({ force: process.argv.includes('--force') })
}
