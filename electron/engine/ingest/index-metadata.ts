// Timed metadata into the case's index. It is read once while the file is examined; small ones are kept until the item is
// in the case, large ones are read again from the vault, so that memory stays flat.
import { isDeepStrictEqual } from 'node:util'
import { EvidenceError } from '#contract/errors.ts'
import type { MetadataItem, MetadataSummary } from '#contract/metadata.ts'
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
import { MetadataCounter } from '#engine/metadata/summary.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { placeGapsFromVault } from './shown-gaps.ts'

const keptObjects = 50_000
const batchItems = 2_000
/** An original of so many bytes is hashed in a fraction of a second. */
const hashedBytes = 32 * 2 ** 20

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

/** The index of an item anew, from an original that is known to be what was taken in. */
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
    await refuseChanged(database, id, counted)
    await indexFromVault(database, id, counted)
    result.indexed.push(id)
  })
  for (const [itemId, reason] of failed) result.failed.push({ itemId, reason })
  return result
}

/**
 * What stands in the index came from the original as it was taken in, and no other is made from what lies in its place now: fails
 * with `item-damaged`, and leaves the index as it is. Where reading the whole original takes long, it is read only if its
 * metadata does not add up to what was counted then; a later version may count in another way.
 */
async function refuseChanged({ items, vault }: CaseDatabase, id: ItemId, work: Work): Promise<void> {
  const { summary, inspection } = items.load(id)
  const refuse = (found: string): never => {
    const detail = `The original in the vault ${found}; it has to be what was taken in before its metadata is read again. Take in the file once more, or verify the case.`
    throw new EvidenceError('item-damaged', detail, { details: { itemId: id } })
  }
  const source = await openFileSource(vault.path(summary.sha256))
  try {
    if (summary.custody === 'mismatch') refuse('was found to be another one at its last verification')
    if (source.size !== summary.size) refuse(`has ${source.size} bytes instead of ${summary.size}`)
    if (source.size > hashedBytes && (await addsUp(source, inspection.metadata, work))) return
  } finally {
    await source.close()
  }
  const held = await vault.inspect(summary.sha256, work.signal)
  if (held !== 'whole') refuse(`is ${held === 'missing' ? held : held.found}`)
}

async function addsUp(source: ByteSource, expected: MetadataSummary, work: Work): Promise<boolean> {
  const counter = new MetadataCounter()
  for await (const _ of readMetadata(source, await readStructure(source, work.signal), work, counter))
    await breathe(work.signal)
  // Earlier versions did not count changes of the PTZ state.
  const { ptz, ...others } = counter.summary()
  return isDeepStrictEqual(expected.ptz === undefined ? others : { ...others, ptz }, expected)
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
  counter?: MetadataCounter,
): AsyncGenerator<MetadataItem> {
  for (const track of movie.tracks.filter(isOnvifMetadata)) {
    const reading = {
      id: track.id,
      contentEncoding: metxOf(track)?.contentEncoding ?? '',
      samples: track.samples,
    }
    yield* readMetadataTrack(source, reading, new Findings(), work, counter)
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
