// Evidence goes to somebody: every file is hashed again, the ledger gets an entry for each item, and the recipient a signed
// receipt. Nothing is copied or sent: the receipt says what was given.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import { Receipt } from '#contract/handover.ts'
import type { HandoverRequest, HandoverResult } from '#contract/handover.ts'
import type { ItemSummary } from '#contract/item.ts'
import { t } from '#contract/messages/format.ts'
import { liesWithin, refuseInsideCase } from '#engine/base/case-border.ts'
import { breathe } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { originalFiles, packagedFiles } from './handed-files.ts'
import type { HandedFiles } from './handed-files.ts'
import { toolName } from './ledger-format.ts'
import type { Attestations } from './ledger-format.ts'
import { ReceiptFolder } from './receipt-folder.ts'
import { receiptNames, writeReceipt } from './receipt.ts'
import { refuseReadOnly } from './refuse-read-only.ts'
import type { LedgerSigner } from './signer.ts'

export type HandOverContext = {
  database: CaseDatabase
  actor: string
  signer: LedgerSigner
  /** What is known of the heads of the ledger. */
  attestations: Attestations
  resourcesFolder: string
}

/**
 * The ledger is written while the receipt has its unfinished name: never is there a receipt of which it knows nothing; where
 * the receipt does not come about, another entry takes it back. Fails with `wrong-input`, `case-read-only`,
 * `item-not-found`, `item-damaged`, `item-partial`, `package-changed`, `file-not-found`, `file-unreadable`, `disk-full` or
 * `destination-unwritable`; then nothing was handed over.
 */
export async function handOver(
  request: HandoverRequest,
  context: HandOverContext,
  work: Work,
): Promise<HandoverResult> {
  const { database } = context
  const { packagePath } = request
  refuseReadOnly(database)
  refuseBlank(request)
  const destination = request.destination ?? database.folder.reports
  await refuseDestination(database, destination, packagePath)
  const items = [...new Set(request.itemIds)].map((id) => database.items.summary(id))
  const handed =
    packagePath === null
      ? await originalFiles(database, items, work)
      : await packagedFiles(database, packagePath, items, work)
  const sensitive = items.filter((item) => item.sensitive).map(({ name }) => t('receipt.sensitive', { name }))
  const notices = [...handed.notices, ...sensitive, ...(await ledgerNotices(context, work))]
  const folder = await ReceiptFolder.create(destination, new Date())
  try {
    work.signal.throwIfAborted()
    const act: Act = { id: randomUUID(), request, items, files: handed.files, folder: folder.path }
    const entries = record(act, context)
    try {
      const receipt = receiptOf(act, entries, notices, context)
      await writeReceipt(folder, receipt, context)
      await folder.giveName()
      return resultOf(folder.path, receipt)
    } catch (error) {
      recordFailed(act, context, error)
      throw error
    }
  } catch (error) {
    await folder.discard(error)
    throw error
  }
}

type Act = {
  id: string
  request: HandoverRequest
  items: readonly ItemSummary[]
  files: HandedFiles['files']
  folder: string
}

function refuseBlank({ recipient, reason }: HandoverRequest): void {
  const blank = recipient.name.trim() === '' ? 'to whom' : reason.trim() === '' ? 'why' : null
  if (blank === null) return
  throw new EvidenceError('wrong-input', `A hand-over has to say ${blank}. Nothing was handed over.`)
}

async function refuseDestination(
  database: CaseDatabase,
  place: string,
  packagePath: string | null,
): Promise<void> {
  await refuseInsideCase(database.folder, place)
  if (packagePath === null || !(await liesWithin(packagePath, place))) return
  const message = `The receipt cannot lie in the package “${packagePath}”: it would no longer be what was exported.`
  throw new EvidenceError('wrong-input', message, { details: { path: place } })
}

/** A receipt names an entry of the ledger: whoever relies on it has to know whether the ledger holds together. */
async function ledgerNotices({ database, attestations }: HandOverContext, work: Work): Promise<string[]> {
  const reading = database.custody.reading()
  const pages = reading.pages()
  while (!pages.next().done) await breathe(work.signal)
  const { valid, firstBad, reason } = attestations.judge(reading.verdict)
  return valid ? [] : [t('ledgerExport.invalid', { entry: String(firstBad ?? 0), reason: reason ?? '' })]
}

/** One entry for each item, all or none. */
function append(
  { items, files }: Act,
  { database, actor }: HandOverContext,
  detail: (own: HandedFiles['files']) => CustodyEntry['detail'],
): CustodyEntry[] {
  return database.transaction(() =>
    items.map(({ id, sha256 }) => {
      const own = files.filter(({ itemId }) => itemId === id)
      return database.custody.append({
        actor,
        action: 'hand-over',
        itemId: id,
        inputSha256: sha256,
        outputSha256: own[0]?.sha256 ?? null,
        detail: detail(own),
      })
    }),
  )
}

function record(act: Act, context: HandOverContext): CustodyEntry[] {
  const { recipient, reason, packagePath } = act.request
  return append(act, context, (own) => ({
    receiptId: act.id,
    recipient: { ...recipient },
    reason,
    package: packagePath,
    files: own.map(({ path, size, sha256 }) => ({ path, size, sha256 })),
    path: act.folder,
    signer: context.signer.certificate.signer.sha256,
  }))
}

/** The ledger is append-only: what was written down and did not come about is taken back by another entry. */
function recordFailed(act: Act, context: HandOverContext, cause: unknown): void {
  const reason = cause instanceof Error ? cause.message : String(cause)
  append(act, context, () => ({ receiptId: act.id, path: act.folder, failed: true, reason }))
}

function receiptOf(
  { id, request, files }: Act,
  entries: readonly CustodyEntry[],
  notices: string[],
  { database, actor, signer }: HandOverContext,
): Receipt {
  const { id: caseId, reference } = database.describe()
  const { subject, sha256 } = signer.certificate.signer
  const [first, last] = [entries[0], entries.at(-1)]
  // As everybody will read it.
  return Receipt.parse({
    tool: toolName,
    id,
    time: last?.time,
    case: { id: caseId, reference },
    from: actor,
    to: request.recipient,
    reason: request.reason,
    package: request.packagePath,
    files,
    notices,
    ledger: { first: first?.seq, seq: last?.seq, hash: last?.hash },
    signer: { subject, sha256, by: signer.by },
  })
}

const resultOf = (folder: string, receipt: Receipt): HandoverResult => ({
  folder,
  pdf: join(folder, receiptNames.pdf),
  json: join(folder, receiptNames.json),
  signature: join(folder, receiptNames.jsonSignature),
  receipt,
})
