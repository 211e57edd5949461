// Verifies all items of the open case: each is recorded as it is done, and what came of all of them at the end. Cancelled,
// it leaves what was recorded.
import { availableParallelism } from 'node:os'
import { answersOf } from '#contract/messages/verdict.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { VerifyAllResult } from '#contract/explanation.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import type { ItemSummary } from '#contract/item.ts'
import type { Verification } from '#contract/seal.ts'
import { ItemId } from '#contract/units.ts'
import type { Work } from '../base/progress.ts'
import { loadKnownKeys } from '../custody/known-keys.ts'
import { judgeHeads, withFault } from '../custody/verify-ledger.ts'
import { indexProblem } from '../ingest/audit-metadata.ts'
import { toolVersion } from '../base/version.ts'
import { threadsFor, verifyFiles } from '../verify-pool.ts'
import type { VerifyOutcome } from '../verify-pool.ts'
import type { Workbench } from '../workbench.ts'
import { judgeStale } from './judge-again.ts'
import { forgetDerivedOf } from './forget-derived.ts'
import { auditTables, findExtra, walkLedger } from './verify-around.ts'
import { beginRun, recordOutcome, vaultFile } from './record-verification.ts'
import type { VaultFile, VerifyRun } from './record-verification.ts'

/** `atOpening`: beside the user's work, with half of the processors, and only what was not verified a moment ago. */
export type VerifyCaseOptions = { atOpening: boolean }

type Planned = VaultFile & { before: ItemSummary }

export async function verifyCase(
  bench: Workbench,
  { atOpening }: VerifyCaseOptions,
  work: Work,
): Promise<VerifyAllResult> {
  const { run, files, result, audited } = beginCase(bench, atOpening)
  const known = await loadKnownKeys(bench.dataFolder, run.trust)
  const walked = await walkLedger(run.database, work)
  result.ledger = withFault(walked, judgeHeads(run.database, known, bench.heads.missing(run.database)).fault)
  const cores = availableParallelism()
  const threads = threadsFor(files, atOpening ? Math.max(1, Math.floor(cores / 2)) : cores)
  const changed = sparing(() => bench.emit('items.changed', {}))
  try {
    await verifyFiles(files, { trust: run.trust, threads }, work, (index, outcome) => {
      const file = files[index]
      if (!file) return
      if (recordOutcome(run, file, outcome)) result.unchanged += 1
      const problem = problemOf(run, file, outcome)
      if (problem !== null) result.changed.push({ itemId: file.itemId, path: file.shownPath, problem })
      if (!outcome.ok && outcome.error.code === 'file-not-found') result.missing.push(missingOf(file))
      changed.note()
    })
  } finally {
    changed.end()
    // Also where it was cancelled: nobody would find those items again.
    await forgetDerivedOf(bench, run.database, run.restored)
    // Also where it was cancelled: what was recorded must not outlive the trust store that it was judged with.
    await judgeStale(bench, run.database, run.trustStoreSha256)
  }
  // One problem is told of each item: the bytes before the rest.
  const told = new Set(result.changed.map(({ itemId }) => itemId))
  // At an opening nobody waits for all metadata to be read once more.
  if (!atOpening)
    await auditIndexes(
      run,
      files.filter(({ itemId }) => !told.has(itemId)),
      result,
      work,
    )
  for (const { itemId } of result.changed) told.add(itemId)
  for (const one of audited) {
    if (one.itemId === null || !told.has(one.itemId)) result.changed.push(one)
    told.add(one.itemId)
  }
  const { extra, unlisted } = await findExtra(bench, run.database)
  result.extra = extra
  for (const problem of unlisted) result.changed.push({ itemId: null, path: '', problem })
  // At an opening where nothing was left to verify, nothing was done.
  if (files.length > 0 || isAmiss(result) || !atOpening) recordCase(run, result)
  return result
}

/** What is drawn over pictures and what is searched, against the originals that were found whole. */
async function auditIndexes(
  { database }: VerifyRun,
  files: readonly Planned[],
  result: VerifyAllResult,
  work: Work,
): Promise<void> {
  for (const { itemId, shownPath: path } of files) {
    const problem = await indexProblem(database, itemId, work)
    if (problem !== null) result.changed.push({ itemId, path, problem })
  }
}

const isAmiss = ({ changed, extra, ledger }: VerifyAllResult): boolean =>
  changed.length > 0 || (extra?.length ?? 0) > 0 || ledger?.valid === false

const missingOf = ({ itemId, shownPath: path, sha256 }: VaultFile): VerifyAllResult['missing'][number] => ({
  itemId,
  path,
  sha256,
})

/** All of one moment, also where another program writes to the case. */
function beginCase(bench: Workbench, atOpening: boolean) {
  return bench.database.reading(() => {
    const run = beginRun(bench)
    const paths = ingestedPaths(run)
    const pathOf = (id: string): string => paths.get(id) ?? ''
    return { run, ...planCase(run, atOpening, pathOf), audited: auditTables(run.database, pathOf) }
  })
}

function recordCase({ database, actor, trustStoreSha256 }: VerifyRun, result: VerifyAllResult): void {
  if (!result.recorded) return
  const { items, skipped, unchanged, changed, missing, extra, ledger, atOpening } = result
  const counts = { changed: changed.length, missing: missing.length, extra: extra?.length ?? null }
  const ledgerValid = ledger?.valid ?? null
  const detail = { items, skipped, unchanged, ...counts, ledgerValid, atOpening, trustStoreSha256 }
  database.custody.append({ actor, action: 'case-verified', detail })
}

/** What is to be read; what cannot even be named is told at once, and keeps nothing else from being verified. */
function planCase(
  run: VerifyRun,
  atOpening: boolean,
  pathOf: (id: string) => string,
): { files: Planned[]; result: VerifyAllResult } {
  const { database } = run
  const files: Planned[] = []
  const result: VerifyAllResult = {
    ...{ items: 0, atOpening, skipped: 0, unchanged: 0, changed: [] },
    ...{ missing: [], extra: [], ledger: null, recorded: !database.isReadOnly },
  }
  const fresh = atOpening ? freshItems(run) : new Set<ItemId>()
  const there = new Set<string>(database.items.ids())
  for (const id of new Set([...there, ...run.ingested.keys()])) {
    result.items += 1
    const itemId = ItemId.safeParse(id).data ?? null
    const refuse = (problem: string): void => void result.changed.push({ itemId, path: pathOf(id), problem })
    if (itemId === null) refuse('The case has an item with a name that is none.')
    else if (!there.has(id)) refuse('It was ingested, by the ledger; the case has no such item.')
    else {
      try {
        const file = { ...vaultFile(database, itemId), before: database.items.summary(itemId) }
        if (fresh.has(itemId) && file.before.custody === 'complete') result.skipped += 1
        else files.push(file)
      } catch (error) {
        if (!(error instanceof EvidenceError)) throw error
        refuse(error.message)
      }
    }
  }
  return { files, result }
}

/** For items of which the case itself says nothing that can be read. */
function ingestedPaths({ database }: VerifyRun): Map<string, string> {
  const paths = new Map<string, string>()
  for (const { itemId, detail } of database.custody.entriesOf(['ingest'])) {
    const path = detail['path']
    if (itemId !== null && typeof path === 'string' && !paths.has(itemId)) paths.set(itemId, path)
  }
  return paths
}

const hour = 3_600_000

/** Items whose bytes were read and found unchanged within the last hour, and judged with the trust store of now. */
function freshItems({ database, trustStoreSha256 }: VerifyRun): Set<ItemId> {
  const fresh = new Set<ItemId>()
  const read = new Set<ItemId>()
  for (const entry of database.custody.entriesOf(['ingest', 'verify'])) {
    const { itemId, detail } = entry
    if (itemId === null) continue
    // An entry with a reason tells of a judgement: the bytes were not read for it.
    if (detail['why'] === undefined) {
      if (isFreshReading(entry)) read.add(itemId)
      else read.delete(itemId)
    }
    if (read.has(itemId) && detail['trustStoreSha256'] === trustStoreSha256) fresh.add(itemId)
    else fresh.delete(itemId)
  }
  return fresh
}

function isFreshReading({ action, time, toolVersion: version, detail }: CustodyEntry): boolean {
  const age = Date.now() - Date.parse(time)
  const unchanged = action === 'ingest' || detail['vaultUnchanged'] === true
  return unchanged && version === toolVersion && age >= 0 && age < hour
}

/** In one sentence; null where everything is as it was. */
function problemOf(run: VerifyRun, file: Planned, outcome: VerifyOutcome): string | null {
  if (!outcome.ok) return outcome.error.message
  const { sha256 } = outcome.verification
  const ingested = run.ingested.get(file.itemId)
  if (ingested === undefined) return 'No entry of the ledger says that this item was ingested.'
  if (file.sha256 !== ingested) return `The case says SHA-256 ${file.sha256}, ${ingested} was ingested.`
  if (sha256 !== ingested) return `SHA-256 is ${String(sha256)}, ${ingested} was ingested.`
  return differenceOf(file.before, outcome.verification)
}

/** The same bytes and another answer: by another version, or because somebody changed the case. */
function differenceOf(before: ItemSummary, verification: Verification): string | null {
  const now = answersOf(verification)
  const pairs = [
    ['verdict', before.verdict, verification.verdict],
    ['answer about the bytes', before.intact, now.intact],
    ['answer about signatures in the video', before.media, now.media],
  ] as const
  const [first] = pairs.filter(([, was, is]) => was !== is)
  return first ? `The ${first[0]} was “${String(first[1])}” and is “${String(first[2])}” now.` : null
}

const tellEveryMillis = 1_000

/** Calls `tell` soon after each `note`, and at most once a second; `end` tells what was not told yet. */
function sparing(tell: () => void): { note(): void; end(): void } {
  let last = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | null = null
  const now = (): void => {
    timer = null
    last = performance.now()
    tell()
  }
  return {
    note: () => {
      timer ??= setTimeout(now, Math.max(0, last + tellEveryMillis - performance.now()))
    },
    end: () => {
      if (timer === null) return
      clearTimeout(timer)
      now()
    },
  }
}
