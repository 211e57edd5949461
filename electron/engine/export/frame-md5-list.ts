// A FrameMD5 list as a file that leaves the case. The file is ffmpeg's alone; which ffmpeg and how stands in the ledger.
import type { FrameList } from '#contract/frames.ts'
import { describeMissing } from '#contract/messages/kinds.ts'
import type { ItemDetail } from '#contract/item.ts'
import type { Work } from '#engine/base/progress.ts'
import { ffmpegVersion } from '#engine/media/ffmpeg.ts'
import { findFfmpeg } from '#engine/media/ffmpeg-program.ts'
import { listFrameMd5 } from '#engine/media/frame-md5.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { refuseDamaged } from './refuse-changed.ts'
import { writeRecordedFile } from './recorded-file.ts'

/** `expected`: how many pictures are stored; null where that is not known. Fails with `item-damaged`, and as `writeRecordedFile` and `listFrameMd5` do. */
export async function exportFrameMd5(
  item: ItemDetail,
  path: string,
  request: { database: CaseDatabase; actor: string; trackId: number | null; expected: number | null },
  work: Work,
): Promise<FrameList> {
  const { summary, missing } = item
  const { database, actor, trackId, expected } = request
  refuseDamaged(item)
  const program = await findFfmpeg()
  const version = await ffmpegVersion(program)
  let frames = 0
  const notes: string[] = []
  if (missing.length > 0)
    notes.push(
      `Of “${summary.name}” there is ${describeMissing(missing)}: ffmpeg decoded zeros in their place, and which pictures depend on them is not told.`,
    )
  const sha256 = await writeRecordedFile(
    path,
    database,
    async (put) => {
      const source = database.vault.path(summary.sha256)
      frames = await listFrameMd5(
        {
          ...{ source, trackId },
          onText: async (text, pictures) => {
            await put(text)
            work.report({ label: summary.name, done: pictures, total: expected, unit: 'items' })
          },
        },
        { program, signal: work.signal },
      )
      if (expected !== null && frames !== expected)
        notes.push(`${expected} pictures are stored; ffmpeg decoded ${frames}.`)
      const detail = {
        ...{ path, format: 'framemd5', trackId, frames, stored: expected, ffmpeg: version },
        ...(missing.length > 0 ? { missingBytes: summary.missingBytes } : {}),
      }
      return { actor, action: 'frames-listed', itemId: summary.id, inputSha256: summary.sha256, detail }
    },
    work,
  )
  return { path, sha256, frames, notes }
}
