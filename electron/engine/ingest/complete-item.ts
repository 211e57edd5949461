// Completes a partial item from another copy of the same file. The result is an item of its own, with its own SHA-256, taken in
// and verified like any other; the partial one stays as it is and says which item completes it.
import { randomUUID } from 'node:crypto'
import { EvidenceError } from '#contract/errors.ts'
import type { IngestedItem, ItemDetail, ItemSummary } from '#contract/item.ts'
import type { ByteRange, ItemId } from '#contract/units.ts'
import { refuseInsideCase } from '#engine/base/case-border.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { quote } from '#engine/base/findings.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import { utcNow } from '#engine/base/time.ts'
import { choiceHash } from '#engine/examine/choice-hash.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { evidenceHashes } from '#engine/store/evidence-hashes.ts'
import type { Incoming } from '#engine/store/incoming.ts'
import { ingestedHashes } from './audit-items.ts'
import { describeCopy } from './describe-copy.ts'
import { fillGaps, otherSize } from './fill-gaps.ts'
import type { Filled } from './fill-gaps.ts'
import { indexExamined, metadataBuffer } from './index-metadata.ts'
import { levelList, recoveredAct } from './known-item.ts'
import { findCompleted, findWhole, linkCompleted, linkToWhole } from './link-completed.ts'
import { rangesDetail } from './ranges-detail.ts'
import { openFileAt } from './source/file-source.ts'
import type { OpenedSource } from './source/source-file.ts'

export type CompleteContext = { database: CaseDatabase; actor: string; trust: TrustChoice }

export type CompleteOrder = {
  itemId: ItemId
  /** Path of the other copy; only read. */
  source: string
  /** How it is opened; a regular file by default. */
  open?: (path: string, signal: AbortSignal) => Promise<OpenedSource>
}

type Completing = CompleteContext & {
  partial: ItemSummary
  gaps: readonly ByteRange[]
  source: string
  work: Work
}

/**
 * Nothing is changed where it fails, but that the ledger says so. Fails with `wrong-input`, `item-damaged`, `copy-mismatch`,
 * `source-changed`, `file-not-found`, `file-unreadable`, `disk-full`, …
 */
export async function completeItem(
  { itemId, source, open = openFileAt }: CompleteOrder,
  context: CompleteContext,
  work: Work,
): Promise<IngestedItem> {
  const { database, actor } = context
  const partial = database.items.summary(itemId)
  const gaps = database.items.missing(itemId)
  refuseWhole(partial, gaps)
  await refuseInsideCase(database.folder, source)
  const completing = { ...context, partial, gaps, source, work }
  try {
    const opened = await open(source, work.signal)
    try {
      if (opened.size !== null && opened.size !== partial.size) throw otherSize(partial, opened.size)
      return await fillAndCommit(completing, opened)
    } finally {
      await opened.close()
    }
  } catch (error) {
    if (!work.signal.aborted && error instanceof EvidenceError) {
      const detail = {
        source: source.toWellFormed(),
        completing: true,
        code: error.code,
        reason: error.message,
      }
      database.custody.append({ actor, action: 'ingest-failed', itemId, inputSha256: partial.sha256, detail })
    }
    throw error
  }
}

function refuseWhole({ name, completedBy }: ItemSummary, gaps: readonly ByteRange[]): void {
  if (gaps.length === 0)
    throw new EvidenceError(
      'wrong-input',
      `Nothing of ${quote(name)} is missing; there is nothing to complete.`,
    )
  if (completedBy !== null)
    throw new EvidenceError('wrong-input', `${quote(name)} was completed already.`, {
      details: { itemId: completedBy },
    })
}

async function fillAndCommit(completing: Completing, opened: OpenedSource): Promise<IngestedItem> {
  const { database, partial, gaps, work } = completing
  const held = await openFileSource(database.vault.path(partial.sha256))
  const incoming = await database.vault.beginIncoming({ name: partial.name, expectedBytes: partial.size })
  try {
    await refuseChanged(completing, held)
    const filled = await fillGaps(held, gaps, opened, incoming, work)
    if (filled.bytesTaken === 0) {
      throw new EvidenceError(
        'file-unreadable',
        `None of the missing bytes can be read in “${completing.source}” either. Nothing was changed.`,
        { details: { path: completing.source } },
      )
    }
    const known = database.items.findBySha256(filled.sha256)
    if (known?.id === partial.id) throw sameDamage(completing)
    if (known && known.missingBytes > 0) throw partlyKnown(completing, known)
    return known
      ? link(completing, known, filled, opened)
      : await commit(completing, incoming, filled, opened)
  } finally {
    await incoming.discard()
    await held.close()
  }
}

/** A copy made by a program that writes zeros for what it cannot read looks whole. */
const sameDamage = ({ source }: Completing): EvidenceError =>
  new EvidenceError(
    'wrong-input',
    `“${source}” has nothing but zeros in the place of the missing bytes, as the item has: it seems to be a copy of the same damaged medium. Nothing was changed.`,
    { details: { path: source } },
  )

const partlyKnown = ({ source }: Completing, { id, path }: ItemSummary): EvidenceError =>
  new EvidenceError(
    'wrong-input',
    `What “${source}” can add is in the case already as ${quote(path)}, of which bytes are missing too. Nothing was changed.`,
    { details: { itemId: id } },
  )

/** What is built upon has to be what was taken in. */
async function refuseChanged(
  { database, partial, work }: Completing,
  held: Awaited<ReturnType<typeof openFileSource>>,
): Promise<void> {
  const ingested = ingestedHashes(database.custody.entriesAbout(partial.id)).get(partial.id)
  const found = await sha256OfSource(held, { signal: work.signal })
  if (found === partial.sha256 && found === ingested) return
  throw new EvidenceError(
    'item-damaged',
    `The original of ${quote(partial.name)} in the vault has SHA-256 ${found}; ${ingested ?? 'nothing'} was ingested. Nothing was changed.`,
    { details: { itemId: partial.id, found, expected: ingested ?? null } },
  )
}

/** The same bytes are in the case already. */
function link(
  { database, actor, partial, gaps }: Completing,
  known: ItemSummary,
  filled: Filled,
  opened: OpenedSource,
): IngestedItem {
  if (filled.missing.length > 0 || known.missingBytes > 0)
    return outcome(known, 'already-present', `What was read is in the case as ${quote(known.path)}.`)
  database.transaction(() =>
    linkCompleted(
      database,
      actor,
      { summary: known },
      [{ partial, missing: gaps }],
      howFilled(filled, opened),
    ),
  )
  return outcome(known, 'already-present', `The whole file is in the case as ${quote(known.path)}.`)
}

const howFilled = (
  { bytesTaken, bytesNotCompared, onlyZeros }: Filled,
  opened: OpenedSource,
): Parameters<typeof linkCompleted>[4] => ({
  other: opened.detail(),
  bytesTaken,
  bytesNotCompared,
  onlyZeros,
})

async function commit(
  completing: Completing,
  incoming: Incoming,
  filled: Filled,
  opened: OpenedSource,
): Promise<IngestedItem> {
  const { database, actor, trust, partial, gaps, source, work } = completing
  const { sha256, missing } = filled
  const id = randomUUID() as string as ItemId
  const file = { relativePath: partial.path, absolutePath: source }
  const buffer = metadataBuffer()
  const copy = await openFileSource(incoming.path)
  const copied = { id, file, sha256, ingestedAt: utcNow(), missing, original: opened.original }
  const {
    detail,
    examination,
    gaps: shown,
  } = await describeCopy(copy, copied, trust, work, (item) => buffer.add(item)).finally(() => copy.close())
  const others = await findCompleted(database, detail, incoming.path, work.signal)
  const whole = await findWhole(database, detail, incoming.path, work.signal)
  work.signal.throwIfAborted()
  const { replaced } = await database.vault.commitIncoming(incoming, sha256, work.signal)
  const metadata = buffer.items()
  const elsewhere = database.transaction(() => {
    // Another intake may have brought the same bytes meanwhile.
    const known = database.items.findBySha256(sha256)
    if (known) return link(completing, known, filled, opened)
    database.items.insert(detail)
    database.lanes.placeGaps(id, shown)
    if (replaced) database.custody.append(recoveredAct(actor, id, sha256, replaced))
    database.custody.append({
      actor,
      action: 'ingest',
      itemId: id,
      inputSha256: sha256,
      outputSha256: sha256,
      detail: {
        ...{ source: detail.summary.sourcePath, path: detail.summary.path, size: detail.summary.size },
        completing: partial.id,
        verdict: detail.verification.verdict,
        seals: detail.verification.seals.length,
        trustStoreSha256: choiceHash(trust),
        ...(missing.length > 0 ? { missing: rangesDetail(missing) } : {}),
        ...evidenceHashes(detail),
      },
    })
    if (missing.length === 0) {
      linkCompleted(database, actor, detail, [{ partial, missing: gaps }], howFilled(filled, opened))
      linkCompleted(
        database,
        actor,
        detail,
        others.filter((other) => other.partial.id !== partial.id),
      )
    } else {
      recordPartly(completing, detail, filled, opened)
      linkToWhole(database, actor, detail, whole)
    }
    if (metadata) database.metadata.replace(id, metadata)
    return null
  })
  if (elsewhere) return elsewhere
  if (!metadata && examination) await indexExamined(database, id, examination, work)
  return outcome(detail.summary, missing.length > 0 ? 'partial' : 'ingested', told(detail, filled))
}

/** Fewer bytes are missing than before: an item of its own, and the old one is not completed by it. */
function recordPartly(
  { database, actor, partial, gaps }: Completing,
  { summary, missing }: ItemDetail,
  filled: Filled,
  opened: OpenedSource,
): void {
  database.custody.append({
    actor,
    action: 'completed',
    itemId: summary.id,
    inputSha256: partial.sha256,
    outputSha256: summary.sha256,
    detail: {
      ...{ partial: partial.id, whole: false, partialSource: partial.sourcePath, source: summary.sourcePath },
      ...rangesDetail(gaps),
      stillMissing: rangesDetail(missing),
      ...howFilled(filled, opened),
    },
  })
}

const zeros =
  'All bytes that were taken are zeros: the other copy may have been made of the same damaged medium.'

const told = ({ verification }: ItemDetail, { onlyZeros }: Filled): string =>
  [verification.reason, ...(onlyZeros ? [zeros] : [])].filter(Boolean).join(' ')

const outcome = (
  { id, path, sha256, size, verdict, levels, kind }: ItemSummary,
  status: IngestedItem['status'],
  detail: string,
): IngestedItem => ({ id, path, sha256, size, status, verdict, levels: levelList(levels), detail, kind })
