// One file into the case, step by step: structure → copy, hash and check in one read → flush → read back and compare →
// examine → commit. Until the commit nothing of it is in the case; after it everything is.
import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { IngestedItem } from '#contract/item.ts'
import type { MetadataItem } from '#contract/metadata.ts'
import type { ItemId, Sha256 } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { quote } from '#engine/base/findings.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import { utcNow } from '#engine/base/time.ts'
import { examineVerified } from '#engine/examine/examine-file.ts'
import { judgeFile, readStructure, readThrough } from '#engine/examine/verify-file.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { Incoming } from '#engine/store/incoming.ts'
import { describeItem } from './describe-item.ts'
import { indexMetadata, metadataBuffer } from './index-metadata.ts'
import type { SourceFile } from './list-sources.ts'

export type IngestContext = { database: CaseDatabase; actor: string; trust: TrustChoice }

/** Never throws for what is wrong with one file, so that the others are ingested; throws when cancelled. */
export async function ingestFile(
  file: SourceFile,
  context: IngestContext,
  work: Work,
): Promise<IngestedItem> {
  try {
    const source = await openFileSource(file.absolutePath)
    try {
      return await ingestSource(source, file, context, work)
    } finally {
      await source.close()
    }
  } catch (error) {
    if (work.signal.aborted || !(error instanceof EvidenceError)) throw error
    // A case that cannot be written to any more is no property of this file.
    if (error.code === 'disk-full' || error.code === 'destination-unwritable') throw error
    return recordFailure(file, context, error)
  }
}

async function ingestSource(
  source: ByteSource,
  file: SourceFile,
  context: IngestContext,
  work: Work,
): Promise<IngestedItem> {
  const { database, actor, trust } = context
  const structure = await readStructure(source)
  if (structure.unreadable !== null) {
    throw new EvidenceError('not-iso-bmff', `${structure.unreadable} It was not taken into the case.`, {
      details: { path: file.relativePath },
    })
  }
  const incoming = await database.vault.beginIncoming({
    name: basename(file.relativePath),
    expectedBytes: source.size,
  })
  try {
    const pass = await readThrough(source, structure, work, (chunk) => incoming.write(chunk))
    await refuseChanged(file, source.size)
    const sha256 = pass.sha256
    const verification = await judgeFile(source, file.relativePath, structure, pass, trust)
    const known = database.items.findBySha256(sha256)
    if (known) {
      await incoming.discard()
      database.custody.append({
        actor,
        action: 'seen-again',
        itemId: known.id,
        inputSha256: sha256,
        detail: sourceDetail(file),
      })
      return {
        id: known.id,
        path: file.relativePath,
        sha256,
        size: source.size,
        status: 'already-present',
        verdict: verification.verdict,
        levels: levelList(known.levels),
        detail: `The same bytes are in the case as ${quote(known.path)}.`,
      }
    }
    await compareCopy(incoming, sha256, source.size, work)
    const buffer = metadataBuffer()
    const examination = await examineVerified(source, structure, verification, work, (item: MetadataItem) =>
      buffer.add(item),
    )
    work.signal.throwIfAborted()
    const id = randomUUID() as string as ItemId
    const detail = describeItem({ id, file, sha256, examination, ingestedAt: utcNow() })
    await database.vault.commitIncoming(incoming, sha256)
    database.transaction(() => {
      database.items.insert(detail)
      database.custody.append({
        actor,
        action: 'ingest',
        itemId: id,
        inputSha256: sha256,
        outputSha256: sha256,
        detail: { ...sourceDetail(file), verdict: verification.verdict, seals: verification.seals.length },
      })
    })
    await indexMetadata(database, id, buffer, examination, work)
    return {
      id,
      path: file.relativePath,
      sha256,
      size: source.size,
      status: 'ingested',
      verdict: verification.verdict,
      levels: levelList(detail.summary.levels),
      detail: verification.reason ?? '',
    }
  } finally {
    await incoming.discard()
  }
}

/** The bytes on the disk, not those in memory, are what the case will hold. */
async function compareCopy(incoming: Incoming, sha256: Sha256, size: number, work: Work): Promise<void> {
  await incoming.sync()
  const copy = await openFileSource(incoming.path)
  try {
    const found = await sha256OfSource(copy, {
      signal: work.signal,
      onBytes: (done) => work.report({ label: 'compare', done, total: size, unit: 'bytes' }),
    })
    if (found === sha256) return
    throw new EvidenceError(
      'copy-mismatch',
      `The copy in the vault has SHA-256 ${found}, the source ${sha256}. The copy was removed.`,
      { details: { found, expected: sha256 } },
    )
  } finally {
    await copy.close()
  }
}

async function refuseChanged(file: SourceFile, size: number): Promise<void> {
  const now = await stat(file.absolutePath).catch(() => null)
  if (now?.size === size && now.size === file.size && now.mtimeMs === file.modifiedMillis) return
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
  }
}

const sourceDetail = (file: SourceFile): Record<string, string | number> => ({
  source: file.absolutePath.toWellFormed(),
  path: file.relativePath.toWellFormed(),
  size: file.size,
  modified: new Date(file.modifiedMillis).toISOString(),
})

export const levelList = (levels: Readonly<Record<'0V' | '0M' | '0E', boolean>>): ('0V' | '0M' | '0E')[] =>
  (['0V', '0M', '0E'] as const).filter((level) => levels[level])
