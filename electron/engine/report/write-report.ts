// Writes a report under a name that must be free, puts its hash into the ledger, and leaves nothing half-written.
import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId, Sha256 } from '#contract/units.ts'
import { nameWithoutReplacing } from '#engine/base/durable-name.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { buildReport } from './build-report.ts'
import { formatHtml } from './html-report.ts'
import { writePdf } from './pdf-report.ts'
import { withVisibleTexts } from './report-document.ts'

export type ReportRequest = {
  /** Ends in `.pdf` or `.html`. */
  path: string
  itemIds: readonly ItemId[]
  actor: string
  resourcesFolder: string
}

export async function writeReport(
  database: CaseDatabase,
  request: ReportRequest,
  work: Work,
): Promise<{ path: string; sha256: Sha256 }> {
  const { path, itemIds, actor, resourcesFolder } = request
  const ending = extname(path).toLowerCase()
  if (ending !== '.pdf' && ending !== '.html') {
    throw new EvidenceError('wrong-input', `A report is written as .pdf or .html, not as “${ending}”.`, {
      details: { path },
    })
  }
  work.report({ label: 'report', done: 0, total: 2, unit: 'steps' })
  const report = withVisibleTexts(buildReport(database, itemIds, actor))
  const partial = `${path}.${randomUUID().slice(0, 8)}.partial`
  try {
    if (ending === '.html') await writeFile(partial, formatHtml(report), { flag: 'wx' })
    else await writePdf(report, partial, join(resourcesFolder, 'fonts'))
    work.signal.throwIfAborted()
    await nameWithoutReplacing(partial, path)
  } catch (cause) {
    if (work.signal.aborted || cause instanceof EvidenceError) throw cause
    if (errnoOf(cause) !== 'EEXIST') throw fileFailure(cause, path, 'No report was written.')
    throw new EvidenceError('destination-exists', `“${path}” exists already; no report was written.`, {
      details: { path },
      cause,
    })
  } finally {
    await rm(partial, { force: true })
  }
  const sha256 = await hashOf(path)
  database.custody.append({
    actor,
    action: 'report',
    outputSha256: sha256,
    detail: { path, items: report.sections.length },
  })
  work.report({ label: 'report', done: 2, total: 2, unit: 'steps' })
  return { path, sha256 }
}

async function hashOf(path: string): Promise<Sha256> {
  const source = await openFileSource(path)
  try {
    return await sha256OfSource(source)
  } finally {
    await source.close()
  }
}
