// Ingest of files and folders into an open case, with progress over the whole.
import type { IngestedItem, IngestResult } from '#contract/item.ts'
import type { Work } from '#engine/base/progress.ts'
import { makeThumbnail } from '#engine/media/thumbnail.ts'
import { thumbnailPath } from '#engine/store/case-folder.ts'
import { reindexUnfinished } from './index-metadata.ts'
import { ingestFile } from './ingest-file.ts'
import type { IngestContext } from './ingest-file.ts'
import { listSources } from './list-sources.ts'
import type { SourceFile } from './list-sources.ts'

/** `onItem` is called for each file as it is done. Cancelling keeps the items that are wholly in the case. */
export async function ingest(
  sources: readonly string[],
  context: IngestContext,
  work: Work,
  onItem: (item: IngestedItem) => void = () => undefined,
): Promise<IngestResult> {
  const { database, actor } = context
  await reindexUnfinished(database, work)
  const { files, skipped } = await listSources(sources, work.signal, database.folder.root)
  const items: IngestedItem[] = []
  const finish = (item: IngestedItem): void => {
    items.push(item)
    onItem(item)
  }
  for (const { relativePath, reason } of skipped) {
    database.custody.append({
      actor,
      action: 'ingest-failed',
      detail: { path: relativePath.toWellFormed(), reason },
    })
    finish({
      id: null,
      path: relativePath,
      sha256: null,
      size: 0,
      status: 'failed',
      verdict: 'unreadable',
      levels: [],
      detail: reason,
      kind: null,
    })
  }
  const total = files.reduce((sum, { size }) => sum + 2 * size, 0)
  let before = 0
  for (const file of files) {
    const item = await ingestFile(file, context, overWhole(work, file, before, total))
    before += 2 * file.size
    if (item.status === 'ingested' && item.id) await addThumbnail(context, item, work)
    finish(item)
  }
  return { case: database.folder.root, items }
}

/** Every byte is read twice: once to copy it, once to compare the copy. */
function overWhole(work: Work, file: SourceFile, before: number, total: number): Work {
  return {
    signal: work.signal,
    report: (progress) => {
      if (progress.unit !== 'bytes') return
      const done = before + progress.done + (progress.label === 'compare' ? file.size : 0)
      work.report({ label: file.relativePath, done: Math.min(done, total), total, unit: 'bytes' })
    },
  }
}

/** A picture for the table; an item without one is as good an item. */
async function addThumbnail({ database }: IngestContext, item: IngestedItem, work: Work): Promise<void> {
  // Of a document or a program no picture can be made, and of thousands it would take long to find that out.
  if (!item.id || !item.sha256 || item.kind === 'attachment') return
  const { durationSeconds } = database.items.summary(item.id)
  const request = {
    source: database.vault.path(item.sha256),
    destination: thumbnailPath(database.folder, item.id),
    durationSeconds,
  }
  const outcome = await makeThumbnail(request, { signal: work.signal })
  if (outcome.made) database.items.setThumbnail(item.id, true)
}
