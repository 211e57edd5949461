// The demo's exports, made once for all tests of the same sources: encoding them is the slow part. Read-only for tests.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { unwatched } from '#engine/base/progress.ts'
import { demoFilePaths, makeDemoFiles } from '#engine/demo/demo-files.ts'
import type { DemoFiles } from '#engine/demo/demo-files.ts'
import { withLock } from '../../build/setup/lock.mjs'

const root = join(import.meta.dirname, '..', '..')
const cache = join(root, '.cache', 'test')
/** Since they were last asked for. */
const keptMs = 6 * 3_600_000

/** Every change of the engine makes them anew. */
export async function demoExports(): Promise<DemoFiles> {
  const folder = join(cache, `demo-${engineHash()}`)
  if (!existsSync(folder)) {
    await mkdir(cache, { recursive: true })
    await withLock('demo', async () => {
      // Another worker may have made them meanwhile.
      if (existsSync(folder)) return
      sweep()
      await makeDemoFiles(folder, unwatched)
    })
  }
  const now = new Date()
  utimesSync(folder, now, now)
  return demoFilePaths(folder)
}

function engineHash(): string {
  const folder = join(root, 'electron', 'engine')
  const hash = createHash('sha256')
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((one) => one.endsWith('.ts'))
    .sort()) {
    hash.update(name).update(readFileSync(join(folder, name)))
  }
  return hash.digest('hex').slice(0, 16)
}

/** Those of older sources, but for any that a run under way may still read. */
function sweep(): void {
  for (const name of readdirSync(cache).filter((one) => one.startsWith('demo-'))) {
    const path = join(cache, name)
    if (Date.now() - statSync(path).mtimeMs > keptMs) rmSync(path, { recursive: true, force: true })
  }
}
