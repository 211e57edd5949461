// One file into the case, step by step: look → copy and hash in one read → flush → read the copy back: compare, seals,
// structure, metadata → commit. Until the commit nothing of it is in the case; after it everything is.
import { randomUUID } from 'node:crypto'
import type { BigIntStats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { IngestedItem } from '#contract/item.ts'
import type { ItemId, Sha256 } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { quote } from '#engine/base/findings.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import { utcNow } from '#engine/base/time.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { Incoming } from '#engine/store/incoming.ts'
import { evidenceHashes } from '#engine/store/evidence-hashes.ts'
import { choiceHash } from '#engine/examine/choice-hash.ts'
import { describeCopy } from './describe-copy.ts'
import type { CopiedFile, DescribedCopy } from './describe-copy.ts'
import { findCompleted, linkCompleted } from './link-completed.ts'
import { indexExamined, metadataBuffer } from './index-metadata.ts'
import type { MetadataBuffer } from './index-metadata.ts'
import { levelList, recoveredAct, sourceDetail, takeKnown } from './known-item.ts'
import { modifiedMillisOf } from './list-sources.ts'
import type { SourceFile } from './list-sources.ts'

export type IngestContext = { database: CaseDatabase; actor: string; trust: TrustChoice }

/** Never throws for what is wrong with one file, so that the others are ingested; throws when cancelled. */
export async function ingestFile(
  file: SourceFile,
  context: IngestContext,
  work: Work,
): Promise<IngestedItem> {
  try {
    const before = await lookAt(file)
    const source = await openFileSource(file.absolutePath, file.place)
    try {
      return await ingestSource(source, { file, before }, context, work)
    } finally {
      await source.close()
    }
  } catch (error) {
    if (work.signal.aborted || !(error instanceof EvidenceError)) throw error
    // A case that cannot be written to any more is no property of this file; a file too large for the disk is one.
    if (error.code === 'destination-unwritable') throw error
    if (error.code === 'disk-full' && !(noRoomAhead in error.details)) throw error
    return recordFailure(file, context, error)
  }
}

/** In the details of a `disk-full` that was found before the first byte was written. */
const noRoomAhead = 'neededBytes'

const lookAt = ({ place }: SourceFile): Promise<BigIntStats | null> =>
  stat(place, { bigint: true }).catch(() => null)

async function ingestSource(
  source: ByteSource,
  { file, before }: { file: SourceFile; before: BigIntStats | null },
  context: IngestContext,
  work: Work,
): Promise<IngestedItem> {
  if (source.size === 0) {
    throw new EvidenceError('not-iso-bmff', 'The file is empty. It was not taken into the case.', {
      details: { path: file.relativePath },
    })
  }
  const name = basename(file.relativePath)
  const incoming = await context.database.vault.beginIncoming({ name, expectedBytes: source.size })
  try {
    const sha256 = await copyWhole(source, incoming, work)
    await refuseChanged(file, source.size, before)
    const known = context.database.items.findBySha256(sha256)
    return known
      ? await takeKnown(known, file, incoming, context, work)
      : await commit(file, incoming, sha256, context, work)
  } finally {
    await incoming.discard()
  }
}

/** Reads the source once, from its first byte to its last; gives its SHA-256. */
async function copyWhole(source: ByteSource, incoming: Incoming, work: Work): Promise<Sha256> {
  const hash = createSha256()
  for await (const chunk of source.stream(0, source.size, work.signal)) {
    const written = incoming.write(chunk)
    hash.update(chunk)
    await written
    work.report({ label: 'copy', done: incoming.size, total: source.size, unit: 'bytes' })
  }
  await incoming.sync()
  return sha256Hex(hash)
}

/** Everything that is said of the item is read from the copy on the disk: the source may change, the copy does not. */
async function commit(
  file: SourceFile,
  incoming: Incoming,
  sha256: Sha256,
  { database, actor, trust }: IngestContext,
  work: Work,
): Promise<IngestedItem> {
  const buffer = metadataBuffer()
  const id = randomUUID() as string as ItemId
  const copied = { id, file, sha256, ingestedAt: utcNow() }
  const { detail, examination } = await examineCopy(copied, incoming, trust, work, buffer)
  const { verification } = detail
  work.signal.throwIfAborted()
  const completes = await findCompleted(database, detail, incoming.path, work.signal)
  const { replaced } = await database.vault.commitIncoming(incoming, sha256, work.signal)
  const metadata = buffer.items()
  // All that is known of the item, its index included, stands or falls together.
  database.transaction(() => {
    database.items.insert(detail)
    if (replaced) database.custody.append(recoveredAct(actor, id, sha256, replaced))
    database.custody.append({
      actor,
      action: 'ingest',
      itemId: id,
      inputSha256: sha256,
      outputSha256: sha256,
      detail: {
        ...sourceDetail(file),
        verdict: verification.verdict,
        seals: verification.seals.length,
        trustStoreSha256: choiceHash(trust),
        ...evidenceHashes(detail),
      },
    })
    if (metadata) database.metadata.replace(id, metadata)
    linkCompleted(database, actor, detail, completes)
  })
  // Too much for one transaction: until it is done it counts as unfinished, and every opening tells so.
  if (!metadata && examination) await indexExamined(database, id, examination, work)
  return {
    id,
    path: file.relativePath,
    sha256,
    size: file.size,
    status: 'ingested',
    verdict: verification.verdict,
    levels: levelList(detail.summary.levels),
    detail: verification.reason ?? '',
    kind: detail.summary.kind,
  }
}

/** One read of the copy: is it what was read from the source, and do its seals match. Then the rest of it. */
async function examineCopy(
  copied: CopiedFile,
  incoming: Incoming,
  trust: TrustChoice,
  work: Work,
  buffer: MetadataBuffer,
): Promise<DescribedCopy> {
  const copy = await openFileSource(incoming.path)
  try {
    return await describeCopy(copy, copied, trust, work, (item) => buffer.add(item))
  } finally {
    await copy.close()
  }
}

/**
 * Is what stands under the name now what stood there when it was opened, and what was listed. The file is still open, so
 * its number cannot have gone to another one, nor can a file system that makes numbers up have made a new one.
 */
async function refuseChanged(file: SourceFile, size: number, before: BigIntStats | null): Promise<void> {
  const now = await lookAt(file)
  const asListed = now && Number(now.size) === file.size && modifiedMillisOf(now) === file.modifiedMillis
  const traits = ['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const
  if (asListed && size === file.size && before && traits.every((trait) => now[trait] === before[trait]))
    return
  throw new EvidenceError(
    'source-changed',
    `${quote(file.relativePath)} changed while it was read. It was not taken into the case; ingest it again.`,
    { details: { path: file.relativePath } },
  )
}

function recordFailure(
  file: SourceFile,
  { database, actor }: IngestContext,
  error: EvidenceError,
): IngestedItem {
  database.custody.append({
    actor,
    action: 'ingest-failed',
    detail: { ...sourceDetail(file), code: error.code, reason: error.message },
  })
  return {
    id: null,
    path: file.relativePath,
    sha256: null,
    size: file.size,
    status: 'failed',
    verdict: 'unreadable',
    levels: [],
    detail: error.message,
    kind: null,
  }
}
