// Deletes what can be made again from the originals: thumbnails and review copies, of one item or of all.
import { lstat, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { t } from '#contract/messages/format.ts'
import { ItemId } from '#contract/units.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { thumbnailPath } from '#engine/store/case-folder.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'

/**
 * The ledger gets one entry. Fails with `item-not-found`, or with `destination-unwritable` where a file cannot be deleted;
 * what was deleted until then stands in the ledger.
 */
export async function deleteDerived(
  database: CaseDatabase,
  itemId: ItemId | null,
  actor: string,
): Promise<{ files: number; bytes: number }> {
  const { folder, items } = database
  if (itemId !== null) items.summary(itemId)
  const known = new Set(itemId === null ? items.ids() : [itemId])
  const deleted = { files: 0, bytes: 0 }
  const pictures: ItemId[] = []
  try {
    for (const name of await namesIn(folder.derived)) {
      const owner = name.slice(0, name.indexOf('.'))
      if (itemId !== null && owner !== itemId) continue
      const file = join(folder.derived, name)
      const { size } = await lstat(file)
      const id = known.has(owner) ? ItemId.parse(owner) : null
      if (id !== null && name === basename(thumbnailPath(folder, id))) pictures.push(id)
      await rm(file, { recursive: true })
      deleted.files += 1
      deleted.bytes += size
    }
  } catch (cause) {
    throw fileFailure(cause, folder.derived, t('casework.derivedSome', { count: deleted.files }))
  } finally {
    const detail = { ...deleted, of: itemId === null ? 'all' : 'one' }
    database.transaction(() => {
      for (const id of pictures) items.setThumbnail(id, false)
      database.custody.append({ actor, action: 'derived-deleted', itemId, detail })
    })
  }
  return deleted
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return []
    throw cause
  }
}
