// Timed metadata into the case's index. It is read once while the file is examined; small ones are kept until the item is
// in the case, large ones are read again from the vault, so that memory stays flat.
import { EvidenceError } from '#contract/errors.ts'
import type { MetadataItem } from '#contract/metadata.ts'
import type { ItemId, Sha256 } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import type { Work } from '#engine/base/progress.ts'
import type { Examination } from '#engine/examine/examine-file.ts'
import { isOnvifMetadata, metxOf } from '#engine/examine/inspect-file.ts'
import { readStructure } from '#engine/examine/verify-file.ts'
import type { Structure } from '#engine/examine/verify-file.ts'
import { readMetadataTrack } from '#engine/metadata/read-track.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'

const keptObjects = 50_000
const batchItems = 2_000

export type MetadataBuffer = {
  /** How much is kept, counted in objects. */
  readonly weight: number
  add(item: MetadataItem): void
  /** All items, or null where there were too many to keep. */
  items(): MetadataItem[] | null
}

export function metadataBuffer(): MetadataBuffer {
  let items: MetadataItem[] | null = []
  let objects = 0
  return {
    get weight() {
      return items ? objects : 0
    },
    add(item) {
      if (!items) return
      objects += item.kind === 'frame' ? 1 + item.objects.length : 1
      if (objects > keptObjects) items = null
      else items.push(item)
    },
    items: () => items,
  }
}

/** For what the buffer could not keep: the tracks are read once more, from the vault. */
export async function indexExamined(
  database: CaseDatabase,
  id: ItemId,
  { structure, verification }: Examination,
  work: Work,
): Promise<void> {
  if (verification.sha256) await readIntoIndex(database, id, verification.sha256, structure, work)
}

/** For items whose index is unfinished: of an older case, or after a crash. */
export async function indexFromVault(database: CaseDatabase, id: ItemId, work: Work): Promise<void> {
  const { sha256 } = database.items.summary(id)
  await readIntoIndex(database, id, sha256, null, work)
}

export type Reindexed = { indexed: ItemId[]; failed: { itemId: ItemId; reason: string }[] }

/**
 * Finishes what was interrupted. An original that cannot be read is told and stays unfinished; throws `disk-full`,
 * `destination-unwritable`, and what `work` throws when cancelled: the items before it are then done.
 */
export async function reindexUnfinished(database: CaseDatabase, work: Work): Promise<Reindexed> {
  const result: Reindexed = { indexed: [], failed: [] }
  for (const itemId of database.metadata.unfinished()) {
    work.signal.throwIfAborted()
    try {
      await indexFromVault(database, itemId, work)
      result.indexed.push(itemId)
    } catch (error) {
      if (!(error instanceof EvidenceError) || isFatal(error)) throw error
      result.failed.push({ itemId, reason: error.message })
    }
  }
  return result
}

/** A case that cannot be written to any more is no property of one of its items. */
const isFatal = ({ code }: EvidenceError): boolean =>
  code === 'disk-full' || code === 'destination-unwritable'

/** All frames and events of a file, track by track, as they are indexed. */
export async function* readMetadata(
  source: ByteSource,
  { movie }: Pick<Structure, 'movie'>,
  work: Work,
): AsyncGenerator<MetadataItem> {
  for (const track of movie.tracks.filter(isOnvifMetadata)) {
    const reading = {
      id: track.id,
      contentEncoding: metxOf(track)?.contentEncoding ?? '',
      samples: track.samples,
    }
    yield* readMetadataTrack(source, reading, new Findings(), work)
  }
}

async function readIntoIndex(
  database: CaseDatabase,
  id: ItemId,
  sha256: Sha256,
  known: Structure | null,
  work: Work,
): Promise<void> {
  const source = await openFileSource(database.vault.path(sha256))
  try {
    const structure = known ?? (await readStructure(source))
    database.metadata.begin(id)
    let batch: MetadataItem[] = []
    for await (const item of readMetadata(source, structure, work)) {
      batch.push(item)
      if (batch.length < batchItems) continue
      database.metadata.insert(id, batch)
      batch = []
    }
    database.metadata.insert(id, batch)
    database.metadata.finish(id)
  } finally {
    await source.close()
  }
}
