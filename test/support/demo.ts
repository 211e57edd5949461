// The demo's exports, made once for all tests of the same sources: encoding them is the slow part. Read-only for tests.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { mkdir, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { unwatched } from '#engine/base/progress.ts'
import { demoFilePaths, makeDemoFiles } from '#engine/demo/demo-files.ts'
import type { DemoFiles } from '#engine/demo/demo-files.ts'

const root = join(import.meta.dirname, '..', '..')
const cache = join(root, '.cache', 'test')
const longestMillis = 120_000

/** Every change of the engine makes them anew. */
export async function demoExports(): Promise<DemoFiles> {
  const folder = join(cache, `demo-${engineHash()}`)
  const lock = `${folder}.making`
  await mkdir(cache, { recursive: true })
  for (;;) {
    if (existsSync(folder)) return demoFilePaths(folder)
    try {
      await mkdir(lock)
    } catch {
      // Another worker makes them; one that was ended while it did has left its lock.
      if (isOlder(lock, longestMillis)) rmSync(lock, { recursive: true, force: true })
      await wait(200)
      continue
    }
    try {
      sweep()
      await makeDemoFiles(folder, unwatched)
    } finally {
      await rmdir(lock)
    }
  }
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
    if (isOlder(path, 15 * 60_000)) rmSync(path, { recursive: true, force: true })
  }
}

function isOlder(path: string, millis: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && Date.now() - found.mtimeMs > millis
}
