// Pictures for the table of items: made after everything else, because nothing depends on them. An item without one is as
// good an item.
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId } from '#contract/units.ts'
import type { Work } from '#engine/base/progress.ts'
import { makeThumbnail } from '#engine/media/thumbnail.ts'
import { thumbnailPath } from '#engine/store/case-folder.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'

/** Says that none can be made of this file, so that it is not tried at every opening; derived, and may be deleted. */
const triedPath = (database: CaseDatabase, id: ItemId): string => `${thumbnailPath(database.folder, id)}.none`

/** Items that may have a picture and have none: not yet, not any more, or left out when the case was copied. */
export const withoutThumbnail = (database: CaseDatabase): ItemId[] =>
  database.items
    .list()
    .filter(({ kind }) => kind !== 'attachment')
    .filter(
      ({ id }) => !existsSync(thumbnailPath(database.folder, id)) && !existsSync(triedPath(database, id)),
    )
    .map(({ id }) => id)

/** One after another; throws what `work` throws when cancelled. `onMade` is called for each that was made. */
export async function makeThumbnails(
  database: CaseDatabase,
  ids: readonly ItemId[],
  work: Work,
  onMade: () => void = () => undefined,
): Promise<void> {
  for (const [at, id] of ids.entries()) {
    work.signal.throwIfAborted()
    const { sha256, durationSeconds, path, hasThumbnail } = database.items.summary(id)
    work.report({ label: path, done: at, total: ids.length, unit: 'items' })
    const request = {
      source: database.vault.path(sha256),
      destination: thumbnailPath(database.folder, id),
      // Behind a change of parameter sets in the samples ffmpeg would decode by those of the beginning.
      durationSeconds: setsChange(database, id) ? 0 : durationSeconds,
    }
    const outcome = await makeThumbnail(request, { signal: work.signal })
    work.signal.throwIfAborted()
    if (hasThumbnail !== outcome.made) database.items.setThumbnail(id, outcome.made)
    if (outcome.made) onMade()
    else if (outcome.isOfFile) await writeFile(triedPath(database, id), outcome.reason).catch(() => undefined)
  }
}

/** Of an item whose record is damaged too: that is told elsewhere, and the others have their pictures all the same. */
function setsChange(database: CaseDatabase, id: ItemId): boolean {
  try {
    return database.items.load(id).inspection.tracks.some((track) => track.setsChange === true)
  } catch (error) {
    if (!(error instanceof EvidenceError) || error.code !== 'item-damaged') throw error
    return true
  }
}
