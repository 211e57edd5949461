// Composition root of the evidence engine: wires the parts together and owns their end. Plain Node; knows no window.
import { access } from 'node:fs/promises'
import type { EngineHandlers } from '#contract/calls.ts'
import type { Located } from '#contract/bridge.ts'
import { ItemId } from '#contract/units.ts'
import { refuseWriting } from './calls/case-access.ts'
import { caseCalls } from './calls/case-calls.ts'
import { caseworkCalls } from './calls/casework-calls.ts'
import { clockCalls } from './calls/clock-calls.ts'
import { custodyCalls } from './calls/custody-calls.ts'
import { examinerCalls } from './calls/examiner-calls.ts'
import { explainCalls } from './calls/explain-calls.ts'
import { frameCalls } from './calls/frame-calls.ts'
import { handOverCalls } from './calls/hand-over-calls.ts'
import { ingestCalls } from './calls/ingest-calls.ts'
import { intakeCalls } from './calls/intake-calls.ts'
import { itemCalls } from './calls/item-calls.ts'
import { reviewCalls } from './calls/review-calls.ts'
import { searchCalls } from './calls/search-calls.ts'
import { laneCalls } from './calls/lane-calls.ts'
import { markCalls } from './calls/mark-calls.ts'
import { stillCalls } from './calls/still-calls.ts'
import { structureCalls } from './calls/structure-calls.ts'
import { pictureCalls } from './calls/picture-calls.ts'
import { trackCalls } from './calls/track-calls.ts'
import { trustCalls } from './calls/trust-calls.ts'
import { verifyCalls } from './calls/verify-calls.ts'
import { workCalls } from './calls/work-calls.ts'
import type { ListVolumes } from './ingest/source/volumes.ts'
import type { Emit } from './jobs.ts'
import { thumbnailPath } from './store/case-folder.ts'
import { Workbench } from './workbench.ts'

export type EngineOptions = {
  /** The workstation's own folder: key, recent cases, demo case. */
  dataFolder: string
  /** What is shipped read-only beside the program. */
  resourcesFolder: string
  runtime: 'official' | 'fallback' | 'cli'
  emit: Emit
  /** In place of the system's own volumes: for tests. */
  listVolumes?: ListVolumes
}

export type Engine = {
  handlers: EngineHandlers
  /** Path of an item's bytes, or of what was derived of them, for the protocol that serves them; null where there is none. */
  locate(itemId: string, what: Located): Promise<string | null>
  /** Cancels all jobs, closes the case, leaves nothing half-done. */
  close(): Promise<void>
}

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const attended = options.runtime !== 'cli'
  const { dataFolder, emit, listVolumes } = options
  const bench = new Workbench(dataFolder, emit, { attended, ...(listVolumes ? { listVolumes } : {}) })
  const cases = caseCalls(bench, options.runtime)
  const { verifyOpened, ...verifying } = verifyCalls(bench)
  return Promise.resolve({
    handlers: refuseWriting(bench, {
      ...cases,
      'case.open': async (input) => {
        const opened = await cases['case.open'](input)
        // A command does what it was asked for, and ends; and what cannot be recorded would be read at each opening.
        if (attended && !opened.readOnly) verifyOpened()
        return opened
      },
      ...itemCalls(bench),
      ...trackCalls(bench),
      ...pictureCalls(bench),
      ...reviewCalls(bench),
      ...laneCalls(bench),
      ...markCalls(bench),
      ...stillCalls(bench, options.resourcesFolder),
      ...structureCalls(bench),
      ...frameCalls(bench),
      ...verifying,
      ...explainCalls(bench),
      ...trustCalls(bench),
      ...clockCalls(bench),
      ...workCalls(bench, options.resourcesFolder),
      ...ingestCalls(bench),
      ...intakeCalls(bench),
      ...custodyCalls(bench),
      ...handOverCalls(bench, options.resourcesFolder),
      ...examinerCalls(bench),
      ...caseworkCalls(bench),
      ...searchCalls(bench),
    }),
    locate: (itemId, what) => locate(bench, itemId, what),
    close: async () => {
      bench.volumes.stop()
      await bench.leave()
      await bench.whenLeft()
      // Keys are in memory only while somebody is signed in.
      bench.examiners.signOut()
    },
  })
}

async function locate(bench: Workbench, itemId: string, what: Located): Promise<string | null> {
  const id = ItemId.safeParse(itemId)
  if (!id.success || !bench.current) return null
  const path = pathOf(bench, id.data, what)
  return access(path).then(
    () => path,
    () => null,
  )
}

function pathOf({ database, reviews, sounds }: Workbench, itemId: ItemId, what: Located): string {
  if (what === 'thumbnail') return thumbnailPath(database.folder, itemId)
  if (what === 'rewrapped') return reviews.rewrapped(itemId)
  if (typeof what === 'object' && 'sound' in what) return sounds.file(itemId, what.track, what.sound)
  if (typeof what === 'object') return reviews.runFile(itemId, what.track, what.run)
  return database.vault.path(database.items.summary(itemId).sha256)
}
