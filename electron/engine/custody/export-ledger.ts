// Writes the custody ledger for use elsewhere, as JSON, CSV or CASE/UCO, under a name that must be free. The entry
// `ledger-exported` comes behind the head that is exported, and before the file has its name.
import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import type { Sha256 } from '#contract/units.ts'
import { refuseInsideCase } from '#engine/base/case-border.ts'
import { nameWithoutReplacing, refuseTaken } from '#engine/base/durable-name.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import { breathe } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { utcNow } from '#engine/base/time.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { CustodyAct } from '#engine/store/custody-store.ts'
import { formatLedgerCase } from './export-case.ts'
import { formatLedgerCsv } from './export-csv.ts'
import { formatLedgerJson } from './export-json.ts'
import type { Attestations, ExportedLedger, LedgerPieces } from './ledger-format.ts'
import { refuseReadOnly } from './refuse-read-only.ts'

export type LedgerFormat = 'json' | 'csv' | 'case'

const formats: Record<LedgerFormat, (ledger: ExportedLedger) => LedgerPieces> = {
  json: formatLedgerJson,
  csv: formatLedgerCsv,
  case: formatLedgerCase,
}

export type LedgerExportRequest = {
  path: string
  format: LedgerFormat
  actor: string
  attestations: Attestations
}

export type LedgerExport = { path: string; sha256: Sha256; entries: number; valid: boolean }

/**
 * A ledger that does not verify is exported too, and the file says so. Fails with `wrong-input`, `case-read-only`,
 * `destination-exists`, `disk-full` or `destination-unwritable`; then nothing is left of the file.
 */
export async function exportLedger(
  database: CaseDatabase,
  { path, format, actor, attestations }: LedgerExportRequest,
  work: Work,
): Promise<LedgerExport> {
  refuseReadOnly(database)
  await refuseInsideCase(database.folder, path)
  const reading = database.custody.reading()
  const ledger = { case: database.describe(), exportedAt: utcNow(), reading, attestations }
  const partial = `${path}.${randomUUID().slice(0, 8)}.partial`
  try {
    // Asked again when it gets its name; but then it stands in the ledger already.
    await refuseTaken(path)
    const sha256 = await writePieces(partial, formats[format](ledger), reading.last, work)
    work.signal.throwIfAborted()
    const act: CustodyAct = { actor, action: 'ledger-exported', outputSha256: sha256 }
    const { entries, valid, head } = attestations.judge(reading.verdict)
    database.custody.append({ ...act, detail: { path, format, entries, valid, head } })
    try {
      await nameWithoutReplacing(partial, path)
    } catch (error) {
      // The ledger is append-only: what did not come about is taken back by another entry.
      const reason = error instanceof Error ? error.message : String(error)
      database.custody.append({ ...act, detail: { path, failed: true, reason } })
      throw error
    }
    return { path, sha256, entries, valid }
  } catch (cause) {
    if (work.signal.aborted || cause instanceof EvidenceError) throw cause
    // Neither a full disk nor a taken name: a defect, to be told as one.
    if (errnoOf(cause) === null) throw cause
    if (errnoOf(cause) !== 'EEXIST') throw fileFailure(cause, path, 'The ledger was not exported.')
    throw new EvidenceError('destination-exists', `“${path}” exists already; nothing was written.`, {
      details: { path },
      cause,
    })
  } finally {
    await rm(partial, { force: true })
  }
}

async function writePieces(path: string, pieces: LedgerPieces, total: number, work: Work): Promise<Sha256> {
  const hash = createSha256()
  const file = await open(path, 'wx')
  try {
    for (const { text, seq } of pieces) {
      hash.update(text)
      await file.writeFile(text)
      work.report({ label: 'ledger', done: seq, total, unit: 'items' })
      await breathe(work.signal)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return sha256Hex(hash)
}
