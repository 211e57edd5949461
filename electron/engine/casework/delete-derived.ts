// Deletes what can be made again from the originals: thumbnails and review copies, of one item or of all.
import { lstat, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { ItemId } from '#contract/units.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { ifThere } from '#engine/base/look-up.ts'
import { thumbnailPath } from '#engine/store/case-folder.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'

/**
 * The ledger gets one entry where there was anything to delete. Fails with `item-not-found`, or with `destination-unwritable` where a file cannot be deleted or
 * the folder is a link, or with `file-unreadable` where that is not known; what was deleted until then stands in the ledger.
 */
export async function deleteDerived(
  database: CaseDatabase,
  itemId: ItemId | null,
  actor: string,
): Promise<{ files: number; bytes: number }> {
  const { folder, items } = database
  if (itemId !== null) items.summary(itemId)
  await refuseLink(folder.derived)
  const known = new Set(itemId === null ? items.ids() : [itemId])
  const deleted = { files: 0, bytes: 0 }
  const pictures: ItemId[] = []
  try {
    for (const name of await namesIn(folder.derived)) {
      // What is called otherwise, or is no file, was not made by Exhibit.
      const { data: owner } = ItemId.safeParse(name.split('.', 1)[0])
      if (owner === undefined || (itemId !== null && owner !== itemId)) continue
      const file = join(folder.derived, name)
      const found = await lstat(file)
      if (!found.isFile()) continue
      if (known.has(owner) && name === basename(thumbnailPath(folder, owner))) pictures.push(owner)
      await rm(file)
      deleted.files += 1
      deleted.bytes += found.size
    }
  } catch (cause) {
    throw fileFailure(cause, folder.derived, t('casework.derivedSome', { count: deleted.files }))
  } finally {
    const detail = { ...deleted, of: itemId === null ? 'all' : 'one' }
    if (deleted.files > 0)
      database.transaction(() => {
        for (const id of pictures) items.setThumbnail(id, false)
        database.custody.append({ actor, action: 'derived-deleted', itemId, detail })
      })
  }
  return deleted
}

/** Behind it lie files of somebody else. */
async function refuseLink(path: string): Promise<void> {
  const found = await ifThere(path, lstat(path))
  if (!found?.isSymbolicLink()) return
  throw new EvidenceError('destination-unwritable', t('casework.linkedDerived', { path }), {
    details: { path },
  })
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return []
    throw cause
  }
}
