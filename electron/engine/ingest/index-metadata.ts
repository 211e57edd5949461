// Timed metadata into the case's index. It is read once while the file is examined; small ones are kept until the item is
// in the case, large ones are read again from the vault, so that memory stays flat.
import { EvidenceError } from '#contract/errors.ts'
import type { MetadataItem } from '#contract/metadata.ts'
import type { IndexResult } from '#contract/search.ts'
import type { ItemId, Sha256 } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { breathe } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import type { Examination } from '#engine/examine/examine-file.ts'
import { isOnvifMetadata, metxOf } from '#engine/examine/inspect-file.ts'
import { readStructure } from '#engine/examine/verify-file.ts'
import type { Structure } from '#engine/examine/verify-file.ts'
import { readMetadataTrack } from '#engine/metadata/read-track.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { placeGapsFromVault } from './shown-gaps.ts'

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

/** Whether items of the case have something that is still to be read from the vault. */
export const isUnfinished = ({ metadata, lanes }: CaseDatabase): boolean =>
  metadata.unfinished().length > 0 || lanes.withoutGaps().length > 0

/**
 * Finishes what was interrupted. An original that cannot be read is told and stays unfinished; throws `disk-full`,
 * `destination-unwritable`, and what `work` throws when cancelled: the items before it are then done.
 */
export async function reindexUnfinished(database: CaseDatabase, work: Work): Promise<IndexResult> {
  const result: IndexResult = { indexed: [], failed: [] }
  const unfinished = database.metadata.unfinished()
  const withoutGaps = database.lanes.withoutGaps()
  const failed = new Map<ItemId, string>()
  const tryEach = async (items: readonly ItemId[], make: (id: ItemId) => Promise<void>): Promise<void> => {
    for (const itemId of items) {
      await breathe(work.signal)
      try {
        await make(itemId)
      } catch (error) {
        if (!(error instanceof EvidenceError) || isFatal(error)) throw error
        failed.set(itemId, error.message)
      }
    }
  }
  // What is short comes first.
  await tryEach(withoutGaps, (id) => placeGapsFromVault(database, id, work.signal))
  const count = { done: 0, total: unfinished.length }
  await tryEach(unfinished, async (id) => {
    const counted = naming(database, id, { ...count }, work)
    count.done += 1
    await indexFromVault(database, id, counted)
    result.indexed.push(id)
  })
  for (const [itemId, reason] of failed) result.failed.push({ itemId, reason })
  return result
}

/** Progress within an item, with its name and which of how many it is. */
function naming(
  { items }: CaseDatabase,
  itemId: ItemId,
  count: { done: number; total: number },
  work: Work,
): Work {
  const { path: label } = items.summary(itemId)
  work.report({ label, done: 0, total: null, unit: 'items', count })
  return { ...work, report: (progress) => work.report({ ...progress, label, count }) }
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
      // A track of many small samples is read without ever waiting for the disk.
      await breathe(work.signal)
    }
    database.metadata.insert(id, batch)
    database.metadata.finish(id)
  } finally {
    await source.close()
  }
}
