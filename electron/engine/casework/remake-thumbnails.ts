// Thumbnails that are gone, made again: those that were deleted, and those that a copy of the case left out. What could never
// be pictured is not tried again.
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ItemId } from '#contract/units.ts'
import type { Work } from '#engine/base/progress.ts'
import { makeThumbnail } from '#engine/media/thumbnail.ts'
import { thumbnailPath } from '#engine/store/case-folder.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { toMakeAgain } from './delete-derived.ts'

/** How many were made. Throws only what `work` throws when cancelled: the rest is made another time. */
export async function remakeThumbnails(database: CaseDatabase, work: Work): Promise<number> {
  const { folder, items, vault } = database
  await mkdir(folder.derived, { recursive: true })
  let made = 0
  for (const { id, marker } of await missing(database)) {
    work.signal.throwIfAborted()
    const { sha256, durationSeconds } = items.summary(id)
    const request = { source: vault.path(sha256), destination: thumbnailPath(folder, id), durationSeconds }
    const outcome = await makeThumbnail(request, { signal: work.signal })
    items.setThumbnail(id, outcome.made)
    if (outcome.made) made += 1
    if (marker !== null) await rm(marker, { force: true })
  }
  return made
}

type Missing = { id: ItemId; marker: string | null }

async function missing({ folder, items }: CaseDatabase): Promise<Missing[]> {
  const found: Missing[] = []
  const there = new Set(items.ids())
  const named = new Set<string>()
  for (const name of await readdir(folder.derived)) {
    if (!name.endsWith(`.jpg${toMakeAgain}`)) continue
    const id = ItemId.safeParse(name.slice(0, name.indexOf('.'))).data
    if (id === undefined || !there.has(id)) continue
    found.push({ id, marker: join(folder.derived, name) })
    named.add(id)
  }
  for (const id of items.withThumbnail()) {
    if (named.has(id)) continue
    const isThere = await stat(thumbnailPath(folder, id)).then(
      () => true,
      () => false,
    )
    if (!isThere) found.push({ id, marker: null })
  }
  return found
}
