// Files by others, kept beside the project and never in it; tests on them are skipped, loudly, where they are absent.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach } from 'vitest'

export const shared = resolve(
  process.env['EXHIBIT_SHARED'] ?? join(import.meta.dirname, '..', '..', '..', 'shared'),
)

/** Call inside `describe`: skips its tests, with the reason, where `folder` of the shared samples is absent. */
export function needsSamples(folder: string): string {
  const path = join(shared, 'samples', folder)
  beforeEach((context) => {
    if (!existsSync(path)) context.skip(`the reference files ${folder} are absent`)
  })
  return path
}
