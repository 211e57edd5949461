// An engine of its own for each test, with a case in which there are a few sealed videos.
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { JobEnd, JobProgress } from '#contract/job.ts'
import type { JobId } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { createCase } from '#engine/store/case-database.ts'
import { suiteFolder } from './evidence.ts'
import { makeSigner, scratchFolder, writeSealed } from './made-export.ts'

export type CaseBench = {
  engine: Engine
  /** A folder for this test; the case lies in `case`. */
  place: string
  root: string
  /** DER of the root that would have to be trusted. */
  authority: Uint8Array
  told: { name: string; payload: unknown }[]
  progress(): JobProgress[]
  /** How the job ended that a call started. */
  endOf(started: Promise<{ jobId: JobId }>): Promise<JobEnd>
}

/** Call at the top of a file. `files`: names of the sealed videos. */
export function caseBench(files: readonly string[] = ['a', 'b', 'c']): () => CaseBench {
  const folder = suiteFolder()
  const kept = join(folder, 'case')
  let authority: Uint8Array
  let bench: CaseBench
  beforeAll(async () => {
    const signer = await makeSigner('VMS')
    authority = signer.root.certificate.der
    for (const name of files)
      await writeSealed(join(folder, `${name}.mp4`), signer.key, { seed: name, withMetadata: false })
    const database = await createCase(kept, { reference: 'R 7', examiner: 'Ada' })
    const sources = files.map((name) => join(folder, `${name}.mp4`))
    await ingest(sources, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
    database.close()
  }, 120_000)
  beforeEach(async () => {
    const place = scratchFolder()
    const root = join(place, 'case')
    cpSync(kept, root, { recursive: true, preserveTimestamps: true })
    const told: CaseBench['told'] = []
    const engine = await createEngine({
      dataFolder: join(place, 'data'),
      resourcesFolder: join(import.meta.dirname, '..', '..', 'resources'),
      runtime: 'cli',
      emit: (name, payload) => void told.push({ name, payload }),
    })
    const ends = (id: JobId): JobEnd | undefined =>
      told
        .filter(({ name }) => name === 'job.end')
        .map(({ payload }) => payload as JobEnd)
        .find((end) => end.id === id)
    bench = {
      engine,
      place,
      root,
      authority,
      told,
      progress: () =>
        told.filter(({ name }) => name === 'job.progress').map(({ payload }) => payload as JobProgress),
      async endOf(started) {
        const { jobId } = await started
        await expect.poll(() => ends(jobId), { timeout: 50_000, interval: 10 }).toBeDefined()
        return ends(jobId)!
      },
    }
  })
  afterEach(() => bench.engine.close())
  return () => bench
}

export const originalIn = (root: string, sha256: string): string =>
  join(root, 'vault', sha256.slice(0, 2), sha256)
