// Gaps where the pictures show them, for the lanes of cameras: an inspection tells them by times of decoding.
import { EvidenceError } from '#contract/errors.ts'
import type { Inspection } from '#contract/inspection.ts'
import type { Gap } from '#contract/track.ts'
import type { ItemId } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { mainVideoTrack } from '#engine/examine/inspect-file.ts'
import { readStructure } from '#engine/examine/verify-file.ts'
import type { Structure } from '#engine/examine/verify-file.ts'
import { shownGaps } from '#engine/isobmff/gaps.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'

/** Of the track that the player shows, in ticks at which pictures are shown. */
export function shownGapsOf({ movie }: Pick<Structure, 'movie'>, { gaps }: Pick<Inspection, 'gaps'>): Gap[] {
  const track = mainVideoTrack(movie)
  if (!track) return []
  const found = gaps.filter(({ trackId }) => trackId === track.id)
  return shownGaps(track.samples, found).map((gap) => ({ trackId: track.id, ...gap }))
}

/**
 * For items of earlier versions: small reads of the original. Fails with what reading it fails with, and with `item-damaged`
 * where there is no video in it any more.
 */
export async function placeGapsFromVault(
  database: CaseDatabase,
  id: ItemId,
  signal: AbortSignal,
): Promise<void> {
  const source = await openFileSource(database.vault.path(database.items.summary(id).sha256))
  try {
    const structure = await readStructure(source, signal)
    if (structure.unreadable !== null || !mainVideoTrack(structure.movie)) {
      const detail = 'The original in the vault is not what was taken in: it has no video.'
      throw new EvidenceError('item-damaged', detail, { details: { itemId: id } })
    }
    database.lanes.placeGaps(id, shownGapsOf(structure, database.items.load(id).inspection))
  } finally {
    await source.close()
  }
}
