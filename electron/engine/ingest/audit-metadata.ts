// The index of an item's timed metadata against its original: what is drawn over the picture comes from there.
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { breathe } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { readStructure } from '#engine/examine/verify-file.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { MetadataDigest } from '#engine/store/metadata-digest.ts'
import { readMetadata } from './index-metadata.ts'

/**
 * In one sentence; null where the index holds what the original does, or is not made yet. Reads the metadata again: the
 * original is known to be whole. Throws only what `work` throws when cancelled.
 */
export async function indexProblem(database: CaseDatabase, id: ItemId, work: Work): Promise<string | null> {
  try {
    const { sha256, kind, path, missingBytes } = database.items.summary(id)
    // Openings tell of an index that is not finished. Where bytes are missing, the reader may have stopped at any of them.
    if (kind !== 'export' || missingBytes > 0 || database.metadata.unfinished().includes(id)) return null
    const source = await openFileSource(database.vault.path(sha256))
    try {
      const digest = new MetadataDigest()
      let done = 0
      for await (const item of readMetadata(source, await readStructure(source, work.signal), work)) {
        digest.add(item)
        done += 1
        work.report({ label: path, done, total: null, unit: 'items' })
      }
      const indexed = await database.metadata.digest(id, () => breathe(work.signal))
      // It may have been begun anew while the original was read.
      if (database.metadata.unfinished().includes(id)) return null
      return digest.digest() === indexed
        ? null
        : 'Its index of frames and events is not what its original holds.'
    } finally {
      await source.close()
    }
  } catch (error) {
    if (error instanceof EvidenceError) return error.message
    throw error
  }
}
