// Step “commit”: the copies get their places in the vault, then one transaction says so: items, verifications, ledger, index
// and the intake's own record. Several small files share it, and still each is wholly in the case or not at all.
import type { IngestedItem } from '#contract/item.ts'
import type { ItemId } from '#contract/units.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { Work } from '#engine/base/progress.ts'
import { choiceHash } from '#engine/examine/choice-hash.ts'
import { evidenceHashes } from '#engine/store/evidence-hashes.ts'
import type { StoredIntake } from '#engine/store/intake-store.ts'
import { syncFolders } from '#engine/store/vault.ts'
import type { Replaced } from '#engine/store/vault.ts'
import { sourceDetail } from './copied-file.ts'
import type { CopiedFile } from './copied-file.ts'
import type { Examined } from './examine-copy.ts'
import { indexExamined } from './index-metadata.ts'
import type { MetadataBuffer } from './index-metadata.ts'
import type { IngestContext } from './ingest-context.ts'
import { linkCompleted, linkToWhole } from './link-completed.ts'
import { levelList, recoveredAct, seenAgain, seenAgainAct } from './known-item.ts'

export type ReadyFile = { file: CopiedFile; id: ItemId; examined: Examined; metadata: MetadataBuffer }

/**
 * In the order given; `onRecorded` is told of each that is in the case, also where one of them fails. Cancelling takes effect
 * before or after, never within.
 */
export async function commitItems(
  ready: readonly ReadyFile[],
  intake: StoredIntake,
  context: IngestContext,
  work: Work,
  onRecorded: (file: CopiedFile, item: IngestedItem) => void = () => undefined,
): Promise<IngestedItem[]> {
  const { database } = context
  work.signal.throwIfAborted()
  const unsynced = new Set<string>()
  const placed: { one: ReadyFile; replaced: Replaced | null }[] = []
  for (const one of ready) {
    const { incoming, sha256 } = one.file
    const { replaced } = await database.vault.commitIncoming(incoming, sha256, undefined, unsynced)
    placed.push({ one, replaced })
  }
  await syncFolders(unsynced)
  const recorded = recordAll(placed, intake, context)
  for (const { file, item } of recorded.done) {
    file.progress.finish()
    onRecorded(file, item)
  }
  for (const failure of recorded.failures) throw failure
  return recorded.done.map(({ item }) => item)
}

/** Step “index”, for what was too much for one transaction: until it is done it counts as unfinished, and every opening tells so. */
export async function indexLarge(
  committed: readonly ReadyFile[],
  items: readonly IngestedItem[],
  { database }: IngestContext,
  work: Work,
): Promise<void> {
  for (const [at, { id, examined }] of committed.entries()) {
    const isNew = items[at]?.id === id
    if (isNew && examined.toIndex) await indexExamined(database, id, examined.toIndex, work)
  }
}

type Placed = { one: ReadyFile; replaced: Replaced | null }

type Recorded = { done: { file: CopiedFile; item: IngestedItem }[]; failures: unknown[] }

/** Where one of many cannot be recorded, the others are, before it and after it: each for itself then. */
function recordAll(placed: readonly Placed[], intake: StoredIntake, context: IngestContext): Recorded {
  const recordOne = (placedOne: Placed): Recorded['done'][number] => ({
    file: placedOne.one.file,
    item: record(placedOne, intake, context),
  })
  const { database } = context
  try {
    return { done: database.transaction(() => placed.map(recordOne)), failures: [] }
  } catch (cause) {
    // What the case or its disk cannot take, it cannot take in pieces either.
    if (placed.length === 1 || cause instanceof EvidenceError) return { done: [], failures: [cause] }
  }
  const recorded: Recorded = { done: [], failures: [] }
  for (const one of placed) {
    try {
      recorded.done.push(database.transaction(() => recordOne(one)))
    } catch (cause) {
      recorded.failures.push(cause)
    }
  }
  return recorded
}

function record(
  { one, replaced }: Placed,
  intake: StoredIntake,
  { database, actor, trust }: IngestContext,
): IngestedItem {
  const { file, id, examined, metadata } = one
  const { sha256 } = file
  const { detail } = examined
  // Another intake may have brought the same bytes meanwhile.
  const known = database.items.findBySha256(sha256)
  const item = known ? seenAgain(known, file) : ingestedItem(one)
  if (known) {
    database.custody.append(seenAgainAct(actor, known, file))
  } else {
    database.items.insert(detail)
    database.lanes.placeGaps(id, examined.gaps)
    if (replaced) database.custody.append(recoveredAct(actor, id, sha256, replaced))
    database.custody.append({
      actor,
      action: 'ingest',
      itemId: id,
      inputSha256: sha256,
      outputSha256: sha256,
      detail: {
        ...sourceDetail(file),
        kind: detail.summary.kind,
        verdict: detail.verification.verdict,
        seals: detail.verification.seals.length,
        trustStoreSha256: choiceHash(trust),
        ...evidenceHashes(detail),
      },
    })
    const kept = metadata.items()
    if (kept) database.metadata.replace(id, kept)
    linkCompleted(database, actor, detail, examined.completes)
    linkToWhole(database, actor, detail, examined.completedBy)
  }
  database.intakes.finish(intake, file.position, item)
  return item
}

function ingestedItem({ file, id, examined: { detail } }: ReadyFile): IngestedItem {
  const { summary, verification } = detail
  return {
    id,
    path: file.relativePath,
    sha256: file.sha256,
    size: file.size,
    status: summary.status,
    verdict: verification.verdict,
    levels: levelList(summary.levels),
    detail: verification.reason ?? '',
    kind: summary.kind,
  }
}
