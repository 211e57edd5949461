// The work behind copies, backups and moves to another disk: database, originals and everything else of an open case into
// `<destination>.partial`, each file compared with what was read, the whole opened and its ledger walked.
import { mkdir, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { syncFolder } from '#engine/base/durable-name.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { breathe } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { caseFolder } from '#engine/store/case-folder.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { CopiedDatabase } from '#engine/store/copy-database.ts'
import type { CustodyAct } from '#engine/store/custody-store.ts'
import { isOwnFolder } from '#engine/store/own-folder.ts'
import { listCaseFiles } from './case-files.ts'
import type { CaseFile } from './case-files.ts'
import { copyFile } from './copy-file.ts'
import { checkRoom } from './destination.ts'
import type { Destination } from './destination.ts'

export type CopyOptions = {
  /** Goes into the ledger of the copy alone. */
  act: CustodyAct | null
  /** Whether thumbnails and review copies are carried along. */
  derived: boolean
  /** Whether a file that cannot be read ends the copying; otherwise it is told. */
  strict: boolean
}

export type MadeCopy = {
  /** Everything that is in the copy now beside its database. */
  files: CaseFile[]
  /** With the database. */
  bytes: number
  ledger: CopiedDatabase['ledger']
  /** What is not in the copy, and what in it is not as it should be, in sentences. */
  problems: string[]
}

type Plan = { files: CaseFile[]; left: string[]; databaseBytes: number }

/** How much there is to copy, before anything is written. */
export async function planCopy(
  database: CaseDatabase,
  options: Pick<CopyOptions, 'derived'>,
  signal: AbortSignal,
): Promise<Plan> {
  const { files, left } = await listCaseFiles(database.folder.root, { ...options, signal })
  return { files, left, databaseBytes: database.byteSize() }
}

export const bytesOf = (files: readonly CaseFile[]): number => files.reduce((sum, { size }) => sum + size, 0)

/** Fails as its parts do; what it wrote is then for the caller to remove. Writes nothing into the source. */
export async function makeCopy(
  database: CaseDatabase,
  plan: Plan,
  { partial }: Destination,
  options: CopyOptions,
  work: Work,
): Promise<MadeCopy> {
  await checkRoom(dirname(partial), plan.databaseBytes + bytesOf(plan.files))
  await makeFolder(partial)
  const meter = overWhole(plan, work)
  const copied = await database.copyTo(caseFolder(partial).database, {
    act: options.act,
    onBytes: (done, total) => {
      work.signal.throwIfAborted()
      meter.database(done, total)
    },
  })
  // The database first: whatever it names was in its place before it was named.
  // Behind a link they would be files of somebody else.
  const hasParts = await isOwnFolder(database.folder.incoming)
  const files = withCommitted(plan.files, hasParts ? copied : { ...copied, parts: [] })
  meter.plan(files)
  const { ledger, bytes } = copied
  const made: MadeCopy = { files: [], bytes, ledger, problems: [...plan.left] }
  for (const file of files) {
    work.signal.throwIfAborted()
    await copyOne(database, file, partial, options, made, { signal: work.signal, ...meter.file(file) })
  }
  tellMissing(copied, made)
  await syncFolders(partial)
  const fault = await checkCopy(partial, copied, work)
  if (fault !== null) made.problems.push(t('casework.ledgerFault', { reason: fault }))
  return made
}

async function makeFolder(partial: string): Promise<void> {
  try {
    await mkdir(partial)
  } catch (cause) {
    if (errnoOf(cause) !== 'EEXIST') throw fileFailure(cause, partial, t('casework.nothingWritten'))
    throw new EvidenceError('destination-exists', t('casework.partialThere', { partial }), {
      details: { path: partial },
      cause,
    })
  }
}

const originalPath = (sha256: string): string => `vault/${sha256.slice(0, 2)}/${sha256}`

/** What was taken in since the files were listed, and copies with which an interrupted intake can go on. */
function withCommitted(files: readonly CaseFile[], { originals, parts }: CopiedDatabase): CaseFile[] {
  const listed = new Set(files.map(({ path }) => path))
  return [
    ...files,
    ...originals
      .filter(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))
      .map(({ sha256, size }) => ({ path: originalPath(sha256), size }))
      .filter(({ path }) => !listed.has(path)),
    ...parts.map((part) => ({ path: `vault/.incoming/${basename(part)}`, size: 0 })),
  ]
}

async function copyOne(
  { folder }: CaseDatabase,
  file: CaseFile,
  partial: string,
  { strict }: CopyOptions,
  made: MadeCopy,
  watch: Parameters<typeof copyFile>[2],
): Promise<void> {
  try {
    const { bytes, sha256 } = await copyFile(join(folder.root, file.path), join(partial, file.path), watch)
    made.files.push({ path: file.path, size: bytes })
    made.bytes += bytes
    const named = /^vault\/[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(file.path)?.[1]
    if (named !== undefined && named !== sha256)
      made.problems.push(t('casework.damagedCopied', { name: named, sha256 }))
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    // Gone since it was listed: of originals that is told in the end, the rest is as if it had never been there.
    if (error.code === 'file-not-found') return
    if (strict || !['file-unreadable', 'source-changed'].includes(error.code)) throw error
    made.problems.push(t('casework.notCopied', { reason: error.message }))
  }
}

function tellMissing({ originals }: CopiedDatabase, made: MadeCopy): void {
  const there = new Set(made.files.map(({ path }) => path))
  const told = made.problems.join('\n')
  for (const { sha256 } of originals) {
    if (!there.has(originalPath(sha256)) && !told.includes(sha256))
      made.problems.push(t('casework.missing', { name: sha256 }))
  }
}

/** Names are durable once their folders are on the disk, the innermost first. */
async function syncFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await syncFolders(join(folder, entry.name))
  await syncFolder(folder)
}

/** Opened as a case is opened, and its ledger walked. A ledger that does not verify was copied as it is: gives why. */
async function checkCopy(partial: string, { ledger }: CopiedDatabase, work: Work): Promise<string | null> {
  const copy = await openCase(partial, { actor: '', readOnly: true })
  try {
    const steps = copy.custody.walkLedger()
    for (let step = steps.next(); ; step = steps.next()) {
      await breathe(work.signal)
      if (!step.done) {
        work.report({ label: t('casework.step.ledger'), ...step.value, unit: 'items' })
        continue
      }
      const { head, fault } = step.value
      if (head.seq === ledger.seq && head.hash === ledger.head) return fault?.reason ?? null
      throw new EvidenceError('copy-mismatch', t('casework.ledgerDiffers', { path: partial }), {
        details: { path: partial },
      })
    }
  } finally {
    copy.close()
  }
}

type Meter = {
  database(done: number, all: number): void
  plan(files: readonly CaseFile[]): void
  file(file: CaseFile): { onBytes: (bytes: number) => void }
}

/** Bytes of database and files; the files are read twice. */
function overWhole(plan: Plan, work: Work): Meter {
  let ofDatabase = plan.databaseBytes
  let total = ofDatabase + 2 * bytesOf(plan.files)
  let before = 0
  let count = { done: 0, total: plan.files.length }
  const report = (label: string, done: number): void =>
    work.report({ label, done: Math.min(done, total), total, unit: 'bytes', count })
  return {
    database(done, all) {
      total += all - ofDatabase
      ofDatabase = all
      before = all
      report(t('casework.step.database'), done)
    },
    plan(files) {
      total = before + 2 * bytesOf(files)
      count = { done: 0, total: files.length }
    },
    file({ path }) {
      const label = basename(path).slice(0, 80)
      count = { ...count, done: count.done + 1 }
      return {
        onBytes(bytes) {
          before += bytes
          report(label, before)
        },
      }
    },
  }
}
