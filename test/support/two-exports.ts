// Two sealed exports without pictures, taken in with the usual limits, and what the ledger then says of it.
import { join } from 'node:path'
import { beforeAll, vi } from 'vitest'
import type { IngestResult } from '#contract/item.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { suiteFolder } from './evidence.ts'
import { makeSigner, writeSealed } from './made-export.ts'

/** Their paths, made before all tests of a file. The first has more than two chunks, so that there is a middle. */
export function twoExports(): { first: string; second: string } {
  // Nothing here has pictures; without this each item would wait for ffmpeg to find that out.
  vi.stubEnv('FFMPEG_BIN', '/nonexistent/ffmpeg')
  const folder = suiteFolder()
  const [first, second] = [join(folder, 'first.mp4'), join(folder, 'second.mp4')]
  beforeAll(async () => {
    const { key } = await makeSigner('VMS')
    await writeSealed(first, key, { frames: 60, sampleBytes: 40_000, seed: 'first' })
    await writeSealed(second, key, { frames: 20, seed: 'second' })
  })
  return { first, second }
}

export const takeAsUsual = (
  database: CaseDatabase,
  sources: string[],
  work: Work = unwatched,
): Promise<IngestResult> =>
  ingest(sources, { database, actor: 'Ada', trust: { anchors: [], at: null } }, work)

/** Acts with their codes, without the beginnings of intakes, which all of them have. */
export const actsWithCodes = (database: CaseDatabase): [string, unknown][] =>
  database.custody
    .verifyLedger()
    .items.filter(({ action }) => action !== 'intake-started')
    .map(({ action, detail }) => [action, detail['code'] ?? null])
