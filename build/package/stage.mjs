// Lays out what goes into the archive: the bundles, and of node_modules only what cannot be bundled.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundleForPackage } from '../bundle.mjs'
import { at } from '../paths.mjs'

const staged = at('.cache/package')

/** Returns the folder. */
export async function stageApplication({ isTest }) {
  rmSync(staged, { recursive: true, force: true })
  await bundleForPackage(path.join(staged, 'dist'), { isTest })
  // Unpacked from the archive, the bundles have no package.json above them that says they are ES modules.
  writeFileSync(path.join(staged, 'dist/package.json'), '{ "type": "module" }\n')
  stageSqlite()
  describeApplication()
  return staged
}

/** better-sqlite3 without its C sources, and with the binary of this platform only. */
function stageSqlite() {
  const from = at('node_modules/better-sqlite3')
  const to = path.join(staged, 'node_modules/better-sqlite3')
  const binary = `prebuilds/${process.platform}-${process.arch}.node`
  for (const part of ['package.json', 'LICENSE', 'lib', binary]) {
    cpSync(path.join(from, part), path.join(to, part), { recursive: true })
  }
}

function describeApplication() {
  const { name, version, description, license, author, homepage, type, main } = JSON.parse(
    readFileSync(at('package.json'), 'utf8'),
  )
  const metadata = {
    ...{ name, version, description, license, author, type, main },
    // A deb must name a page; there may be none.
    homepage: homepage ?? 'https://exhibit.invalid',
    desktopName: `${name}.desktop`,
    // No dependencies: electron-builder would look for them, and everything is here already.
  }
  writeFileSync(path.join(staged, 'package.json'), `${JSON.stringify(metadata, null, 2)}\n`)
}
