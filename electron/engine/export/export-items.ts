// Hands items on: a package with every item resealed whole, or cut between two times; each verified again from disk.
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { ExportedFile, ExportRequest, ExportResult } from '#contract/export.ts'
import type { ItemSummary } from '#contract/item.ts'
import { t } from '#contract/messages/format.ts'
import type { Verification } from '#contract/seal.ts'
import type { Sha256 } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import { refuseInsideCase } from '#engine/base/case-border.ts'
import type { Work } from '#engine/base/progress.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import { ingestedHashes } from '#engine/ingest/audit-items.ts'
import { keptAs } from '#engine/ingest/kept-as.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { copyItem } from './copy-item.ts'
import { cutItem } from './cut-export.ts'
import { ExportMeter } from './export-meter.ts'
import { ExportPackage } from './package.ts'
import { refuseItem } from './refuse-item.ts'
import { appendSealVerified } from './reseal.ts'

export type ExportContext = { database: CaseDatabase; actor: string; unitName: string }
export type ExportOrder = Omit<ExportRequest, 'key'> & { key: SealingKey }

type Done = { summary: ItemSummary; exported: ExportedFile; verification: Verification }

/**
 * Nothing is left behind where it fails or is cancelled. The ledger, file by file, is written while the package still has its
 * unfinished name: never is there a package of which the ledger knows nothing. Fails with `wrong-input`, `item-damaged`,
 * `cut-refused`, `item-partial`, `seal-refused`, `disk-full`, `destination-unwritable`, …
 */
export async function exportItems(
  order: ExportOrder,
  context: ExportContext,
  work: Work,
): Promise<ExportResult> {
  const { database } = context
  await refuseInsideCase(database.folder, order.destination)
  const items = order.itemIds.map((id) => database.items.summary(id))
  const isCut = order.from !== null || order.to !== null
  for (const { id } of items) refuseItem(database.items, id, { isCut })
  const made = await ExportPackage.create(order.destination, new Date())
  // Each item is hashed, written, and read again.
  const meter = new ExportMeter(
    work,
    items.reduce((sum, { size }) => sum + 3 * size, 0),
  )
  try {
    const done: Done[] = []
    for (const summary of items) done.push(withMark(await exportItem(summary, order, context, made, meter)))
    work.signal.throwIfAborted()
    const { files, packageSha256 } = await made.complete(done, order.key, {
      case: database.describe().reference,
      operator: order.operator,
      comment: order.comment,
      exported: new Date().toISOString(),
    })
    const handedOn = done.map(({ summary }, index) => ({ summary, file: files[index] }))
    record(handedOn, packageSha256, order, context)
    try {
      await made.giveName()
    } catch (error) {
      recordFailed(handedOn, context, error)
      throw error
    }
    return { package: made.path, files, notices: made.notices }
  } catch (error) {
    await made.discard(error)
    throw error
  }
}

type HandedOn = { summary: ItemSummary; file: ExportedFile | undefined }

/** One entry for each file handed on, all or none. */
function append(
  list: readonly HandedOn[],
  { database, actor }: ExportContext,
  detailOf: (file: ExportedFile) => CustodyEntry['detail'],
): void {
  database.transaction(() => {
    for (const { summary, file } of list) {
      if (!file) continue
      database.custody.append({
        actor,
        action: 'export',
        itemId: summary.id,
        inputSha256: summary.sha256,
        outputSha256: file.sha256,
        detail: detailOf(file),
      })
    }
  })
}

function record(
  list: readonly HandedOn[],
  packageSha256: Sha256,
  order: ExportOrder,
  context: ExportContext,
): void {
  append(list, context, ({ path, mode, from, to, notes, samplesReencoded }) => ({
    ...{ path, mode, from, to, notes, samplesReencoded, packageSha256 },
    operator: order.operator,
    comment: order.comment,
    signer: order.key.certificate.signer.sha256,
  }))
}

/** The ledger is append-only: what was written down and did not come about is taken back by another entry. */
function recordFailed(list: readonly HandedOn[], context: ExportContext, cause: unknown): void {
  const reason = cause instanceof Error ? cause.message : String(cause)
  append(list, context, ({ path }) => ({ path, failed: true, reason }))
}

async function exportItem(
  summary: ItemSummary,
  order: ExportOrder,
  { database, unitName }: ExportContext,
  made: ExportPackage,
  meter: ExportMeter,
): Promise<Done> {
  const source = await openFileSource(database.vault.path(summary.sha256))
  const facts = { key: order.key, comment: order.comment, operator: order.operator, unitName }
  try {
    refuseExchanged(database, summary)
    await refuseDamaged(source, summary, meter.next(summary.name, summary.size))
    const writing = meter.next(summary.name, 2 * summary.size)
    if (summary.kind !== 'export') {
      const path = made.pathFor(summary.name, '', 'own-ending')
      const verification = await copyItem(source, path, summary, keptAs(database.items, summary.id), writing)
      const exported = describe(path, 'copied', summary, verification, [t('export.copied')])
      return { summary, verification, exported }
    }
    if (order.from === null && order.to === null) {
      const path = made.pathFor(summary.name, '')
      const verification = await appendSealVerified(source, path, { ...facts, correctedStart: null }, writing)
      refuseSpoiled(summary, verification)
      return { summary, verification, exported: describe(path, 'resealed', summary, verification, []) }
    }
    const path = made.pathFor(summary.name, '-cut')
    const cut = await cutItem(
      source,
      path,
      database.items.load(summary.id),
      { ...facts, from: order.from, to: order.to },
      writing,
    )
    const range = { start: cut.from, end: cut.to }
    return {
      summary,
      verification: cut.verification,
      exported: describe(path, 'cut', range, cut.verification, cut.notes),
    }
  } finally {
    await source.close()
  }
}

/** Whoever opens the package is told before he looks. */
function withMark(done: Done): Done {
  if (!done.summary.sensitive) return done
  const { exported } = done
  return { ...done, exported: { ...exported, notes: [...exported.notes, t('export.sensitive')] } }
}

/** The row of an item can be exchanged with its original; the entry of its ingest in the ledger cannot. */
function refuseExchanged({ custody }: CaseDatabase, { id, name, sha256 }: ItemSummary): void {
  const ingested = ingestedHashes(custody.entriesAbout(id)).get(id) ?? null
  if (ingested === sha256) return
  throw new EvidenceError(
    'item-damaged',
    `The ledger says that “${name}” was ingested with SHA-256 ${ingested ?? '(no entry)'}; the case says ${sha256}. Nothing was exported.`,
    { details: { itemId: id, found: sha256, expected: ingested } },
  )
}

/** Handing on bytes that are not those that came in would spoil the chain: the original is hashed first. */
async function refuseDamaged(
  source: Awaited<ReturnType<typeof openFileSource>>,
  summary: ItemSummary,
  work: Work,
): Promise<void> {
  const found = await sha256OfSource(source, {
    signal: work.signal,
    onBytes: (done) => work.report({ label: summary.name, done, total: source.size, unit: 'bytes' }),
  })
  if (found === summary.sha256) return
  throw new EvidenceError(
    'item-damaged',
    `The original of “${summary.name}” in the vault has SHA-256 ${found}; ${summary.sha256} was ingested. Nothing was exported.`,
    { details: { itemId: summary.id, found, expected: summary.sha256 } },
  )
}

/** One more seal on a sealed file can only give a sealed file; anything else is a defect of this program. */
function refuseSpoiled({ name, verdict }: ItemSummary, written: Verification): void {
  if (verdict !== 'sealed' || written.verdict === 'sealed') return
  throw new EvidenceError(
    'internal',
    `“${name}” is sealed, and sealed once more it would not be (${written.verdict}${written.reason ? `: ${written.reason}` : ''}). Nothing was exported.`,
  )
}

function describe(
  path: string,
  mode: ExportedFile['mode'],
  range: Pick<ItemSummary, 'start' | 'end'>,
  verification: Verification,
  notes: string[],
): ExportedFile {
  if (verification.sha256 === null) throw new EvidenceError('internal', `“${path}” has no hash.`)
  return {
    path,
    sha256: verification.sha256,
    size: verification.size,
    mode,
    from: range.start,
    to: range.end,
    samplesReencoded: 0,
    verdict: verification.verdict,
    notes,
  }
}
