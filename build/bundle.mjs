// Bundles the window, the main process, the preload script, the engine and the command line into dist/.
// Takes some seconds; does nothing when no source has changed since (but for `node build/bundle.mjs --force`).
// `node build/bundle.mjs --command-line DIR` bundles the command line alone.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { at, findElectron } from './paths.mjs'
import { withLock } from './setup/lock.mjs'
import { copyColourProfile } from './vite-pdfkit.mjs'
import { NODE_BUNDLES, nodeConfig, rendererConfig } from './vite.mjs'

const SOURCES = ['electron', 'renderer', 'build', 'package.json', 'package-lock.json']
// Written last, so that an interrupted bundling leaves none.
const stamp = at('dist/.bundled')

/** Bundles the checkout into dist/, where `npm start` and the end-to-end tests run it. */
export async function bundle({ force = false } = {}) {
  const constants = { __FALLBACK_RUNTIME__: isFallback(), __PACKAGED_TEST__: false }
  await withLock('bundle', async () => {
    const state = fingerprint(constants)
    if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return
    rmSync(stamp, { force: true })
    await bundleInto(at('dist'), constants, { sourcemap: true })
    writeFileSync(stamp, state)
  })
}

/** Bundles for a package (package/stage.mjs), into a folder of its own. */
export const bundleForPackage = (outDir, { isTest }) =>
  bundleInto(outDir, { __FALLBACK_RUNTIME__: isFallback(), __PACKAGED_TEST__: isTest }, { sourcemap: false })

// constants.d.ts says what the constants mean.
const isFallback = () => findElectron()?.kind === 'fallback'

/** The command line alone, with the threads it starts, into a folder of its own: for measurements. */
async function bundleCommandLine(outDir) {
  const constants = { __FALLBACK_RUNTIME__: isFallback(), __PACKAGED_TEST__: false }
  rmSync(outDir, { recursive: true, force: true })
  await bundleNode(['verifyThread', 'copyThread', 'cli'], outDir, constants, { sourcemap: false })
}

async function bundleInto(outDir, constants, { sourcemap }) {
  await build(rendererConfig(path.join(outDir, 'renderer'), { sourcemap }))
  await bundleNode(NODE_BUNDLES, outDir, constants, { sourcemap })
  for (const name of ['engine', 'cli']) copyColourProfile(path.join(outDir, name))
}

async function bundleNode(names, outDir, constants, options) {
  for (const name of names) await build(nodeConfig(name, outDir, constants, options))
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
  const [option, folder] = process.argv.slice(2)
  if (option === '--command-line' && folder) await bundleCommandLine(path.resolve(folder))
  else await bundle({ force: option === '--force' })
}
